import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { newItemKey, unwrapItemKey, wrapItemKey } from '../crypto/item-key.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { stockholmMonth } from '../crypto/months.ts'
import { sealedFileSize, writeSealedFile } from '../crypto/sealed-file.ts'
import type { Database } from '../database/database.ts'
import { readMunicipality } from '../information/municipality.ts'
import { removeFile } from '../media/files.ts'
import { underRule } from '../retention/batch.ts'
import type { Rule } from '../retention/rules.ts'
import { swedishDay } from '../web/dates.ts'
import { translator } from '../web/language.ts'
import { type Contents, filesOf, json } from './contents.ts'
import { disposeArchived } from './dispose.ts'
import { mets } from './mets.ts'
import { clearUnfinished, packagePath, roomForPackages } from './place.ts'
import { zipped } from './zip.ts'

export type Night = {
  database: Database
  keys: KeyStore
  mediaDirectory: string
  now: Date
  clock: () => Date
  signal: AbortSignal
}

type Package = {
  id: string
  planned_at: Date
  decision: string
  decided_on: string
  key_month: string
  sealed_key: Buffer
}

/** How many items go in one package: so many that it is worth a receipt, so few that it is soon fetched. */
const itemsEach = 200

/**
 * Law A6: what the rule preserves goes to the municipality's archive before it is removed here. First goes what the archive
 * has signed for; then what is due is put in packages, each sealed until it is fetched. Killed anywhere, the next night goes
 * on: a package is whole or made anew from its items, which stay until there is a receipt. Answers how many items went.
 */
export async function handOver(night: Night, rule: Rule, run: string): Promise<{ documents: number; notes: number }> {
  const gone = await disposeReceived(night, rule, run)
  await plan(night, rule, run)
  await findLost(night)
  await pack(night)
  return gone
}

async function disposeReceived({ database, now, signal }: Night, rule: Rule, run: string) {
  const gone = { documents: 0, notes: 0 }
  const received = await database.rows<{ id: string }>`
    select id from archive_package where received_at is not null and closed_at is null order by received_at`
  for (const { id } of received) {
    signal.throwIfAborted()
    const { documents, notes } = await disposeArchived({ database, run, now, rule }, id)
    gone.documents += documents
    gone.notes += notes
  }
  return gone
}

/** Which items go together. An item is in one package at a time; what is held, or about somebody protected, in none. */
async function plan({ database, keys, now, clock, signal }: Night, rule: Rule, run: string): Promise<void> {
  const month = stockholmMonth(clock())
  for (let planned = 1; planned > 0; ) {
    signal.throwIfAborted()
    const id = crypto.randomUUID()
    const sealed = wrapItemKey(keys, month, newItemKey(), id)
    planned = await underRule({ database, run, now, rule }, async (rows) => {
      const [made] = await rows<{ items: number }>`
        with due as materialized (
          select * from (
            (select 'document' as kind, d.id, s.state, d.published_at as began
             from document d cross join lateral access.archive_state('document', d.id) as s(state)
             where access.is_due(d.published_at, ${now}, ${rule.years}) and s.state is not null
               and d.id <> all ((select access.held_documents(${swedishDay(now)}::date))::uuid[])
               and not exists (select from archive_item i where i.item_id = d.id)
             order by d.published_at limit ${itemsEach})
            union all
            (select 'note', n.id, s.state, n.created_at
             from follow_up_note n cross join lateral access.archive_state('note', n.id) as s(state)
             where access.is_due(n.created_at, ${now}, ${rule.years}) and s.state is not null
               and not exists (select from archive_item i where i.item_id = n.id)
             order by n.created_at limit ${itemsEach})) each_kind
          order by began limit ${itemsEach}
        ), made as (
          insert into archive_package (id, decision, decided_on, planned_at, items, key_month, sealed_key)
          select ${id}::uuid, ${rule.decision}, ${rule.decided_on}::date, ${clock()}, count(*), ${month}, ${sealed}
          from due having count(*) > 0
          returning items
        ), filled as (
          insert into archive_item (item_id, package_id, kind, state) select id, ${id}::uuid, kind, state from due
        )
        select items from made`
      return made?.items ?? 0
    })
  }
}

/** A package whose file is gone before the archive had it is made anew: its items are still here. */
async function findLost({ database, mediaDirectory }: Night): Promise<void> {
  const ready = await database.rows<{ id: string }>`
    select id from archive_package where ready_at is not null and received_at is null and closed_at is null`
  for (const { id } of ready) {
    const there = await sealedFileSize(packagePath(mediaDirectory, id)).then(() => true, missing)
    if (there) continue
    await database.rows`
      update archive_package set ready_at = null, bytes = null, checksum = null, packed = 0, fetched_at = null, fetched_by = null
      where id = ${id} and received_at is null`
  }
}

async function pack(night: Night): Promise<void> {
  const { database, keys, mediaDirectory, clock, signal } = night
  await clearUnfinished(mediaDirectory)
  const open = await database.rows<Package>`
    select id, planned_at, decision, decided_on, key_month, sealed_key from archive_package
    where ready_at is null and closed_at is null order by planned_at`
  for (const each of open) {
    signal.throwIfAborted()
    await roomForPackages(mediaDirectory)
    const whole = createHash('sha256')
    const key = unwrapItemKey(keys, each.key_month, each.sealed_key, each.id)
    const source = Readable.from(summed(await contentsOf(night, each), whole), { objectMode: false })
    const { plainBytes } = await writeSealedFile(packagePath(mediaDirectory, each.id), key, each.id, source)
    await database.rows`
      update archive_package set ready_at = ${clock()}, bytes = ${plainBytes}, checksum = ${whole.digest()}
      where id = ${each.id} and ready_at is null`
  }
}

async function* summed(source: Readable, whole: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    whole.update(piece)
    yield piece
  }
}

async function contentsOf({ database, keys, mediaDirectory, clock, signal }: Night, each: Package): Promise<Readable> {
  const { id, planned_at: at, decision, decided_on } = each
  const items = await database.rows<{ item_id: string }>`
    select item_id from archive_item where package_id = ${id} order by item_id`
  const { controller } = readMunicipality()
  const description = translator('sv')('archive.package.description')
  const opening = { keys, clock, config: { mediaDirectory, baseUrl: undefined } }
  const entries = async function* () {
    const told = items.map(({ item_id }) => item_id)
    const head = {
      package: id,
      authority: controller.sv,
      description,
      decision,
      decidedOn: decided_on,
      planned: at,
      items: told,
    }
    yield json('metadata/descriptive/package.json', head)
    let packed = 0
    for (const { item_id } of items) {
      signal.throwIfAborted()
      const [found] = await database.rows<{ contents: Contents | null }>`
        select access.archive_contents(${id}, ${item_id}) as contents`
      // Erased since it was planned: it is not in the package, and nothing is removed on its account.
      if (found?.contents) yield* filesOf(found.contents, opening, at)
      packed += 1
      await database.rows`update archive_package set packed = ${packed} where id = ${id}`
    }
  }
  return zipped(entries(), at, (packed) => {
    const content = mets({ id, at, authority: controller.sv, description }, packed)
    return { path: 'METS.xml', type: 'application/xml', open: () => content }
  })
}

/** Packages whose items are all gone, whatever took them: the file first, then the key and the mark that it is closed. */
export async function closePackages(database: Database, mediaDirectory: string, now: Date): Promise<void> {
  const emptied = await database.rows<{ id: string }>`
    select id from archive_package p
    where closed_at is null and not exists (
      select from archive_item i
      where i.package_id = p.id and (exists (select from document d where d.id = i.item_id)
                                     or exists (select from follow_up_note n where n.id = i.item_id)))`
  for (const { id } of emptied) {
    await removeFile(packagePath(mediaDirectory, id))
    await database.rows`
      update archive_package set closed_at = ${now}, sealed_key = null where id = ${id} and closed_at is null`
  }
}

function missing(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false
  throw error
}

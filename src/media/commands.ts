import type { Write } from '../database/as-actor.ts'
import { sealAlt } from '../documentation/content.ts'
import type { Sent } from './resume.ts'
import type { Settled } from './settle.ts'

/** A medium that is to have a row: settled, or announced (`receiving`) with what it weighs. */
export type NewMedium = { id: string; alt: string; bytes?: number; sent?: Sent } & (
  | Settled
  | { kind: 'photo'; state: 'receiving'; width: null; height: null }
)

/** Puts media last in an item, in their order. */
export async function addMedia(tx: Write, documentId: string, itemKey: Buffer, added: NewMedium[]): Promise<void> {
  for (const [index, medium] of added.entries()) {
    await tx.rows`
      insert into media (id, document_id, position, kind, state, bytes, width, height, sealed_alt, responsible_id, created_at, sent_print, sealed_name)
      select ${medium.id}::uuid, ${documentId}::uuid, coalesce(max(position), 0) + 1 + ${index}::integer, ${medium.kind}, ${medium.state},
             ${medium.bytes ?? null}::bigint, ${medium.width}::integer, ${medium.height}::integer,
             ${sealAlt(itemKey, medium.id, medium.alt)}::bytea, ${tx.actor.id}::uuid, ${tx.now}::timestamptz,
             ${medium.sent?.sent_print ?? null}::bytea, ${medium.sent?.sealed_name ?? null}::bytea
      from media where document_id = ${documentId}`
  }
  if (added.length > 0) await tx.audit('media.added', { object: documentId })
}

export type MediaChange = {
  removed: string[]
  alts: Record<string, string>
  /** Media whose tags the form showed, and who was ticked in each (R16). */
  subjects: { shown: string[]; ticked: { media: string; child: string }[]; nobody: string[] }
  /** Films that have been given captions. */
  captioned: string[]
}

/** What the editor's form says about the media of a draft. */
export async function changeMedia(tx: Write, documentId: string, itemKey: Buffer, change: MediaChange): Promise<void> {
  const { removed, alts, subjects, captioned } = change
  const ids = Object.keys(alts)
  if (ids.length > 0) {
    await tx.rows`
      update media set sealed_alt = given.alt
      from unnest(${ids}::uuid[], ${ids.map((id) => sealAlt(itemKey, id, alts[id]!))}::bytea[]) as given(id, alt)
      where media.id = given.id and document_id = ${documentId}`
  }
  if (subjects.shown.length > 0) await tagSubjects(tx, documentId, subjects)
  if (captioned.length > 0) {
    await tx.rows`
      update media set captioned_at = ${tx.now} where id = any (${captioned}::uuid[]) and document_id = ${documentId}`
  }
  if (removed.length > 0) {
    await tx.rows`
      update media set discarded_at = ${tx.now}
      where id = any (${removed}::uuid[]) and document_id = ${documentId} and discarded_at is null`
    await tx.audit('media.removed', { object: documentId })
  }
}

async function tagSubjects(
  tx: Write,
  documentId: string,
  { shown, ticked, nobody }: MediaChange['subjects'],
): Promise<void> {
  const [media, children] = [ticked.map((each) => each.media), ticked.map((each) => each.child)]
  await tx.rows`
    delete from media_subject s
    where s.media_id = any (${shown}::uuid[]) and exists (select from media m where m.id = s.media_id and m.document_id = ${documentId})
      and not exists (select from unnest(${media}::uuid[], ${children}::uuid[]) as kept(media_id, child_id)
                      where kept.media_id = s.media_id and kept.child_id = s.child_id)`
  await tx.rows`
    insert into media_subject (media_id, child_id)
    select m.id, given.child_id
    from unnest(${media}::uuid[], ${children}::uuid[]) as given(media_id, child_id)
    join media m on m.id = given.media_id and m.document_id = ${documentId}
    where not exists (select from media_subject s where s.media_id = m.id and s.child_id = given.child_id)`
  // Whoever is ticked is somebody.
  await tx.rows`
    update media set nobody = id = any (${nobody.filter((id) => !media.includes(id))}::uuid[])
    where id = any (${shown}::uuid[]) and document_id = ${documentId}`
}

/** All has come, and this is what it was. */
export async function settleMedium(tx: Write, id: string, settled: Settled): Promise<void> {
  await tx.one`
    update media set kind = ${settled.kind}, state = ${settled.state}, width = ${settled.width}, height = ${settled.height},
           sent_print = null, sealed_name = null
    where id = ${id} and state = 'receiving' and discarded_at is null
    returning id`
}

/** What came cannot be used: it leaves the draft, and the nightly job its last traces. */
export async function refuseMedium(tx: Write, id: string): Promise<void> {
  await tx.one`update media set discarded_at = ${tx.now} where id = ${id} and state = 'receiving' and discarded_at is null returning id`
}

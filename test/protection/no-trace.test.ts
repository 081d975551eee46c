import { addresses } from '../../src/web/addresses.ts'
import { type Facts, type Hat, hats } from '../access/facts.ts'
import { matrixHouse } from '../access/ground.ts'
import { oracle, swedishDay } from '../access/oracle.ts'
import { type Cell, plan } from '../access/plan.ts'
import type { TestApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { type Reply, type Swift, swift } from '../support/swift.ts'

/**
 * Decision 3: not only is nobody protected on any page, nothing shows that somebody is missing. So everybody's every page,
 * list, count, search, paper and file is asked twice: with the protected people there, and with them and all there is
 * about them taken out of the database as if they had never been. The answers must be the same.
 */
let house: TestApp
let known: Facts

beforeEach(async () => {
  ;({ house, known } = await matrixHouse())
}, 60_000)
afterEach(() => house.close())

test('decision 3: everybody’s pages are the same as if the protected people had never been there', async () => {
  const truth = oracle(known, swedishDay(house.now()))
  await compare([...truth.hidden], [])
}, 600_000)

test('decision 3: and the same for a family that is protected from this very moment on', async () => {
  const olga = await swift(house, 'protection')
  const at = addresses.protected(ids.bo)
  expect((await olga.post(`${at}/protect`, { reason: 'risk', note: '' })).status).toBe(303)
  // Bo's guardians too, of whom Bea works elsewhere.
  await compare([ids.bo, ids.neighbour, ids.both], [ids.dold, ids.hidden])
}, 600_000)

async function compare(gone: string[], others: string[]): Promise<void> {
  const unseen = new Set([...gone, ...others])
  const everybody = await Promise.all(
    hats()
      .filter((hat) => !unseen.has(hat.id) && hat.role !== 'protection')
      .map(async (hat): Promise<[Hat, Swift]> => {
        const browser = await swift(house, hat.username)
        if (hat.title.includes(' as ')) await browser.post('/role', { role: hat.role })
        return [hat, browser]
      }),
  )
  const cells = asked()
  // What is opened is no longer unread, and who has met a question has been asked: once before, so that both times find it so.
  const opened = [
    ...known.documents.map(({ id }) => addresses.document(id)),
    ...known.people.map(({ id }) => addresses.consent(id)),
  ]
  await Promise.all(
    everybody
      .filter(([hat]) => hat.role === 'guardian' || hat.role === 'pupil')
      .map(async ([, browser]) => {
        for (const path of opened) await browser.get(path)
      }),
  )
  const before = await answers(everybody, cells)
  await neverThere(gone)
  const after = await answers(everybody, cells, before)
  const wrong = [...before]
    .filter(([what, body]) => after.get(what) !== body)
    .map(([what, body]) => `${what}: ${difference(body, after.get(what) ?? 'nothing')}`)
  process.stdout.write(`no trace: ${before.size} answers compared\n`)
  expect(before.size).toBeGreaterThan(500)
  expect(wrong.slice(0, 12)).toEqual([])
}

/** The log tells of each question itself; the others tell what the clock on the wall says. */
const elsewhere = ['GET /admin/audit', 'GET /health', 'GET /design']

/** Everything that can be asked without changing anything. */
function asked(): Cell[] {
  const reading = ['POST /search', 'POST /admin/people', 'POST /children/:id/export', 'POST /documents/:id/export']
  return plan(known, 'text').filter(
    ({ route, path, last }) =>
      !last &&
      (route.startsWith('GET') || reading.includes(route)) &&
      !elsewhere.includes(route) &&
      !route.startsWith('GET /media') &&
      !path.includes('?goal='),
  )
}

async function answers(
  everybody: [Hat, Swift][],
  cells: Cell[],
  again?: Map<string, string>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const asking = everybody.map(async ([hat, browser]) => {
    const refused = new Set<string>()
    for (const cell of cells) {
      const what = `${hat.title} ${cell.route.split(' ')[0]} ${cell.path} ${JSON.stringify(cell.fields?.(hat) ?? {})}`
      if (refused.has(cell.route) || (again && !again.has(what))) continue
      const reply = cell.route.startsWith('GET')
        ? await browser.get(cell.path)
        : await browser.post(cell.path, cell.fields?.(hat))
      // Whoever may not use a route at all is told so once; what is not there has one answer (test/access/http.test.ts).
      if (reply.status === 403) refused.add(cell.route)
      if (reply.status === 404) continue
      found.set(what, said(reply, cell.route.endsWith('/new')))
    }
  })
  await Promise.all(asking)
  return found
}

// What is written anew gets a new id each time.
function said({ status, location, body }: Reply, fresh: boolean): string {
  const text = body.startsWith('%PDF') ? `a PDF of ${body.match(/\/Type \/Page\b/g)?.length} pages` : body
  // How long a film has waited is by the clock on the wall.
  const whole = `${status} ${location ?? ''} ${text.replace(/(name="_csrf" value=)"[^"]*"|(name="(?:form|base)" value=)"[^"]*"|Den äldsta kom [^<]*/g, '$1$2')}`
  return fresh ? whole.replace(/(\/(?:documents|notes)\/|name="id" value=")[0-9a-f-]{36}/g, '$1') : whole
}

function difference(one: string, other: string): string {
  let at = 0
  while (one[at] === other[at]) at++
  return `…${one.slice(Math.max(0, at - 80), at + 120)}… is without them …${other.slice(Math.max(0, at - 80), at + 120)}…`
}

/** They, what is about them, and what hangs on that, out of every table; nothing runs that would notice. */
async function neverThere(people: string[]): Promise<void> {
  const { owner } = house.database
  const about = await owner.query<{ id: string }>(
    `select document_id as id from document_scope where child_id = any ($1::uuid[])
     union select id from document where about && $1::uuid[] or published_at is null and author_id = any ($1::uuid[])
     union select document_id from document_recall where children && $1::uuid[]`,
    [people],
  )
  const items = about.rows.map(({ id }) => id)
  const parts = await owner.query<{ id: string }>(
    `select id from media where document_id = any ($1::uuid[])
     union select id from comment where document_id = any ($1::uuid[]) or child_id = any ($2::uuid[]) or author_id = any ($2::uuid[])
     union select id from account where person_id = any ($2::uuid[])
     union select id from media_use where media_id in (select id from media where document_id = any ($1::uuid[]))`,
    [items, people],
  )
  const gone = [...people, ...items, ...parts.rows.map(({ id }) => id)]
  const { rows: columns } = await owner.query<{ table: string; column: string; list: boolean }>(`
    select c.oid::regclass::text as table, a.attname as column, a.atttypid = 'uuid[]'::regtype as list
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relkind = 'r' and (c.relnamespace = 'public'::regnamespace or c.relname in ('hidden_person', 'held'))
      and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype) and not a.attisdropped
      -- A film is not gone with who was responsible for it, nor what somebody reported with who did.
      and a.attname not in ('responsible_id', 'co_author_ids', 'hidden', 'reporter_id')
      and c.relname <> 'audit_event'`)
  await owner.query('begin')
  const keys = await owner.query<{ table: string; name: string }>(`
    select conrelid::regclass::text as table, conname as name  from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace`)
  for (const { table, name } of keys.rows) await owner.query(`alter table ${table} drop constraint ${name}`)
  for (const { table } of columns) await owner.query(`alter table ${table} disable trigger user`)
  for (const { table, column, list } of columns)
    await owner.query(
      `delete from ${table} where ${list ? `${column} && $1::uuid[]` : `${column} = any ($1::uuid[])`}`,
      [gone],
    )
  for (const { table } of columns) await owner.query(`alter table ${table} enable trigger user`)
  await owner.query(
    'update access.epoch set number = number + 1; delete from access.held; delete from access.held_list',
  )
  await owner.query('commit')
}

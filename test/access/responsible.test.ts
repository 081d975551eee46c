import { readDocument } from '../../src/documentation/queries.ts'
import { NotFound } from '../../src/errors.ts'
import type { TestApp } from '../support/app.ts'
import { castNow, ids } from '../support/cast.ts'
import { type Break, broken } from './broken.ts'
import { type Hat, hats } from './facts.ts'
import { matrixHouse } from './ground.ts'

/**
 * R17 on paper: access.responsible() names whom the item's own page names, for the same readers, and for no others. What
 * that page answers the matrix asks of everybody (conditions.test.ts); here the two are held together.
 */
let house: TestApp
let items: string[] = []
const pages = new Map<Hat, Record<string, string | null>>()

beforeAll(async () => {
  ;({ house } = await matrixHouse())
  const { owner } = house.database
  // Each item has a picture of its author's.
  await owner.query(
    `insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at)
     select gen_random_uuid(), id, 20, 'photo', 'ready', 8, 8, 'x', author_id, now() from document where published_at is not null`,
  )
  await owner.query(
    `insert into duty (person_id, unit_id, group_id, role, title, valid) values ($1, $2, $3, 'educator', 'Barnskötare', '[2024-01-01,)')`,
    [ids.hidden, ids.björken, ids.myran],
  )
  // Myran's has some more: of somebody at another unit, who has left, who is protected; and what no family meets.
  for (const [index, [who, state, discarded]] of [
    [ids.educator2, 'ready', false],
    [ids.former, 'ready', false],
    [ids.hidden, 'ready', false],
    [ids.principal, 'waiting', false],
    [ids.principal, 'ready', true],
  ].entries())
    await owner.query(
      `insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at, discarded_at)
       values (gen_random_uuid(), $1, $2, 'photo', $3, 8, 8, 'x', $4, now(), case when $5::boolean then now() end)`,
      [ids.docMyran, 21 + index, state, who, discarded],
    )
  house.setNow(castNow)
  items = (await owner.query<{ id: string }>('select id from document order by id')).rows.map(({ id }) => id)
  for (const hat of hats()) pages.set(hat, await onPages(hat))
})
afterAll(() => house.close())

test('R17, R3: what goes out on paper names whom the page names, to whoever reads it, and nobody else', async () => {
  const named = [...pages].flatMap(([, byItem]) => Object.values(byItem).filter(Boolean))
  expect(named.length).toBeGreaterThan(20)
  expect(await wrong()).toEqual([])
})

const breaks: Break['1'][] = [
  't.scope_id = w.scope_id and',
  'and t.published_at >= w.since',
  'not t.others && r.hidden',
  'not t.reported or',
  't.document_id = item',
  'and p.id <> all (r.hidden)',
  'and y.unit_id = any (r.units)',
  'and range_contains_elem(y.valid, r.today)',
  'm.document_id = item and',
  "m.state = 'ready' and",
  'and m.discarded_at is null',
]

test.each(breaks)('without "%s" somebody is named to somebody who should not meet them', async (condition) => {
  const instead =
    condition.startsWith('and ') || condition.endsWith(' and') ? '' : condition.endsWith(' or') ? 'true or' : 'true'
  expect(await broken(house, [['access.responsible', condition, instead]], wrong)).not.toEqual([])
  expect(await wrong()).toEqual([])
})

/** Where the function says something else than the page. */
async function wrong(): Promise<string[]> {
  const differing: string[] = []
  for (const [hat, page] of pages) {
    const rows = await house.services.actors.read(
      { id: hat.id, role: hat.role, assurance: 1 },
      (tx) =>
        tx.rows<{ id: string; names: string | null }>`
        select id, access.responsible(id) as names from unnest(${items}::uuid[]) as i(id)`,
    )
    for (const { id, names } of rows) if (names !== page[id]) differing.push(`${hat.title} ${id}: ${names}`)
  }
  return differing
}

async function onPages(hat: Hat): Promise<Record<string, string | null>> {
  const said: Record<string, string | null> = {}
  for (const id of items) {
    const ask = house.services.actors.asking({ id: hat.id, role: hat.role, assurance: 1 })
    const page = await readDocument(ask, id).catch((error) => {
      if (error instanceof NotFound) return undefined
      throw error
    })
    const names = page?.media.filter(({ state }) => state === 'ready').flatMap(({ responsible }) => responsible ?? [])
    said[id] = [...new Set(names)].sort().join(', ') || null
  }
  return said
}

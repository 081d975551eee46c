import { randomUUID } from 'node:crypto'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids, type Name } from '../support/cast.ts'

/**
 * R12, R13: the documentation goes with the child on the dates of its placements, list and item alike, and nobody does
 * anything on the day. Between two preschools, and from preschool to school.
 */
let house: TestApp
beforeAll(async () => {
  house = await testApp()
  // Bo leaves Myran, and begins in the school's 5A the day after.
  await house.database.owner.query(
    `update placement set valid = '[2024-08-15,2027-08-16)' where child_id = '${ids.bo}'`,
  )
  await house.database.owner.query(`insert into placement values ('${ids.bo}', '${ids.fem}', '[2027-08-16,)')`)
})
afterAll(() => house.close())

type Move = {
  from: string
  to: string
  child: Name
  item: Name
  title: string
  /** The last second of the last day and the first of the first, in Sweden. */
  evening: string
  midnight: string
  later: string
  sending: string[]
  receiving: string[]
  family: string[]
  never: string[]
  group: Name
  name: string
}

const moves: Move[] = [
  {
    from: 'a preschool',
    to: 'another preschool',
    child: 'flytt',
    item: 'docFlytt',
    title: 'Flora i skogen',
    evening: '2026-10-31T22:59:59Z',
    midnight: '2026-10-31T23:00:00Z',
    later: '2026-12-15T10:00:00Z',
    sending: ['educator2', 'principal2'],
    receiving: ['educator', 'principal'],
    family: ['mover'],
    never: ['schooleducator', 'stranger', 'guardian', 'admin', 'records', 'dpo'],
    group: 'myran',
    name: 'Flora',
  },
  {
    from: 'preschool',
    to: 'school',
    child: 'bo',
    item: 'docBo',
    title: 'Bo planterar lök',
    evening: '2027-08-15T21:59:59Z',
    midnight: '2027-08-15T22:00:00Z',
    later: '2027-09-20T10:00:00Z',
    sending: ['educator', 'principal'],
    receiving: ['schooleducator'],
    family: ['neighbour'],
    never: ['educator2', 'principal2', 'stranger', 'guardian', 'admin', 'records', 'dpo'],
    group: 'fem',
    name: 'Bo Berg',
  },
]

describe.each(moves)('R12 R13 from $from to $to', (move) => {
  test.each([
    ['the last second of the last day', move.evening, false],
    ['the first second of the first day', move.midnight, true],
    ['a month after', move.later, true],
  ] as const)('%s', async (_when, instant, moved) => {
    const seen: Record<string, string> = {}
    const wanted: Record<string, string> = {}
    const everybody = [...move.sending, ...move.receiving, ...move.family, ...move.never]
    house.setNow(instant)
    for (const who of everybody) {
      const reaches = move.family.includes(who) || (moved ? move.receiving.includes(who) : move.sending.includes(who))
      wanted[who] = reaches ? 'item, list' : 'nothing'
      seen[who] = await reached(await house.as(who), move)
    }
    expect(seen).toEqual(wanted)
  })

  test('the same sessions: who is signed in on the evening gains and loses at midnight', async () => {
    house.setNow(move.evening)
    const [sender, receiver] = [await house.as(move.sending[0]!), await house.as(move.receiving[0]!)]
    expect([await reached(sender, move), await reached(receiver, move)]).toEqual(['item, list', 'nothing'])
    house.setNow(move.midnight)
    expect([await reached(sender, move), await reached(receiver, move)]).toEqual(['nothing', 'item, list'])
  })

  test('R13 the receiving staff carry on from day one, and not before: the child is there to write about', async () => {
    const offered = async () => {
      const { status, text } = await (await house.as(move.receiving[0]!)).get(
        `/staff/documents/new?group=${ids[move.group]}`,
      )
      expect(status).toBe(200)
      return text.includes(move.name)
    }
    house.setNow(move.evening)
    expect(await offered()).toBe(false)
    house.setNow(move.midnight)
    expect(await offered()).toBe(true)
  })
})

test('R12 a child who leaves the municipality: the family keeps what there is, the staff lose it, nothing crosses', async () => {
  const { owner } = house.database
  await owner.query(`update placement set valid = '[2024-08-15,2027-02-01)' where child_id = '${ids.cia}'`)
  const move = { item: 'docCia', child: 'cia', title: 'Cia räknar kottar' } as Move
  house.setNow('2027-02-01T10:00:00Z')
  const seen = async (who: string) => await reached(await house.as(who), move)
  expect(await seen('stranger')).toBe('item, list')
  for (const who of ['educator2', 'principal2', 'educator', 'schooleducator']) expect(await seen(who)).toBe('nothing')
  // R25: and can still take it along.
  const sara = await house.as('stranger')
  expect((await sara.get(`/children/${ids.cia}/export`)).status).toBe(200)
  const paper = await sara.post(`/children/${ids.cia}/export`, {}, `/children/${ids.cia}/export`)
  expect([paper.status, paper.headers['content-type']]).toEqual([200, 'application/pdf'])
})

test('control: nobody reaches what is nowhere', async () => {
  house.setNow('2026-11-23T10:00:00Z')
  const nowhere = { get: (path: string) => house.visitor().get(path.replace(/[0-9a-f-]{36}/, randomUUID())) } as Browser
  expect(await reached(nowhere, moves[0]!)).toBe('nothing')
})

/** What somebody gets of the child's older item: its own page, and the child's list with it in. */
async function reached(browser: Browser, { item, child, title }: Move): Promise<string> {
  const [one, list] = [await browser.get(`/documents/${ids[item]}`), await browser.get(`/children/${ids[child]}`)]
  const found = [
    one.status === 200 && one.text.includes(title) && 'item',
    list.status === 200 && list.text.includes(title) && 'list',
  ].filter(Boolean)
  for (const { status } of [one, list]) if (![200, 303, 403, 404].includes(status)) throw new Error(String(status))
  return found.join(', ') || 'nothing'
}

import { randomUUID } from 'node:crypto'
import type { TestApp } from '../support/app.ts'
import { cast, ids } from '../support/cast.ts'
import { checksum } from '../support/checksum.ts'
import { type Swift, swift } from '../support/swift.ts'
import { guardianText } from './attempts.ts'
import { draftOf, type Facts, type Hat, hats, pictureOf } from './facts.ts'
import { matrixHouse } from './ground.ts'
import { type Oracle, oracle, swedishDay } from './oracle.ts'
import { type Cell, nowhereId, plan, planOfReading } from './plan.ts'
import { strangers } from './strangers.ts'

let house: TestApp
let known: Facts
let textId: string
let cells = 0

beforeEach(async () => {
  ;({ house, known } = await matrixHouse())
  textId = await guardianText((text) => house.database.owner.query(text))
})
afterEach(() => house.close())
afterAll(() => {
  process.stdout.write(`access matrix: ${cells} cells at HTTP\n`)
})

type Someone = { title: string; hat: Hat | undefined; browser: Swift }

// What a request leaves behind even where it is refused: the session's own row, and that somebody looked.
const traces = ['session', 'audit_event', 'sign_in_throttle', 'account', 'reading', 'consent_shown']

test('every hat and every route with every resource: the answer is what the rules say', async () => {
  const truth = oracle(known, swedishDay(house.now()))
  const everybody = [...(await signIn(hats())), { title: 'anonymous', hat: undefined, browser: await swift(house) }]
  const all = plan(known, textId)
  const refused = all.filter((cell) => !cell.route.startsWith('GET') && !cell.last)

  const reading = all.filter((cell) => cell.route.startsWith('GET') && !cell.last)

  const before = await checksum(house.database.owner, traces)
  const denied = (hat: Hat | undefined, cell: Cell) => /^40|login$/.test(cell.expected(hat, truth))
  const tryAll = async (choose: (hat: Hat | undefined) => Cell[]) => {
    const wrong = await inLanes(everybody, async (someone) => {
      const found: string[] = []
      for (const cell of choose(someone.hat)) found.push(...(await ask(someone, cell, truth)))
      return found
    })
    expect(few(wrong)).toEqual([])
  }

  await tryAll((hat) => fewer(refused, hat, truth).filter((cell) => denied(hat, cell)))
  expect(await checksum(house.database.owner, traces)).toEqual(before)
  // Reading changes nothing.
  await tryAll((hat) => fewer(reading, hat, truth))
  expect(await checksum(house.database.owner, traces)).toEqual(before)
  await tryAll((hat) => all.filter((cell) => cell.last || (!cell.route.startsWith('GET') && !denied(hat, cell))))
})

test('R1, R3: what Eva publishes is there at once for exactly those it is about, and for nobody when it is thrown away', async () => {
  const everybody = await signIn(hats())
  const eva = everybody.find(({ title }) => title === 'educator')!.browser
  const thrown = await eva.post(`/staff/documents/${draftOf.spare}/discard`)
  expect([thrown.status, thrown.location]).toEqual([303, '/staff'])
  const sent = await eva.post(`/staff/documents/${ids.draft}/publish`, { revision: '1' })
  expect([sent.status, sent.location]).toEqual([303, `/documents/${ids.draft}?published`])

  const at = house.now()
  house.setNow(new Date(at.getTime() + 1000))
  // What a draft is about stands sealed in it until it goes out.
  const { goals } = cast().documents.find(({ id }) => id === ids.draft)!
  const after: Facts = {
    ...known,
    documents: known.documents.map((document) => ({
      ...document,
      goals: document.id === ids.draft ? goals : document.goals,
      publishedAt: document.id === ids.draft ? at : document.publishedAt,
      discardedAt: document.id === draftOf.spare ? at : document.discardedAt,
    })),
  }
  known = after
  const truth = oracle(after, swedishDay(house.now()))
  const about = [ids.draft, pictureOf({ id: ids.draft }), draftOf.spare, pictureOf({ id: draftOf.spare }), ids.alma]
  const cells = planOfReading(after).filter((cell) => about.some((id) => cell.path.includes(id)))
  const wrong = await inLanes(everybody, async (someone) => {
    const found: string[] = []
    for (const cell of cells) found.push(...(await ask(someone, cell, truth)))
    return found
  })
  expect(few(wrong)).toEqual([])
  expect(
    hats().filter((hat) => truth.reaching(hat, after.documents.find(({ id }) => id === ids.draft)!).length),
  ).toHaveLength(4)
})

type Edge = { evening: string; midnight: string; who: string[]; what: (keyof typeof ids)[] }
const edges: Edge[] = [
  {
    evening: '2026-10-31T22:59:59Z',
    midnight: '2026-10-31T23:00:00Z',
    who: ['mover', 'guardian', 'stranger', 'educator', 'educator2', 'principal', 'principal2'],
    what: ['flytt', 'alma', 'docFlytt', 'docMyran', 'docKotten', 'docBjörken', 'docGranen', 'myran', 'kotten'],
  },
  {
    evening: '2026-11-23T22:59:59Z',
    midnight: '2026-11-23T23:00:00Z',
    who: ['parent18', 'pupil18', 'pupil', 'guardian', 'schooleducator'],
    what: ['vuxen', 'pim', 'docVuxen', 'docPim', 'fem'],
  },
  {
    evening: '2025-12-31T22:59:59Z',
    midnight: '2025-12-31T23:00:00Z',
    who: ['ended', 'guardian', 'guardian2', 'educator'],
    what: ['alma', 'docAlma', 'docBoth', 'docMyran', 'docMyranOld', 'docBjörken', 'myran'],
  },
]

test.each(edges)('the same sessions on both sides of midnight: $evening', async ({ evening, midnight, who, what }) => {
  house.setNow(evening)
  const everybody = await signIn(hats().filter((hat) => who.includes(hat.username)))
  const about = what.flatMap((name) => [ids[name], pictureOf({ id: ids[name] })])
  const reading = planOfReading(known).filter((cell) => about.some((id) => cell.path.includes(id)))
  const wrong: string[] = []
  for (const instant of [evening, midnight]) {
    house.setNow(instant)
    const truth = oracle(known, swedishDay(new Date(instant)))
    for (const someone of everybody)
      for (const cell of reading) wrong.push(...(await ask(someone, cell, truth)).map((each) => `${instant} ${each}`))
  }
  expect(few(wrong)).toEqual([])
})

async function signIn(list: Hat[]): Promise<Someone[]> {
  return Promise.all(
    list.map(async (hat) => {
      const browser = await swift(house, hat.username)
      if (hat.username === 'both') await browser.post('/role', { role: hat.role })
      return { title: hat.title, hat, browser }
    }),
  )
}

// Four at a time: the database works while the application does.
async function inLanes<T>(list: T[], work: (item: T) => Promise<string[]>): Promise<string[]> {
  const waiting = [...list]
  const lane = async () => {
    const found: string[] = []
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) found.push(...(await work(next)))
    return found
  }
  return (await Promise.all([lane(), lane(), lane(), lane()])).flat()
}

// Who may not use a route at all is refused before its resource is looked at: three of each show it.
function fewer(list: Cell[], hat: Hat | undefined, truth: Oracle): Cell[] {
  const asked = new Map<string, number>()
  return list.filter((cell) => {
    if (!/^403|login$/.test(cell.expected(hat, truth))) return true
    asked.set(cell.route, (asked.get(cell.route) ?? 0) + 1)
    return asked.get(cell.route)! <= 3
  })
}

const missing = new Map<string, string>()

async function ask(someone: Someone, cell: Cell, truth: Oracle): Promise<string[]> {
  const expected = cell.expected(someone.hat, truth)
  if (expected === 'skip') return []
  cells++
  const path = cell.path.replace('{new}', randomUUID())
  const { browser, hat, title } = someone
  const method = cell.route.split(' ')[0]
  const fields = cell.fields?.(hat) ?? {}
  const reply =
    method === 'GET'
      ? await browser.get(path)
      : method === 'PUT'
        ? await browser.put(path)
        : await browser.post(path, fields, cell.multipart)
  const got = `${reply.status}${reply.status === 303 ? ` ${reply.location}` : ''}`
  const what = `${title}: ${method} ${path}${method === 'POST' ? ` ${JSON.stringify(fields)}` : ''}`
  if (
    expected === 'any' ? ![200, 422].includes(reply.status) : got !== expected.replace('303 own', `303 ${path}?saved`)
  )
    return [`${what}: ${got}, not ${expected}`]
  if (reply.status === 404) return sameAsNothing(someone, reply.body, what)
  if ([200, 422, 409].includes(reply.status) && hat)
    return strangers(known, hat, reply.body, cell, truth).map((each) => `${what}: ${each}`)
  return []
}

/** What is out of reach has the very body of what does not exist. */
async function sameAsNothing({ title, browser }: Someone, body: string, what: string): Promise<string[]> {
  if (!missing.has(title)) missing.set(title, plain((await browser.get(`/children/${nowhereId}/nothing`)).body))
  return plain(body) === missing.get(title) ? [] : [`${what}: another 404 than for what does not exist`]
}

// What follows from the address that was asked for: where the language form leads back, and which link is this page.
function plain(body: string): string {
  return body.replace(/(name="(_csrf|back)" value=)"[^"]*"/g, '$1').replaceAll(' aria-current="page"', '')
}

// A broken rule shows in hundreds of cells; a handful tells which.
function few(wrong: string[]): string[] {
  return wrong.length > 15 ? [...wrong.slice(0, 15), `and ${wrong.length - 15} more`] : wrong
}

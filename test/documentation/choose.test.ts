import { load as parse } from 'cheerio'
import { idOf } from '../../src/documentation/line.ts'
import { readFamily, readGoals, readTimeline } from '../../src/documentation/queries.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { readPdf } from '../support/pdf.ts'

let house: TestApp
beforeEach(async () => {
  house = await testApp()
  await house.database.owner.query('delete from document_goal')
  // An earlier version of the same goal in other words, as it stood when the older item was written.
  await house.database.owner.query(
    `insert into curriculum_goal select curriculum, 90, goal, name, area, 'Så löd det förr', 'As it was put before', reference_sv, reference_en
     from curriculum_goal where curriculum = 'lpfo18' and version = 1 and goal = $1`,
    [goals.first],
  )
  await tag(ids.docAlma, 1, goals.first)
  await tag(ids.docMyranOld, 90, goals.first)
  await tag(ids.docMyran, 1, goals.second)
  await tag(ids.docCia, 1, goals.foreign)
})
afterEach(() => house.close())

const goals = { first: 'speech', second: 'amounts', foreign: 'moving' }

function tag(document: string, version: number, goal: string) {
  return house.database.owner.query(
    "insert into document_goal select id, group_id, published_at, 'lpfo18', $2, $3 from document where id = $1",
    [document, version, goal],
  )
}

const ask = (username: Parameters<TestApp['actor']>[0], role: 'guardian' | 'educator' | 'pupil') =>
  house.services.actors.asking(house.actor(username, role))
const keys = (rows: { goal: string }[]) => rows.map((row) => row.goal)

async function titles(path: string): Promise<string[]> {
  const page = parse((await (await house.as('guardian')).get(path)).text)
  return page('.card h3')
    .toArray()
    .map((each) => page(each).text())
}

test('R2 R3: the goals to choose from are those of what the reader sees of the child, and of nothing else', async () => {
  expect(keys(await readGoals(ask('guardian', 'guardian'), ids.alma))).toEqual(['lpfo18.amounts', 'lpfo18.speech'])
  expect(keys(await readGoals(ask('guardian', 'guardian'), null))).toEqual(['lpfo18.amounts', 'lpfo18.speech'])
  expect(await readGoals(ask('neighbour', 'guardian'), ids.alma)).toEqual([])
  expect(await readGoals(ask('educator', 'educator'), null)).toEqual([])
  expect(await readGoals(ask('pim', 'pupil'), null)).toEqual([])
  // Reported or about a protected child it is hidden, and so is what it is about.
  await house.database.owner.query('update document_scope set reported = true where document_id = $1', [ids.docMyran])
  expect(keys(await readGoals(ask('guardian', 'guardian'), ids.alma))).toEqual(['lpfo18.speech'])
  // What Alma's group did before a family began there is not theirs (R2).
  await house.database.owner.query("update document_scope set published_at = '2001-01-01' where document_id = $1", [
    ids.docAlma,
  ])
  expect(keys(await readGoals(ask('guardian', 'guardian'), ids.alma))).toEqual(['lpfo18.speech'])
})

test('a goal is one through the versions of its curriculum, and each item keeps the words it was tagged with', async () => {
  expect(await titles(`/children/${ids.alma}?goal=lpfo18.speech`)).toEqual(['Alma bygger en bro', 'Myran i snön'])
  const offered = await readGoals(ask('guardian', 'guardian'), ids.alma)
  expect(offered.find(({ goal }) => goal === 'lpfo18.speech')!.sv).toBe('Så löd det förr')
  const old = (await (await house.as('guardian')).get(`/documents/${ids.docMyranOld}`)).text
  expect(old).toContain('Så löd det förr')
  expect((await (await house.as('guardian')).get(`/documents/${ids.docAlma}`)).text).not.toContain('Så löd det förr')
})

test('together with time and content, on one child’s page and on the family’s', async () => {
  expect(await titles(`/children/${ids.alma}?goal=lpfo18.speech&period=2026-spring`)).toEqual(['Myran i snön'])
  expect(await titles(`/children/${ids.alma}?goal=lpfo18.speech&kind=photo`)).toEqual(['Alma bygger en bro'])
  expect(await titles(`/children/${ids.alma}?goal=lpfo18.amounts&audience=child`)).toEqual([])
  expect(await titles('/family?goal=lpfo18.amounts')).toEqual(['Myran i regnet'])
})

test('the form offers the goals in words by area, where they are asked for, with what was chosen already', async () => {
  const anna = await house.as('guardian')
  const plain = parse((await anna.get(`/children/${ids.alma}`)).text)
  expect(plain('select[name=goal]').length).toBe(0)
  expect(plain('.filter button[name=goals]').text()).toBe('Välj bland läroplanens mål')
  const open = parse((await anna.get(`/children/${ids.alma}?goals=all&period=2026-spring`)).text)
  expect(open('details.chooser').attr('open')).toBeDefined()
  expect(open('select[name=period] option[selected]').val()).toBe('2026-spring')
  expect(open('select[name=goal] optgroup').length).toBe(2)
  expect(open('select[name=goal] option').length).toBe(3)
  const chosen = parse((await anna.get(`/children/${ids.alma}?goal=lpfo18.amounts`)).text)
  const words = chosen('select[name=goal] option[selected]').text()
  expect(words.length).toBeGreaterThan(10)
  expect(chosen('.chooser-said').text()).toContain(words)
})

test('a goal that nothing here is about, or none at all, chooses nothing', async () => {
  const all = await titles(`/children/${ids.alma}`)
  for (const odd of ['lpfo18.moving', 'lgr22.none', "x'; drop table", '%00', 'lpfo18.speech.1'])
    expect(await titles(`/children/${ids.alma}?goal=${odd}`)).toEqual(all)
  expect(await titles(`/children/${ids.alma}?goal[]=lpfo18.speech`)).toEqual(all)
})

test('straight at Postgres a goal opens nothing that is not there without it', async () => {
  const wanted = { audiences: null, kinds: null, earliest: null, until: null, goal: 'lpfo18.moving' }
  expect((await readTimeline(ask('guardian', 'guardian'), ids.alma, undefined, wanted)).items).toEqual([])
  expect((await readFamily(ask('guardian', 'guardian'), undefined, wanted)).items).toEqual([])
})

test('an ordinary page asks nothing more for them, and a chosen one once more', async () => {
  const anna = await house.as('guardian')
  const counted = async (path: string) => {
    let asked = 0
    house.database.web.onStatement = () => {
      asked += 1
    }
    expect((await anna.get(path)).status).toBe(200)
    return asked
  }
  const plain = await counted(`/children/${ids.alma}`)
  expect(plain).toBe(1)
  // What is chosen is read once it is known who asks.
  const chosen = await counted(`/children/${ids.alma}?kind=photo`)
  expect(chosen).toBe(2)
  expect(await counted(`/children/${ids.alma}?goal=lpfo18.speech`)).toBe(chosen + 1)
  expect(await counted(`/children/${ids.alma}/export?goal=lpfo18.speech`)).toBeLessThanOrEqual(6)
})

test.each([
  ['photo', ['Myran i regnet']],
  ['film', ['Två bygger tillsammans']],
  ['sound', ['Myran i snön']],
] as const)('R2: by %s alone what has one that is ready', async (kind, expected) => {
  const { owner } = house.database
  await owner.query('delete from media')
  const place = async (document: string, of: string, state: string) =>
    owner.query(
      `insert into media (id, document_id, position, kind, state, width, height, seconds, sealed_alt, responsible_id, created_at)
       values (gen_random_uuid(), $1, 1, $2, $3, 640, 480, 65, '\\x00', $4, now())`,
      [document, of, state, ids.educator],
    )
  await place(ids.docMyran, 'photo', 'ready')
  await place(ids.docBoth, 'film', 'ready')
  await place(ids.docAlma, 'film', 'waiting')
  await place(ids.docMyranOld, 'sound', 'ready')
  const wanted = { audiences: null, kinds: [kind], earliest: null, until: null, goal: null }
  const { items } = await readTimeline(ask('guardian', 'guardian'), ids.alma, undefined, wanted)
  const byTitle: Record<string, string> = {
    [ids.docMyran]: 'Myran i regnet',
    [ids.docBoth]: 'Två bygger tillsammans',
    [ids.docMyranOld]: 'Myran i snön',
  }
  expect(items.map(idOf).map((id) => byTitle[id] ?? id)).toEqual(expected)
})

test('R25: the goals stand on paper as on the page, and a choice of goal chooses what is on it', async () => {
  const anna = await house.as('guardian')
  const take = async (path: string, fields: Record<string, string> = {}) => {
    const answer = await anna.agent
      .post(path)
      .type('form')
      .send(new URLSearchParams({ _csrf: await anna.token(), ...fields }).toString())
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => done(null, Buffer.concat(pieces)))
      })
    return readPdf(answer.body)
  }
  const one = await take(`/documents/${ids.docMyranOld}/export`)
  expect(one.pages.join(' ').replace(/\s+/g, ' ')).toContain('Så löd det förr')
  expect(one.elements.filter(({ role }) => /^H\d/.test(role)).map(({ role }) => role)).toEqual(['H1', 'H2'])
  const some = await take(`/children/${ids.alma}/export`, { goal: 'lpfo18.amounts' })
  const text = some.pages.join('\n')
  expect(text).toContain('Myran i regnet')
  expect(text).not.toContain('Alma bygger en bro')
})

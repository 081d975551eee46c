import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { consentTexts } from '../../src/consent/texts.ts'
import { jpeg } from '../media/samples.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids, type Name } from '../support/cast.ts'
import { inTheirName, webConnection } from '../support/raw.ts'

let house: TestApp
let eva: Browser
let nils: Browser
beforeEach(async () => {
  house = await testApp()
  eva = await house.as('educator')
  nils = await house.as('neighbour')
})
afterEach(() => house.close())

const text = consentTexts().find(({ language }) => language === 'sv')!.id
type Said = 'yes' | 'no' | 'withdrawn'

const say = (child: Name, guardian: Name, input: string, answer: Said) => {
  const [medium, level] = input.split('.')
  return house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id)
     values ($1, $2, $7, $3, $4, $5, now(), $6)`,
    [ids[child], ids[guardian], medium, level, answer, text, child === guardian ? 'child' : 'guardian'],
  )
}
const everybody = async (child: Name, input: string) => {
  for (const guardian of { alma: ['guardian', 'guardian2'], bo: ['neighbour', 'both'] }[
    child as 'alma' | 'bo'
  ] as Name[])
    await say(child, guardian, input, 'yes')
}

type Draft = { id: string; media: string; revision: number }

/** A draft with a picture of somebody, as the editor's form makes it. */
async function draft(
  audience: 'child' | 'group' | 'unit',
  inIt: Name[] | 'nobody' | 'unsaid',
  about: Name[] = [],
): Promise<Draft> {
  const id = randomUUID()
  const fields = {
    group: ids.myran,
    title: 'Bron',
    text: 'De byggde en bro.',
    audience,
    action: 'save',
    children: about.map((name) => ids[name]),
  }
  await eva.upload(`/staff/documents/${id}`, { ...fields, revision: 0, alt: 'En bro' }, [
    { name: 'a.jpg', body: await jpeg() },
  ])
  const { rows } = await house.database.owner.query('select id from media where document_id = $1', [id])
  const media: string = rows[0].id
  if (inIt === 'unsaid') return { id, media, revision: 1 }
  const marks =
    inIt === 'nobody' ? { [`subject.${media}`]: 'nobody' } : { [`subject.${media}`]: inIt.map((name) => ids[name]) }
  const saved = await eva.upload(`/staff/documents/${id}`, {
    ...fields,
    revision: 1,
    [`subjects.${media}`]: 'shown',
    ...marks,
  })
  expect(saved.status).toBe(303)
  return { id, media, revision: 2 }
}

const send = ({ id, revision }: Draft) =>
  eva.post(`/staff/documents/${id}/publish`, { revision, acknowledged: 'yes' }, `/staff/documents/${id}/review`)
const isPublished = async ({ id }: Draft) =>
  (await house.database.owner.query('select published_at is not null as out from document where id = $1', [id])).rows[0]
    .out
const stateOf = async ({ media }: Draft) =>
  (await house.database.owner.query('select state, withheld from media where id = $1', [media])).rows[0]

/** The publication with no command of ours in between: what injected SQL would do. */
async function bySql({ id }: Draft, scope: string): Promise<string | undefined> {
  const client = await webConnection(house)
  try {
    return await inTheirName(client, house, house.actor('educator', 'educator'), async () => {
      await client.query(
        `insert into document_scope (document_id, ${scope}, published_at) values ($1, $2, access.instant())`,
        [id, scope === 'group_id' ? ids.myran : ids.alma],
      )
      await client.query('update document set published_at = access.instant(), about = null where id = $1', [id])
      const told = await client.query('set constraints all immediate').then(
        () => undefined,
        (error) => error.code as string,
      )
      return told
    })
  } finally {
    await client.end()
  }
}

test('decision 5: at group level each recognisable child needs everybody’s yes for that medium; the page and Postgres say which lacks', async () => {
  const item = await draft('group', ['alma', 'bo'])
  await everybody('bo', 'photo.group')
  await say('alma', 'guardian', 'photo.group', 'yes')
  await everybody('alma', 'film.group')
  const refused = await send(item)
  expect(refused.status).toBe(422)
  const words = parse(refused.text)('[role=alert]').text()
  expect(words).toContain('Alma Ask: foto, för gruppen – väntar på fler svar')
  expect(words).not.toContain('Bo Berg')
  expect(parse(refused.text)('#publish')).toHaveLength(0)
  expect(await isPublished(item)).toBe(false)
  expect(await bySql(item, 'group_id')).toBe('RC001')
  await say('alma', 'guardian2', 'photo.group', 'yes')
  expect(await bySql(item, 'group_id')).toBeUndefined()
  expect((await send(item)).status).toBe(303)
  expect(await isPublished(item)).toBe(true)
})

test('school level asks for its own yes; no answer for a group says anything about the unit', async () => {
  const item = await draft('unit', ['bo'])
  await everybody('bo', 'photo.group')
  expect((await send(item)).status).toBe(422)
  await everybody('bo', 'photo.school')
  expect((await send(item)).status).toBe(303)
})

test('who is in it has to be said before a group sees it; that nobody is, is an answer', async () => {
  const item = await draft('group', 'unsaid')
  const refused = await send(item)
  expect(refused.status).toBe(422)
  expect(parse(refused.text)('[role=alert]').text()).toContain('Säg vem som går att känna igen')
  expect(await bySql(item, 'group_id')).toBe('RC001')
  expect((await send(await draft('group', 'nobody'))).status).toBe(303)
})

test('for the child’s own family silence is no obstacle, but a no is, also the child’s own', async () => {
  expect((await send(await draft('child', ['alma'], ['alma']))).status).toBe(303)
  const item = await draft('child', ['alma'], ['alma'])
  await say('alma', 'alma', 'photo.pupil', 'no')
  expect((await send(item)).status).toBe(422)
  expect(await bySql(item, 'child_id')).toBe('RC001')
  // Nobody has said who is in it: then it may be the child it is about.
  expect((await send(await draft('child', 'unsaid', ['alma']))).status).toBe(422)
})

test('an item about two children is seen by two families: that is group level, and it can be narrowed to one', async () => {
  const item = await draft('child', ['alma'], ['alma', 'bo'])
  const refused = await send(item)
  expect(refused.status).toBe(422)
  const narrow = parse(refused.text)(`form[action$=narrow]`)
  expect(narrow.text()).toContain('Alma Ask')
  const narrowed = await eva.post(
    `/staff/documents/${item.id}/narrow`,
    { child: ids.alma },
    `/staff/documents/${item.id}/review`,
  )
  expect(narrowed.status).toBe(303)
  expect((await send({ ...item, revision: item.revision + 1 })).status).toBe(303)
  expect((await nils.get(`/documents/${item.id}`)).status).toBe(404)
})

test('R21: one takes back a yes, and the picture is gone for everybody, by every road, in the same moment', async () => {
  await everybody('alma', 'photo.group')
  await everybody('bo', 'photo.group')
  const [item, other] = [await draft('group', ['alma', 'bo']), await draft('group', ['bo'])]
  for (const each of [item, other]) expect((await send(each)).status).toBe(303)
  const address = `/media/${item.media}/large`
  const before = await nils.get(address)
  expect(before.status).toBe(200)
  expect((await nils.get(`/children/${ids.bo}`)).text).toContain(item.media)

  const anna = await house.as('guardian')
  house.setNow('2026-11-23T10:05:00Z')
  const page = `/children/${ids.alma}/consent`
  const taken = await anna.post(page, { text, 'photo.group': 'no' }, page)
  expect(taken.status).toBe(303)
  const receipt = parse((await anna.get(`${page}?saved=1`)).text)('[role=status]').text()
  expect(receipt).toContain('1 bild')
  expect(receipt).toContain('kan vi inte hämta tillbaka')

  for (const reader of [nils, anna, eva]) {
    expect((await reader.get(address)).status).toBe(404)
    expect((await reader.get(`/media/${item.media}/small`)).status).toBe(404)
    expect(
      (
        await reader.agent
          .get(address)
          .set('If-None-Match', before.headers.etag ?? '*')
          .set('Range', 'bytes=0-10')
      ).status,
    ).toBe(404)
  }
  expect((await nils.get(`/children/${ids.bo}`)).text).not.toContain(item.media)
  expect((await nils.get(`/documents/${item.id}`)).text).not.toContain(item.media)
  expect((await nils.get(`/media/${other.media}/large`)).status).toBe(200)
  expect(await stateOf(item)).toEqual({ state: 'withheld', withheld: 'withdrawn' })
  // What was taken back does not return by itself.
  await say('alma', 'guardian', 'photo.group', 'yes')
  expect(await stateOf(item)).toEqual({ state: 'withheld', withheld: 'withdrawn' })
})

test('a new guardian has not answered: what is out waits, and comes back with the answer; so it is when custody ends', async () => {
  await everybody('alma', 'photo.group')
  const item = await draft('group', ['alma'])
  expect((await send(item)).status).toBe(303)
  const { owner } = house.database
  await owner.query("insert into guardianship values ($1, $2, '[2026-01-01,)')", [ids.stranger, ids.alma])
  expect(await stateOf(item)).toEqual({ state: 'withheld', withheld: 'suspended' })
  expect((await nils.get(`/media/${item.media}/large`)).status).toBe(404)
  await say('alma', 'stranger', 'photo.group', 'yes')
  expect(await stateOf(item)).toEqual({ state: 'ready', withheld: null })
  expect((await nils.get(`/media/${item.media}/large`)).status).toBe(200)
  await owner.query("update guardianship set valid = '[2020-01-01,2026-01-01)' where child_id = $1", [ids.alma])
  expect((await stateOf(item)).state).toBe('withheld')
})

test('decisions 4, 5: what the municipality decides otherwise holds at once for what is shown already', async () => {
  await everybody('alma', 'photo.group')
  const item = await draft('group', ['alma'])
  expect((await send(item)).status).toBe(303)
  const decides = (key: string, value: string) =>
    house.database.owner.query('update setting set value = $2 where key = $1', [key, value])
  // Alma is four, and has not been asked herself.
  await decides('consent.own_age', '4')
  expect(await stateOf(item)).toEqual({ state: 'withheld', withheld: 'suspended' })
  await decides('consent.needed', '{"pupil": "no-objection", "group": "no-objection", "school": "yes"}')
  expect(await stateOf(item)).toEqual({ state: 'ready', withheld: null })
  await decides('consent.needed', '{"pupil": "no-objection", "group": "yes", "school": "yes"}')
  expect((await stateOf(item)).state).toBe('withheld')
  await decides('consent.own_age', '13')
  expect((await stateOf(item)).state).toBe('ready')
})

test('a film that is converted after its item went out, and after somebody changed their mind, is never shown', async () => {
  await everybody('bo', 'film.group')
  const item = await draft('group', ['bo'])
  const { owner } = house.database
  await owner.query("update media set kind = 'film', state = 'working' where id = $1", [item.media])
  await everybody('bo', 'photo.group')
  expect((await send(item)).status).toBe(303)
  await say('bo', 'both', 'film.group', 'withdrawn')
  await house.database.worker.rows`update media set state = 'ready', progress = 100 where id = ${item.media}`
  expect(await stateOf(item)).toEqual({ state: 'withheld', withheld: 'withdrawn' })
})

test('published and taken back in the same instant: whichever came first, the picture does not show', async () => {
  for (let round = 0; round < 6; round++) {
    const item = await draft('group', ['bo'])
    await everybody('bo', 'photo.group')
    const both = await house.as('both').catch(() => undefined)
    expect(both).toBeDefined()
    const withdrawal = say('bo', 'both', 'photo.group', 'withdrawn')
    const [sent] = await Promise.all([send(item), withdrawal])
    expect([303, 422, 409]).toContain(sent.status)
    if (await isPublished(item)) expect((await stateOf(item)).state).toBe('withheld')
    await say('bo', 'both', 'photo.group', 'yes')
  }
})

test('an answer stands: nobody changes or removes one, not even the owner', async () => {
  await say('alma', 'guardian', 'photo.group', 'yes')
  for (const attempt of ["update consent_answer set answer = 'no'", 'delete from consent_answer'])
    await expect(house.database.owner.query(attempt)).rejects.toMatchObject({ code: 'RC002' })
  const client = await webConnection(house)
  for (const [name, role] of [
    ['guardian', 'guardian'],
    ['admin', 'admin'],
    ['principal', 'principal'],
  ] as const)
    await inTheirName(client, house, house.actor(name, role), async (attempt) => {
      expect((await attempt("update consent_answer set answer = 'no'")).code).toBe('42501')
      expect((await attempt('delete from consent_answer')).code).toBe('42501')
    })
  await client.end()
})

test('a picture of 2 000 is taken back within a second, all of it before the answer', async () => {
  await everybody('alma', 'photo.group')
  const { owner } = house.database
  await owner.query(
    `with made as (
       insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, key_month, sealed_key, sealed_content, sealed_card, published_at)
       select gen_random_uuid(), unit_id, group_id, author_id, 'group', created_at, saved_at, key_month, sealed_key, sealed_content, sealed_card,
              published_at - n * interval '1 minute'
       from document, generate_series(1, 2000) n where id = $1 returning id, published_at
     ), scoped as (
       insert into document_scope (document_id, group_id, published_at) select id, $2, published_at from made
     ), pictured as (
       insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at)
       select gen_random_uuid(), id, 1, 'photo', 'ready', 10, 10, 'x', $3, published_at from made returning id
     )
     insert into media_subject select id, $4 from pictured`,
    [ids.docMyran, ids.myran, ids.educator, ids.alma],
  )
  await owner.query('analyze')
  const anna = await house.as('guardian')
  const page = `/children/${ids.alma}/consent`
  const token = await anna.token(page)
  const began = performance.now()
  const body = new URLSearchParams({ _csrf: token, withdraw: 'all' })
  const answer = await anna.agent.post(page).type('form').send(body.toString())
  const took = performance.now() - began
  expect(answer.status).toBe(303)
  const { rows } = await owner.query(
    "select count(*)::integer as left from media m join media_subject s on s.media_id = m.id where m.state = 'ready' and s.child_id = $1",
    [ids.alma],
  )
  expect(rows[0].left).toBe(0)
  console.info(`2 000 media withheld in ${Math.round(took)} ms`)
  // A second where the machine is its own; the bench holds it to that.
  expect(took).toBeLessThan(4000)
})

test('broken on purpose: without its trigger Postgres would let the same publication through', async () => {
  const item = await draft('group', ['alma'])
  expect(await bySql(item, 'group_id')).toBe('RC001')
  await house.database.owner.query('drop trigger publishing_bound on document')
  expect(await bySql(item, 'group_id')).toBeUndefined()
})

test('an item that is corrected to more readers, or put back, shows nothing that those may not see', async () => {
  const item = await draft('child', 'unsaid', ['alma'])
  expect((await send(item)).status).toBe(303)
  const { owner } = house.database
  // The correction itself is tried in test/corrections; here it is what its end comes to.
  await owner.query('alter table document disable trigger user')
  await owner.query("update document set audience = 'group' where id = $1", [item.id])
  await owner.query('alter table document enable trigger user')
  await owner.query('delete from document_scope where document_id = $1', [item.id])
  await owner.query(
    'insert into document_scope (document_id, group_id, published_at) select id, group_id, published_at from document where id = $1',
    [item.id],
  )
  expect(await stateOf(item)).toEqual({ state: 'withheld', withheld: 'suspended' })
  expect((await nils.get(`/media/${item.media}/large`)).status).toBe(404)
  // Nobody's answer to anything makes up for what nobody has said.
  await everybody('bo', 'photo.group')
  await everybody('alma', 'photo.group')
  expect((await stateOf(item)).state).toBe('withheld')
})

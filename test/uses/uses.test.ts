import { load as parse } from 'cheerio'
import { consentTexts } from '../../src/consent/texts.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { inTheirName, webConnection } from '../support/raw.ts'

let house: TestApp
let eva: Browser
let media: string
beforeEach(async () => {
  house = await testApp()
  eva = await house.as('educator')
  const { owner } = house.database
  const { rows } = await owner.query(
    `insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at)
     select gen_random_uuid(), $1, 3, 'photo', 'ready', 10, 10, m.sealed_alt, m.responsible_id, now() from media m limit 1 returning id`,
    [ids.docBo],
  )
  media = rows[0].id
  // Its text is another picture's; what is asked here is whether it may go out.
  const { rows: sealed } = await owner.query('select id, key_month, sealed_key from document where id = $1', [
    ids.docBo,
  ])
  const { openItemKey, sealAlt } = await import('../../src/documentation/content.ts')
  await owner.query('update media set sealed_alt = $2 where id = $1', [
    media,
    sealAlt(openItemKey(house.services.keys, sealed[0]), media, 'Bo planterar'),
  ])
  await owner.query('insert into media_subject values ($1, $2)', [media, ids.bo])
})
afterEach(() => house.close())

const text = consentTexts().find(({ language }) => language === 'sv')!.id
const everybody = async (input: string, answer: 'yes' | 'no' | 'withdrawn' = 'yes') => {
  const [medium, level] = input.split('.')
  for (const guardian of answer === 'yes' ? [ids.neighbour, ids.both] : [ids.both])
    await house.database.owner.query(
      `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id) values ($1, $2, $3, $4, $5, now(), $6)`,
      [ids.bo, guardian, medium, level, answer, text],
    )
}
const form = () => `/staff/media/${media}/use`
const use = (more: Record<string, string> = {}) => ({
  kind: 'print',
  place: 'Affisch i entrén',
  used_on: '2026-11-23',
  owner: ids.educator,
  about: 'school',
  ...more,
})
const uses = async () => (await house.database.owner.query('select * from media_use')).rows
const takeDowns = async () => (await house.database.owner.query('select * from take_down')).rows

test('decision 5: only what everybody in it has said yes to at school level is taken out, and is registered', async () => {
  await everybody('photo.group')
  const stopped = parse((await eva.get(form())).text)
  expect(stopped('.notice.bad').text()).toContain('Bo Berg: foto – inte frågad')
  expect(stopped('form[action$=use]')).toHaveLength(0)
  expect((await eva.post(form(), use(), form())).status).toBe(422)
  await everybody('photo.school')
  expect(parse((await eva.get(form())).text)('form[action$=use]')).toHaveLength(1)
  const sent = await eva.post(form(), use(), form())
  expect([sent.status, sent.headers.location]).toEqual([303, '/staff/uses?saved'])
  expect(await uses()).toMatchObject([{ media_id: media, kind: 'print', owner_id: ids.educator, with_name: false }])
  expect((await eva.get('/staff/uses')).text).toContain('Affisch i entrén')
  // What is not registered is not taken out: the way there goes by the form.
  await house.database.owner.query('delete from media_use')
  const out = await eva.get(`/media/${media}/large?download`)
  expect([out.status, out.headers.location]).toEqual([303, form()])
  expect((await eva.post(form(), use(), form())).status).toBe(303)
  const sara = await house.as('educator2')
  expect((await sara.get('/staff/uses')).text).not.toContain('Affisch i entrén')
  expect((await sara.get(form())).status).toBe(404)
})

test('R20: a name needs its own yes, and stands only where it is about the preschool or school', async () => {
  await everybody('photo.school')
  expect((await eva.post(form(), use({ named: 'yes' }), form())).status).toBe(422)
  await everybody('name.any')
  const other = await eva.post(form(), use({ named: 'yes', about: 'other' }), form())
  expect(other.status).toBe(422)
  expect(other.text).toContain('Namnet får stå med bara när')
  expect((await eva.post(form(), use({ named: 'yes' }), form())).status).toBe(303)
  expect(await uses()).toMatchObject([{ with_name: true, about_school: true }])
})

test('R21: a yes taken back becomes a take-down with owner and date, the guardian is told, and it is done with proof, once', async () => {
  await everybody('photo.school')
  expect((await eva.post(form(), use(), form())).status).toBe(303)
  const both = await house.as('neighbour')
  const page = `/children/${ids.bo}/consent`
  house.setNow('2026-11-23T10:10:00Z')
  expect((await both.post(page, { withdraw: 'all' }, page)).status).toBe(303)
  expect(parse((await both.get(`${page}?saved=1`)).text)('[role=status]').text()).toContain('utanför Insyn')
  const [task] = await takeDowns()
  expect(task).toMatchObject({ child_id: ids.bo, done_at: null })
  expect(task.due_on).toBe('2026-11-30')
  const list = parse((await eva.get('/staff/uses')).text)
  expect(list('.take-down').text()).toContain('Eva Lind')
  house.setNow('2026-12-02T10:00:00Z')
  eva = await house.as('educator')
  expect(parse((await eva.get('/staff/uses')).text)('.take-down.late')).toHaveLength(1)

  const done = `/staff/take-downs/${task.id}`
  const empty = await eva.post(done, { proof: ' ' }, '/staff/uses')
  expect(empty.status).toBe(422)
  const pnr = await eva.post(done, { proof: 'Mamman är 19811218-9876' }, '/staff/uses')
  expect(pnr.status).toBe(422)
  expect(parse(pnr.text)('.take-down input[name=proof]').val()).toBe('Mamman är 19811218-9876')
  expect((await (await house.as('educator2')).post(done, { proof: 'Nertagen' })).status).toBe(404)
  expect((await eva.post(done, { proof: 'Affischen är nertagen och riven.' }, '/staff/uses')).status).toBe(303)
  expect(await takeDowns()).toMatchObject([{ done_by: ids.educator, proof: 'Affischen är nertagen och riven.' }])
  expect((await eva.post(done, { proof: 'igen' }, '/staff/uses')).status).toBe(404)
  const after = parse((await eva.get('/staff/uses')).text)
  expect([after('#uses').parent().text(), after('#done').parent().text()]).toEqual([
    expect.not.stringContaining('Affisch i entrén'),
    expect.stringContaining('Affisch i entrén'),
  ])
  // Taken back again: what has come down is not asked for twice.
  await everybody('photo.school', 'withdrawn')
  expect(await takeDowns()).toHaveLength(1)
})

test('straight at Postgres: no use without consent, with a name beside something else, or backdated', async () => {
  const client = await webConnection(house)
  const insert = `insert into media_use (id, media_id, unit_id, medium, kind, place, used_on, owner_id, about_school, with_name, registered_at, registered_by)
                  values (gen_random_uuid(), $1, $2, 'photo', 'web', 'x', '2026-11-23', $3, $4, $5, access.instant(), access.actor())`
  const tried = (school: boolean, named: boolean) =>
    inTheirName(client, house, house.actor('educator', 'educator'), (attempt) =>
      attempt(insert, [media, ids.björken, ids.educator, school, named]),
    )
  expect((await tried(true, false)).code).toBe('RC001')
  await everybody('photo.school')
  expect((await tried(true, false)).code).toBeUndefined()
  expect((await tried(true, true)).code).toBe('RC001')
  expect((await tried(false, true)).code).toBe('23514')
  await client.end()
})

test('days, places and kinds that cannot be: said beside the field, with what was typed', async () => {
  await everybody('photo.school')
  const wrong: [Record<string, string>, string][] = [
    [{ used_on: '2026-02-31' }, 'Skriv en dag'],
    [{ used_on: 'i går' }, 'Skriv en dag'],
    [{ place: '' }, 'Skriv var det används'],
    [{ kind: 'advert' }, 'Välj var det används'],
    [{ about: '' }, 'Välj vad det handlar om'],
  ]
  for (const [fields, said] of wrong) {
    const refused = await eva.post(form(), use(fields), form())
    expect([fields, refused.status]).toEqual([fields, 422])
    expect(refused.text).toContain(said)
    if (!('place' in fields)) expect(parse(refused.text)('input[name=place]').val()).toBe('Affisch i entrén')
  }
  expect((await eva.post(form(), use({ owner: ids.stranger }), form())).status).toBe(404)
  expect(await uses()).toEqual([])
})

import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import * as oneName from '../../migrations/0177-one-name.ts'
import * as samePerson from '../../migrations/0178-same-person.ts'
import * as provenNumbers from '../../migrations/0182-proven-numbers.ts'
import * as choicesByGroup from '../../migrations/0183-choices-by-group.ts'
import { deliver } from '../../src/contacts/letters.ts'
import { seal } from '../../src/crypto/seal.ts'
import { applyPolicies } from '../../src/database/apply-policies.ts'
import { mailer } from '../../src/mail/mailer.ts'
import { addresses } from '../../src/web/addresses.ts'
import { testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { mailServer } from '../support/mail-server.ts'

test('a portal that waited for codes is brought to where numbers are confirmed, back, and there again', async () => {
  const house = await testApp()
  const post = await mailServer()
  const { owner } = house.database
  const { keys } = house.services
  const { down, up } = provenNumbers
  try {
    // As it stood before: one row a person, and letters without a field.
    await owner.query(down)
    const at = house.now()
    const code = seal(
      keys.object('contact'),
      'contact',
      '{"to":"ny@example.se","code":"123456"}',
      `contact_code|${ids.guardian}`,
    )
    await owner.query('insert into contact_code (person_id, sealed, asked_at, asked) values ($1, $2, $3, 4)', [
      ids.guardian,
      code,
      at,
    ])
    for (const letter of [
      { kind: 'code', to: 'ny@example.se', code: '123456' },
      { kind: 'former', to: 'anna@example.se' },
    ]) {
      const id = randomUUID()
      const sealed = seal(keys.object('contact'), 'contact', JSON.stringify(letter), `contact_mail|${id}`)
      await owner.query(
        'insert into contact_mail (id, person_id, kind, sealed, made_at, next_at) values ($1, $2, $3, $4, $5, $5)',
        [id, ids.guardian, letter.kind, sealed, at],
      )
    }
    await owner.query(up)
    await applyPolicies(owner, keys.get('context'))
    house.services.mail = mailer({ url: post.url, from: 'insyn@example.se' })
    await deliver(house.services)
    expect(post.received.map(({ to }) => to)).toEqual([['anna@example.se']])
    house.setNow(new Date(at.getTime() + 1_000))
    const anna = await house.as('guardian')
    const page = addresses.contactDetails
    const form = { phone: '', email: 'ny@example.se', street: '', postalCode: '', city: '', remind: 'yes' }
    expect(parse((await anna.get(page)).text)('#code-email').length).toBe(0)
    // Four were asked for before: one more today.
    expect((await anna.post(page, form, page)).status).toBe(303)
    house.setNow(new Date(at.getTime() + 61_000))
    expect((await anna.post(page, form, page)).status).toBe(422)
    // What the version before could not open does not wait for it.
    await owner.query(down)
    expect((await owner.query('select count(sealed) as waiting, max(asked) as asked from contact_code')).rows).toEqual([
      { waiting: 0, asked: 5 },
    ])
    await owner.query(up)
    await applyPolicies(owner, keys.get('context'))
    expect((await anna.get(page)).status).toBe(200)
  } finally {
    house.services.mail?.close()
    await post.stop()
    await house.close()
  }
})

test('R6: choices go on in the groups of today, and neither there nor on the way back does one come out into the open', async () => {
  const house = await testApp()
  const { owner } = house.database
  const { keys } = house.services
  const steps = [oneName, samePerson, provenNumbers, choicesByGroup]
  const choose = (guardian: string, group: string | null, field: string, shown: boolean) =>
    owner.query(
      `insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by)
       values ($1, $2, $3, $4, $5, clock_timestamp(), $1)`,
      [guardian, ids.alma, group, field, shown],
    )
  /** The latest of each, as "guardian group field": its value. */
  const latest = async (group: string) =>
    Object.fromEntries(
      (
        await owner.query<{ what: string; shown: boolean }>(
          `select distinct on (guardian_id, ${group}, field) (case guardian_id when $1 then 'Anna' else 'Adam' end) || ' '
             || coalesce((select name from unit_group where id = ${group}), '-') || ' ' || field as what, shown
           from contact_choice where child_id = $2 order by guardian_id, ${group}, field, id desc`,
          [ids.guardian, ids.alma],
        )
      ).rows.map(({ what, shown }) => [what, shown]),
    )
  try {
    // Alma is in Myran; whether she has been in Kotten, or will be in 5A, changes nothing.
    await owner.query('delete from placement where child_id = $1', [ids.alma])
    for (const [group, days] of [
      [ids.myran, '[-100,)'],
      [ids.fjärilen, '[-100,100)'],
      [ids.kotten, '[-200,-100)'],
      [ids.fem, '[100,)'],
    ])
      await owner.query(
        `insert into placement (child_id, group_id, valid)
         values ($1, $2, daterange(current_date + lower($3::int4range), current_date + upper($3::int4range)))`,
        [ids.alma, group, days],
      )
    await owner.query("update person set family_name = '' where id = $1", [ids.bo])
    await choose(ids.guardian, ids.myran, 'name', true)
    await choose(ids.guardian, ids.fjärilen, 'phone', false)
    await choose(ids.guardian, ids.myran, 'phone', true)
    await choose(ids.guardian, ids.kotten, 'email', false)
    await choose(ids.guardian, ids.fjärilen, 'email', true)
    await choose(ids.guardian, ids.myran, 'email', true)
    await choose(ids.guardian2, ids.kotten, 'name', false)
    await choose(ids.guardian2, ids.myran, 'name', true)
    await choose(ids.guardian2, ids.kotten, 'address', true)
    for (const step of [...steps].reverse()) await owner.query(step.down)
    const back = {
      ...{ 'Anna - name': true, 'Anna - phone': false, 'Anna - email': true },
      ...{ 'Adam - name': false, 'Adam - address': false },
    }
    expect(await latest('null::uuid')).toEqual(back)
    for (const step of steps) await owner.query(step.up)
    await applyPolicies(owner, keys.get('context'))
    const inEach = (group: string) =>
      Object.fromEntries(Object.entries(back).map(([what, shown]) => [what.replace('-', group), shown]))
    expect(await latest('group_id')).toEqual({ ...back, ...inEach('Myran'), ...inEach('Fjärilen') })
    expect((await (await house.as('guardian')).get(addresses.contactDetails)).status).toBe(200)
  } finally {
    await house.close()
  }
})

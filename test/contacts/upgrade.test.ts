import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { down, up } from '../../migrations/0182-proven-numbers.ts'
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

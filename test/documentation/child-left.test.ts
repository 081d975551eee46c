import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

test('a child who left the group while the editor lay open costs nobody their text', async () => {
  const house = await testApp()
  const eva = await house.as('educator')
  await house.database.owner.query('update placement set group_id = $3 where child_id = $1 and group_id = $2', [
    ids.alma,
    ids.myran,
    ids.fjärilen,
  ])
  const send = (children: string[]) =>
    eva.upload(addresses.draft(ids.draft), {
      ...{ group: ids.myran, listed: ids.myran, audience: 'child', children },
      ...{ title: 'Bron', text: 'En lång text om bron.', action: 'save', revision: 1 },
    })
  const met = await send([ids.alma, ids.bo])
  expect(met.status).toBe(409)
  const $ = parse(met.text)
  expect($('textarea[name=text]').val()).toBe('En lång text om bron.')
  expect($('#f-children-error').text()).toContain('går inte kvar i gruppen')
  expect((await send([ids.alma, ids.cia])).status).toBe(404)
  expect((await send([ids.bo])).status).toBe(303)
  await house.close()
})

test('R13: a draft about a child who has moved is out of reach, and what its author has in hand stays in hand', async () => {
  const house = await testApp()
  const eva = await house.as('educator')
  const before = (await eva.get(addresses.draft(ids.draft))).text
  const hidden = (name: string) => String(parse(before)(`input[name=${name}]`).val())
  await house.database.owner.query(
    "update placement set valid = '[2024-08-15,2026-11-20)' where child_id = $1 and group_id = $2",
    [ids.alma, ids.myran],
  )
  for (const path of [addresses.draft(ids.draft), addresses.review(ids.draft), addresses.draftMedia(ids.draft)])
    expect([path, (await eva.get(path)).status]).toEqual([path, 404])
  expect((await eva.get(addresses.staff)).text).not.toContain('Utkast om Alma')
  expect((await eva.post(addresses.publish(ids.draft), { revision: 1 })).status).toBe(404)
  expect((await eva.post(addresses.discard(ids.draft))).status).toBe(404)
  const fields = {
    ...{ revision: 1, base: hidden('base'), form: hidden('form'), group: ids.myran, listed: ids.myran },
    ...{ audience: 'child', children: ids.alma, title: 'Bron', text: 'En lång text om bron.', action: 'save' },
  }
  const met = await eva.upload(addresses.draft(ids.draft), fields)
  expect(met.status).toBe(404)
  const $ = parse(met.text)
  expect($('textarea[name=text]').val()).toBe('En lång text om bron.')
  expect($('form[data-autosave]').attr('action')).not.toContain(ids.draft)
  expect((await eva.upload(addresses.draft(ids.draft), { ...fields, action: 'auto' })).status).toBe(404)
  await house.close()
})

import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

test('a child who left the group while the editor lay open costs nobody their text', async () => {
  const house = await testApp()
  const eva = await house.as('educator')
  await house.database.owner.query(
    "update placement set valid = '[2024-08-15,2026-11-20)' where child_id = $1 and group_id = $2",
    [ids.alma, ids.myran],
  )
  const send = (children: string[]) =>
    eva.upload(addresses.draft(ids.draft), {
      ...{ group: ids.myran, listed: ids.myran, audience: 'child', children },
      ...{ title: 'Bron', text: 'En lång text om bron.', action: 'save', revision: 1 },
    })
  const met = await send([ids.alma, ids.bo])
  expect(met.status).toBe(409)
  const $ = parse(met.text)
  expect($('textarea').val()).toBe('En lång text om bron.')
  expect($('#f-children-error').text()).toContain('går inte kvar i gruppen')
  expect((await send([ids.alma, ids.cia])).status).toBe(404)
  expect((await send([ids.bo])).status).toBe(303)
  await house.close()
})

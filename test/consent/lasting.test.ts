import { load } from 'cheerio'
import { consentTexts } from '../../src/consent/texts.ts'
import { addresses } from '../../src/web/addresses.ts'
import { testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

test('R18: three years later Anna’s answers still stand, and nobody asks again', async () => {
  const house = await testApp()
  const page = addresses.consent(ids.alma)
  const text = consentTexts().find(({ language }) => language === 'sv')!.id
  for (const username of ['guardian', 'guardian2'])
    await (await house.as(username)).post(page, { text, 'photo.group': 'yes', 'film.school': 'no' }, page)

  house.setNow('2029-11-23T10:00:00Z')
  const $ = load((await (await house.as('guardian')).get(page)).text)
  expect($('input[name="photo.group"][checked]').val()).toBe('yes')
  expect($('input[name="film.school"][checked]').val()).toBe('no')
  expect($('#f-photo-group-now .status').hasClass('status-yes')).toBe(true)
  expect($('#f-film-school-now .status').hasClass('status-no')).toBe(true)
  const { rows } = await house.database.owner.query('select count(*)::integer as n from consent_answer')
  expect(rows[0].n).toBe(4)
  await house.close()
})

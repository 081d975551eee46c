import ejs from 'ejs'
import i18next from 'i18next'
import { dates, swedishDay } from '../../src/web/dates.ts'
import { escapeHtml } from '../../src/web/escape.ts'
import { catalogue, languages, translator } from '../../src/web/language.ts'
import { type Catalogue, flat, keysIn } from '../support/catalogue.ts'

/** What is made ready once and remembered says what the libraries behind it say. */
const locales = { sv: 'sv-SE', en: 'en-GB' } as const

test.each(languages)('every text in %s is filled in as i18next fills it in, in all its forms', (language) => {
  const texts = flat(catalogue(language) as Catalogue)
  const names = new Set(
    [...texts.values()].flatMap((text) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name!)),
  )
  expect(names.size).toBeGreaterThan(10)
  const t = translator(language)
  const own = i18next.getFixedT(language)
  for (const key of keysIn(texts)) {
    for (const count of [0, 1, 2, 21]) {
      const values = { ...Object.fromEntries([...names].map((name) => [name, `<${name}> & $1`])), count }
      // Twice: found, then remembered.
      for (const _ of [1, 2]) expect([key, t(key, values)]).toEqual([key, own(key, values)])
    }
  }
})

test('what fills a text in is never read as a text of its own', () => {
  const name = '{{count}} $t(web.nav.start)'
  expect(translator('sv')('start.guardian.read', { name })).toContain(name)
  expect(translator('sv')('no.such.text')).toBe('no.such.text')
})

test.each(languages)('days and instants are said in %s as Intl says them, over every change of clocks', (language) => {
  const zone = { timeZone: 'Europe/Stockholm' } as const
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], { ...zone, ...options })
  const day = format({ day: 'numeric', month: 'long', year: 'numeric' })
  const instant = format({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' })
  const month = format({ month: 'long', year: 'numeric' })
  const iso = new Intl.DateTimeFormat('sv-SE', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const say = dates(language, () => new Date())
  // Every 97 minutes of two years: all hours and minutes of the day, all nights on which the clock changes.
  for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2027, 0, 1); at += 97 * 60_000) {
    const value = new Date(at)
    expect([say.date(value), say.dateTime(value), say.month(value), swedishDay(value)]).toEqual([
      ...[day.format(value), instant.format(value), month.format(value), iso.format(value)],
    ])
  }
  expect(() => say.date('no day')).toThrow(RangeError)
})

test('text is escaped as EJS escapes it', () => {
  const print = ejs.compile('<%= value %>')
  for (const value of ['Alma', `<a href="x">&'`, '&amp;', '', 0, false, null, undefined, [1, '<'], new Date(0)]) {
    expect(escapeHtml(value)).toBe(print({ value }))
  }
})

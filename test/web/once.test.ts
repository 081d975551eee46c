import { addresses } from '../../src/web/addresses.ts'
import { dates } from '../../src/web/dates.ts'
import { type Language, translator } from '../../src/web/language.ts'
import { type Shared, views } from '../../src/web/views.ts'

const shared = (language: Language) =>
  ({
    t: translator(language),
    lang: language,
    addresses,
    asset: (name: string) => `/assets/${name}`,
    ...dates(language, () => new Date()),
  }) as unknown as Shared

const person = () => ({ name: 'Malin Öberg', phone: '070-174 06 05', email: null, address: null })
// The list of a group prints its adults once each.
const printed = (render: ReturnType<typeof views>, subject: object, language: Language, mine = false) =>
  render('contacts/family', shared(language), { guardians: [{ entry: subject, mine }] }).toString()

describe('a view printed once', () => {
  test('is not printed anew for the same subject in the same words', () => {
    const render = views(true)
    const subject = person()
    const first = printed(render, subject, 'sv')
    expect(first).toContain('070-174 06 05')
    // A subject never changes; that it does here shows that nobody looked again.
    subject.name = 'Någon annan'
    expect(printed(render, subject, 'sv')).toBe(first)
  })

  test('is printed anew for another subject, in another language, and with other values beside it', () => {
    const render = views(true)
    const subject = person()
    const first = printed(render, subject, 'sv')
    expect(printed(render, { ...subject, name: 'Nils Åberg' }, 'sv')).toContain('Nils Åberg')
    expect(printed(render, subject, 'en')).not.toBe(first)
    expect(printed(render, subject, 'sv', true)).not.toBe(first)
    expect(printed(render, subject, 'sv')).toBe(first)
  })

  test('is printed every time where views are not kept', () => {
    const render = views(false)
    const subject = person()
    printed(render, subject, 'sv')
    subject.name = 'Någon annan'
    expect(printed(render, subject, 'sv')).toContain('Någon annan')
  })
})

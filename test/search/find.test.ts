import fc from 'fast-check'
import { holdsAll, lowerOf, marked, needlesOf } from '../../src/search/find.ts'

const finds = (query: string, text: string) => holdsAll([lowerOf(text)], needlesOf(query))
const hits = (query: string, text: string) =>
  marked(text, needlesOf(query), true)
    .filter((piece) => piece.hit)
    .map((piece) => piece.text)

test.each([
  ['lekar', 'Barnen leker i skogen', ['leker']],
  ['barn', 'Barnens barn och barnen', ['Barnens', 'barn', 'barnen']],
  ['bygger', 'Vi byggde och bygger', ['byggde', 'bygger']],
  ['sand', 'I sandlådan', ['sandlådan']],
  ['låda', 'I sandlådan', ['sandlådan']],
  ['ÄPPLE', 'Äpplen och äppelmust', ['Äpplen']],
  ['skog bäck', 'En bäck i skogen', ['bäck', 'skogen']],
])('“%s” in “%s”', (query, text, expected) => {
  expect(finds(query, text)).toBe(true)
  expect(hits(query, text)).toEqual(expected)
})

test.each([
  ['ko', 'En koja'],
  ['lek', 'En lektion om plektrum'],
  ['skog hav', 'Bara skogen'],
  ['.*', 'allt'],
])('“%s” is not in “%s”', (query, text) => {
  expect(finds(query, text) && needlesOf(query).length > 0).toBe(false)
})

test('the surroundings of the first hit, in whole words', () => {
  const text = `${'ord '.repeat(200)}igelkotten ${'mer '.repeat(200)}`
  const pieces = marked(text, needlesOf('igelkott'), false)
  expect(pieces.map((piece) => piece.text).join('').length).toBeLessThan(320)
  expect(pieces.filter((piece) => piece.hit).map((piece) => piece.text)).toEqual(['igelkotten'])
  expect(pieces[0]!.text).toBe('… ')
})

test('whatever is typed and written: marking changes no text, and ends', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      (query, text) => {
        const pieces = marked(text, needlesOf(query), true)
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      },
    ),
  )
})

test('two thousand long texts are looked through in a fraction of a second', () => {
  const text = lowerOf('Barnen byggde broar av kvistar vid bäcken och prövade vilken som bar. '.repeat(40))
  const needles = needlesOf('bro igelkott')
  // The processor's time: a busy machine does not count.
  const began = process.cpuUsage()
  for (let number = 0; number < 2000; number++) holdsAll([text], needles)
  expect(process.cpuUsage(began).user).toBeLessThan(1_500_000)
})

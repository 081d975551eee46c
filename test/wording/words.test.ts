import { type Category, type Context, categories } from '../../src/wording/categories.ts'
import { check } from '../../src/wording/check.ts'

const today = '2026-11-26'
const labels = (text: string, context: Partial<Context> = {}) =>
  [...new Set(check(text, { today, ...context }).map(({ category }) => category))].sort()
const marked = (text: string, category: Category) =>
  check(text, { today })
    .filter((finding) => finding.category === category)
    .map(({ start, end }) => text.slice(start, end))

describe('R29: a word is found in every shape', () => {
  test.each([
    'Hon är blyg',
    'Barnet är blygt',
    'De är blyga',
    'Han är blygare än sin bror',
    'Hon är den blygaste',
    'Han är blygast',
  ])('inflected: %s', (text) => {
    expect(labels(text)).toContain('trait')
  })
  test.each([
    ['Hon är jätteduktig', 'trait'],
    ['Han är superblyg', 'trait'],
    ['Han är gruppens klassclown', 'trait'],
    ['Hon har björkpollenallergi', 'health'],
    ['Han har glömt sina epilepsimediciner', 'health'],
    ['Invandrarkillarna håller ihop', 'origin'],
    ['Socialtjänsthandläggaren ringde om barnet', 'social-services'],
  ])('in a compound: %s', (text, category) => {
    expect(labels(text)).toContain(category)
  })
  test.each([
    ['Hon är dukitg', 'trait'],
    ['Han är snell', 'trait'],
    ['Hon är blgy', 'trait'],
    ['vilken idjot', 'insult'],
    ['Han har öroninflamation', 'health'],
    ['hon har diabetis', 'health'],
    ['Han är agressiv', 'trait'],
  ])('misspelt: %s', (text, category) => {
    expect(labels(text)).toContain(category)
  })
  test.each(['hon e så blyg', 'dom e stökiga', 'asså han e typ jättesmart', 'hon ä ganska lat'])(
    'as it is spoken: %s',
    (text) => {
      expect(labels(text)).toContain('trait')
    },
  )
  test.each(['p u c k o', 'din i.d.i.o.t', '1d10t', 'k*kskalle', 'id\u200bi\u00adot', 'ｉｄｉｏｔ', 'idіot'])(
    'hidden: %s',
    (text) => {
      expect(labels(text)).toContain('insult')
    },
  )
})

describe('R29: what somebody is, not what is done, felt or read about', () => {
  test.each([
    'Alma är så duktig',
    'Är hon alltid så gnällig?',
    'Så duktig hon är!',
    'Blyg är hon också',
    'Jag upplever eleven som ointresserad',
    'Hon framstår som självsäker',
    'En lugn och trygg tjej',
    'Vår lilla solstråle',
    'superduktig_elsa.jpg',
    'Han saknar empati',
    'Brist på respekt är hans stora problem',
    'Hon är sämre än de andra på att läsa',
    'Kan inte sitta still, den pojken',
  ])('says how somebody is: %s', (text) => {
    expect(labels(text)).toContain('trait')
  })
  test.each([
    'Lådan var trög',
    'En stark färg',
    'Hon blev arg när tornet föll',
    'Barnen var nyfikna på vad som fanns i burken',
    'Det var jobbigt att gå uppför backen',
    'Pippi är stark',
    'Vi läste om en prins. Han var feg.',
    'Vi övar på att vara en bra kompis',
    'Alma saknar sin vante',
    'Hon tog av sig stövlarna',
  ])('says what happens: %s', (text) => {
    expect(labels(text)).toEqual([])
  })
  test('praise is advice, a judgement is a warning', () => {
    const level = (text: string) => check(text, { today }).map(({ level }) => level)
    expect(level('Alma är duktig')).toEqual(['HINT'])
    expect(level('Alma är lat')).toEqual(['WARN'])
    expect(level('Vi har gjort en orosanmälan')).toEqual(['STOP'])
  })
})

describe('R28: a subject taught is not somebody’s belief or illness', () => {
  test.each([
    ['På religionskunskapen jämförde eleverna islam och kristendom', 'Hon är muslim'],
    ['Vi läste om samerna i Sápmi', 'Han är same'],
    ['Föreläsning för vårdnadshavare om adhd', 'Leo har adhd'],
    ['Barnen lekte doktor och gav nallen medicin', 'Leo fick sin medicin'],
    ['Eleverna läser finska på tisdagar', 'Han pratar bara finska hemma'],
    ['Barnen byggde ett fängelse i lego', 'Pappan sitter i fängelse'],
    ['Sex barn fick plats', 'Hon är gravid'],
  ])('%s / %s', (clean, said) => {
    expect(labels(clean)).toEqual([])
    expect(labels(said)).not.toEqual([])
  })
  test('names are never judged', () => {
    for (const name of ['Muhammed', 'Christian', 'Israel', 'Isa', 'Kristina', 'Saga', 'Love'])
      expect([name, labels(`${name} ritade en båt`)]).toEqual([name, []])
  })
})

describe('R28: another child’s name', () => {
  const group = { tagged: ['Alma'], others: ['Kalle', 'Anna-Lisa'] }
  test('the tagged may be named, the others in the group not', () => {
    expect(labels('Alma byggde ett torn', group)).toEqual([])
    expect(labels('Alma och Kalle byggde ett torn', group)).toEqual(['other-child'])
    expect(labels('Kalles torn rasade', group)).toEqual(['other-child'])
    expect(labels('Anna-Lisa kom', group)).toEqual(['other-child'])
    expect(labels('Eva läste högt', { ...group, staff: ['Eva'] })).toEqual([])
  })
  test('a protected name stops with the very finding that an unknown name gets', () => {
    const context = { today, ...group, hidden: ['Tindra'] }
    const hidden = check('Tindra byggde ett torn', context)
    const unknown = check('Viggos byggde ett torn'.replace('Viggos', 'Ludvig'), context)
    expect(hidden).toEqual([
      {
        category: 'other-child',
        level: 'STOP',
        start: 0,
        end: 6,
        term: 'name-not-here',
        reason: 'wording.reason.name-not-here',
      },
    ])
    expect(unknown).toEqual(hidden)
  })
  test.each([
    'Kompisen Kalle slog henne',
    'Hans syster Elsa går här',
    'A.K. bet min son',
    'Hon leker med Ebba',
    'Det var Malte som började',
  ])('without a list, by how it is said: %s', (text) => {
    expect(labels(text)).toContain('other-child')
  })
  test.each([
    'Alma byggde ett torn',
    'Pedagogen Maria och vikarien Johan läste',
    'Astrid Lindgrens böcker',
    'Emil i Lönneberga snickrade',
    'Alma och jag ritade',
  ])('is none: %s', (text) => {
    expect(labels(text)).toEqual([])
  })
})

describe('R28: ways to reach somebody', () => {
  test('are marked where they stand', () => {
    expect(marked('Ring 070-174 06 05 i kväll', 'contact-details')).toEqual(['070-174 06 05'])
    expect(marked('Skriv till anna.b@example.com.', 'contact-details')).toEqual(['anna.b@example.com'])
  })
  test('the unit’s own are for everybody', () => {
    const own = { publicContacts: ['0303-70 30 00', 'kommun@example.se'] }
    expect(labels('Ring kontaktcenter, 0303-703000', own)).toEqual([])
    expect(labels('Skriv till kommun@example.se', own)).toEqual([])
  })
})

test('every finding has a category, a place inside the text and an order', () => {
  const text = 'Hon är blyg. Ring 070-174 06 05. Han har adhd, idiot! 20190101-2391'
  const findings = check(text, { today })
  expect(findings.map(({ category }) => category)).toEqual([
    'trait',
    'contact-details',
    'health',
    'insult',
    'personnummer',
  ])
  for (const { category, start, end } of findings) {
    expect(categories).toContain(category)
    expect(start).toBeLessThan(end)
    expect(end).toBeLessThanOrEqual(text.length)
  }
})

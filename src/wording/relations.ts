import { role } from './roles.ts'
import { isSomebody } from './said.ts'
import type { Item, Person, Sentence } from './sentence.ts'

/** Which of the names are another child's, by how the sentence is built. For when nobody knows who is in the group. */
export function byStructure(sentence: Sentence, names: number[]): number[] {
  const { items } = sentence
  if (names.length === 0) return []
  if (isCast(items)) return []
  const different = new Set(names.map((at) => items[at]!.text.replace(/s$/, '')))
  // Two children in one sentence: one of them is another child.
  if (different.size > 1 && sentence.topicAt !== -1) return names
  if (different.size > 1) return names.filter((at) => isRelated(items, at))
  return names.filter(
    (at) =>
      isRelated(items, at) || isBeside(items, at) || isAsked(items, at) || isDoer(items, at) || isOpposite(items, at),
  )
}

// kompisen Kalle, hans syster Elsa, pojken som heter Sixten, Elliots bästa kompis, Emma i 3A
export function isRelated(items: Item[], at: number): boolean {
  const before = items[at - 1]
  if (before && (before.roles & role.relative) !== 0 && !(before.text === 'vän' && items[at - 2]?.text === 'en'))
    return true
  if (before && (before.roles & role.child) !== 0 && /(?:kamrat|kompis|pojk|granne|kusin)/.test(before.text))
    return true
  if (
    before?.text === 'heter' &&
    items
      .slice(Math.max(0, at - 5), at)
      .some(({ roles, text }) => (roles & (role.child | role.relative)) !== 0 || text === 'som')
  )
    return items.slice(Math.max(0, at - 4), at).some(({ text }) => text === 'som') || items[0]?.text !== 'jag'
  if (items[at]!.owner && items.slice(at + 1, at + 4).some(({ roles }) => (roles & role.relative) !== 0)) return true
  const next = items[at + 1]
  if (items[at]!.text.endsWith('s') && next && /^(?:son|dotter|bror|syster|adress|nummer|mobil)/.test(next.text))
    return true
  if (
    items[at]!.owner &&
    next &&
    (next.roles & role.grownup) !== 0 &&
    (items.some(({ roles, text }) => (roles & (role.self | role.you)) !== 0 || text === 'båda' || text === 'bråket') ||
      greeting.test(items[0]?.text ?? ''))
  )
    return true
  const place = items[at + 2]
  return (
    next?.text === 'i' &&
    place !== undefined &&
    (/^\d\p{L}?$/u.test(place.text) ||
      /^(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|grannklassen|parallellklassen)$/.test(place.text))
  )
}

// Hälsa Olles föräldrar, tacka Junis mamma
const greeting = /^(?:hälsa|tacka|fråga|ring|säg|be|påminn|kontakta)$/

const child = role.child | role.pronoun
const joinsNames = new Set(['och', '&', '+'])

const near = new Set([
  'utom',
  'förutom',
  'med',
  'av',
  'bredvid',
  'hos',
  'mot',
  'till',
  'på',
  'än',
  'för',
  'bakom',
  'från',
  'efter',
  'utan',
  'som',
  'om',
])
const invites =
  /^(?:\p{L}{0,12}kalas(?:et|en)?|bju[dt](?:a|en|it|na|er)?|bjuder|övernattning(?:en|ar)?|lekträff(?:en|ar)?|utfryst|bråket|retad|mobbad)$/u

// hon leker med Ebba, min son säger att Alfred, Noah puttade henne
function isBeside(items: Item[], at: number): boolean {
  const before = items[at - 1]
  const next = items[at + 1]
  if (
    (joinsNames.has(next?.text ?? '') && isChild(items[at + 2])) ||
    (joinsNames.has(before?.text ?? '') && isChild(items[at - 2]))
  )
    return true
  // Alex och min dotter
  if (
    joinsNames.has(next?.text ?? '') &&
    ((items[at + 2]?.roles ?? 0) & role.possessive) !== 0 &&
    isChild(items[at + 3])
  )
    return true
  if (before?.text === 'utom' || before?.text === 'förutom') return true
  if (isAnotherSubject(items, at)) return true
  const earlier = items.slice(0, at).findLastIndex((item) => isChild(item))
  if (earlier >= 0 && earlier < at - 1) {
    const own = items
      .slice(0, earlier + 1)
      .some(({ roles, text }) => (roles & role.possessive) !== 0 || text === 'min' || text === 'vår')
    const between = items.slice(earlier + 1, at)
    if (between.some(({ kind, text }) => kind === 'mark' && text !== ',')) return false
    if (
      isPronoun(items[earlier]!) &&
      between.length < 14 &&
      (near.has(before?.text ?? '') || between.some(({ roles }) => (roles & role.hits) !== 0))
    )
      return !isHeter(before)
    if (
      (items[earlier]!.roles & role.child) !== 0 &&
      (own || near.has(before?.text ?? '')) &&
      !isHeter(before) &&
      !many(items[earlier]!)
    )
      return true
    if (
      isPronoun(items[earlier]!) &&
      between.some(({ text }) => /^(?:att|när|då|medan|eftersom)$/.test(text)) === false &&
      between.length > 1 &&
      next !== undefined &&
      (next.roles & role.relative) !== 0
    )
      return true
  }
  if (
    earlier < 0 &&
    near.has(before?.text ?? '') &&
    before!.text !== 'om' &&
    before!.text !== 'till' &&
    startsWithoutSubject(items, at)
  )
    return true
  // Noah puttade henne; Tindra och hennes gäng
  const object = items.slice(at + 1, at + 5)
  const verb = object.findIndex(({ roles }) => (roles & role.hits) !== 0)
  if (
    verb >= 0 &&
    verb < 3 &&
    object.slice(verb + 1).some((item) => /^(?:henne|honom|hen|min|mitt|vår|vårt|oss)$/.test(item.text))
  )
    return true
  return (
    object[0]?.text === 'och' &&
    /^(?:hans|hennes)$/.test(object[1]?.text ?? '') &&
    /^(?:gäng|kompis|vän|bror|syster)/.test(object[2]?.text ?? '')
  )
}

// "Hon blev ledsen när Linus sa": a name that comes after the pronoun is somebody else's, unless the pronoun's clause leans
// on what follows ("När hon kom sprang Alma").
function isAnotherSubject(items: Item[], at: number): boolean {
  const first = items.find(({ kind }) => kind === 'word')
  if (!first || leaning.has(first.text)) return false
  const pronoun = items.slice(0, at).findIndex(({ text }) => text === 'han' || text === 'hon')
  if (pronoun < 0 || isHeter(items[at - 1])) return false
  const between = items.slice(pronoun + 1, at)
  return (
    between.some(({ text }) => /^(?:när|att|då|eftersom|för|medan|som|om)$/.test(text)) &&
    !between.some(({ text }) => /^(?:heter|sa|säger|sade)$/.test(text)) &&
    !between.some(({ kind, text }) => kind === 'mark' && text !== ',')
  )
}

const leaning = new Set(['när', 'innan', 'efter', 'då', 'medan', 'eftersom', 'om', 'fastän', 'trots', 'sedan', 'så'])

const isHeter = (item: Item | undefined) => item?.text === 'heter'
const many = (item: Item) => (item.roles & role.many) !== 0
const isChild = (item: Item | undefined): item is Person =>
  item !== undefined && (item.roles & child) !== 0 && !item.name
const isPronoun = (item: Item) => (item.roles & role.pronoun) !== 0

// "Leker gärna med Samuel": the child is the one that is not mentioned.
function startsWithoutSubject(items: Item[], at: number): boolean {
  const first = items.find(({ kind }) => kind === 'word')
  return (
    first !== undefined &&
    first.class?.verb === true &&
    /(?:er|ar|te|de)$/.test(first.text) &&
    !items.slice(0, at).some((item) => isSomebody(item) || (item.roles & role.self) !== 0)
  )
}

// "I dramat spelade eleverna Romeo och Julia": whom somebody plays.
function isCast(items: Item[]): boolean {
  return /^(?:i|ur)$/.test(items[0]?.text ?? '') && ((items[1]?.roles ?? 0) & role.topic) !== 0
}

const letting =
  /^(?:bad|ber|lät|låter|ville|vill|såg|ser|hörde|hör|fick|får|har|hade|kan|kunde|ska|skulle|berättade|visade)$/
const noVerb =
  role.prepositions |
  role.copula |
  role.seems |
  role.possessive |
  role.pronoun |
  role.relative |
  role.child |
  role.grownup
const clause = /^(?:och|att|när|som|så|men|för|medan|innan|då|om|eftersom|sedan|tills)$/

// "Elliot tog spaden från honom": within a clause, him is somebody else than Elliot.
function isOpposite(items: Item[], at: number): boolean {
  const next = items[at + 1]
  if (next?.kind !== 'word' || next.name || (next.roles & noVerb) !== 0 || letting.test(next.text)) return false
  if (next.class?.adjective && !next.class.verb) return false
  if (clause.test(next.text) || items.slice(0, at).some(isSomebody)) return false
  const rest = items.slice(at + 2)
  const end = rest.findIndex(({ kind, text }) => kind === 'mark' || clause.test(text))
  return (end < 0 ? rest : rest.slice(0, end)).some(({ text }) => /^(?:honom|henne)$/.test(text))
}

// Idag puttade Alvin ner henne: the verb first, then who did it, then the child it was done to.
function isDoer(items: Item[], at: number): boolean {
  return (
    ((items[at - 1]?.roles ?? 0) & role.hits) !== 0 &&
    (items.slice(at + 1, at + 5).some(({ text }) => /^(?:henne|honom|hen|mig|oss|min|vår)$/.test(text)) ||
      // vem var det som slog Ali
      (items[at - 2]?.text === 'som' && items.slice(0, at - 2).some(({ text }) => text === 'vem')))
  )
}

// A guardian about somebody else's child: bjuda Lova på kalas, kan Mira få sova över hos oss
function isAsked(items: Item[], at: number): boolean {
  const text = items.map((item) => item.text).join(' ')
  if (items.some((item) => invites.test(item.text))) return true
  if (
    /sova över|hos oss|leka hem|leka hos|få välja först|välja först|alltid .*först|säg till|säga till|bästa kompis|bästis/.test(
      text,
    )
  )
    return true
  const before = items[at - 1]
  // det är alltid Moa, hon säger att Moa är dum mot henne
  if (
    /^(?:alltid|bara|mest|jämt|just)$/.test(before?.text ?? '') &&
    items[at - 2]?.text === 'är' &&
    items[at - 3]?.text === 'det'
  )
    return true
  // Det var Malte som började; Varför får Tuva alltid sitta i mitten?
  if (
    /^(?:var|är)$/.test(before?.text ?? '') &&
    items[at - 2]?.text === 'det' &&
    items.slice(at + 1, at + 5).some((item) => item.text === 'som')
  )
    return true
  if (
    items.find(({ kind }) => kind === 'word')?.text === 'varför' &&
    items.some((item) => /^(?:alltid|aldrig|jämt)$/.test(item.text))
  )
    return true
  // grät när Freja tog; att Jonas slog
  const verb = items.slice(at + 1, at + 3).some(({ roles }) => (roles & role.hits) !== 0)
  return (
    verb &&
    before !== undefined &&
    /^(?:att|när|då|för|eftersom|som|var)$/.test(before.text) &&
    items.slice(0, at).some((item) => isSomebody(item) || item.text === 'det')
  )
}

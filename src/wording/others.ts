import type { Context, Level } from './categories.ts'
import type { Lexicon } from './lexicon.ts'
import { role } from './roles.ts'
import { isSomebody } from './said.ts'
import { type Item, nameIn, type Person, type Sentence } from './sentence.ts'

export type Named = { start: number; end: number; term: string; level: Level }

/** Another child's name: by the lists that the page knows, and by how the sentence is built. */
export function othersIn(sentence: Sentence, context: Context, lexicon: Lexicon): Named[] {
  const listed = byList(sentence, context)
  const knowsGroup = context.tagged !== undefined || context.others !== undefined
  const candidates = childNames(sentence, lexicon, context)
  const unnamed = candidates.filter(
    (at) => !listed.some(({ start, end }) => sentence.items[at]!.start >= start && sentence.items[at]!.end <= end),
  )
  // Where the group is known, a name that is nobody's there stops: so does a protected one, and the two look the same.
  const unknown = knowsGroup
    ? unnamed
        .filter((at) => sentence.topicAt !== -1 || isRelated(sentence.items, at))
        .map((at) => named(sentence.items, at, 'name-not-here', 'STOP'))
    : []
  const built = knowsGroup
    ? []
    : byStructure(sentence, unnamed).map((at) => named(sentence.items, at, 'other-child', 'WARN'))
  return [...listed, ...unknown, ...built, ...initials(sentence)]
}

const named = (items: Item[], at: number, term: string, level: Level): Named => ({
  start: items[at]!.start,
  end: items[at]!.end,
  term,
  level,
})

function byList({ items }: Sentence, { tagged = [], others = [], hidden = [], staff = [] }: Context): Named[] {
  const may = new Set([...tagged, ...staff].map((name) => name.toLowerCase()))
  const found: Named[] = []
  const look = (names: readonly string[], term: string, level: Level) => {
    for (const name of names) {
      const words = name
        .toLowerCase()
        .split(/[\s-]+/)
        .filter(Boolean)
      if (words.length === 0 || may.has(name.toLowerCase())) continue
      for (let at = 0; at <= items.length - words.length; at++) {
        const same = words.every((word, step) => {
          const { text } = items[at + step]!
          return text === word || (step === words.length - 1 && text === `${word}s`)
        })
        if (same && (items[at]!.capital || items[at]!.name || items[at]!.class === undefined))
          found.push({ start: items[at]!.start, end: items[at + words.length - 1]!.end, term, level })
      }
    }
  }
  look(hidden, 'name-not-here', 'STOP')
  look(others, 'other-child-listed', 'WARN')
  return found
}

/** Places in the sentence of names that may be a child's: not staff, authors, characters, or parts of streets. */
function childNames({ items }: Sentence, lexicon: Lexicon, { tagged = [], staff = [] }: Context): number[] {
  const may = new Set([...tagged, ...staff].map((name) => name.toLowerCase()))
  const names = items.flatMap((item, at) => ((item.name && !item.character) || isStranger(items, at) ? [at] : []))
  const official = officials(items, names)
  return names.filter((at) => {
    const bare = nameIn(items[at]!.text, lexicon) ?? items[at]!.text
    if (may.has(bare) || may.has(items[at]!.text) || official.has(at)) return false
    // The second part of a double name, a surname, a saint's street.
    return (
      !(
        at > 0 &&
        items[at - 1]!.name &&
        items[at - 1]!.end + 1 === items[at]!.start &&
        !items[at - 1]!.text.endsWith('s')
      ) && items[at - 1]?.text !== 'sankt'
    )
  })
}

// A capital that is no known word, where only somebody can stand: bredvid Moltas, kompisen Zenobia.
function isStranger(items: Item[], at: number): boolean {
  const item = items[at]!
  if (
    !item.capital ||
    item.first ||
    item.shouted ||
    item.kind !== 'word' ||
    item.text.length < 3 ||
    item.class !== undefined ||
    item.roles !== 0 ||
    item.entries.length > 0
  )
    return false
  const before = items[at - 1]
  if (before && (before.roles & role.relative) !== 0) return true
  return (
    /^(?:med|bredvid|mot)$/.test(before?.text ?? '') &&
    items.slice(0, at).some((each) => isPronoun(each) || (each.roles & role.child) !== 0)
  )
}

const titles = new Set([
  'kungen',
  'kung',
  'drottning',
  'drottningen',
  'prins',
  'prinsessan',
  'författaren',
  'författare',
  'konstnären',
  'poeten',
  'sankt',
  'statsministern',
  'presidenten',
  'stormen',
  'artisten',
  'sångaren',
  'uppfinnaren',
  'forskaren',
  'katten',
  'hunden',
  'hästen',
  'kaninen',
  'dockan',
  'nallen',
  'roboten',
  'drottningens',
  'marsvinet',
  'hamstern',
  'skulptören',
  'upptäcktsresanden',
  'profeten',
  'trollet',
  'båten',
  'fartyget',
])

// "pedagogen Maria och vikarien Johan", "Filip, som är vikarie", "Rektor Anna Lindqvist": they may be named.
function officials(items: Item[], names: number[]): Set<number> {
  const found = new Set<number>()
  const isStaff = (item: Item | undefined) => item !== undefined && (item.roles & role.staff) !== 0
  for (const at of names) {
    const before = items[at - 1]
    const called = before?.text === 'heter' && items.slice(Math.max(0, at - 4), at).some(isStaff)
    if (called || isStaff(before) || titles.has(before?.text ?? '') || (before?.name && isStaff(items[at - 2])))
      found.add(at)
    const after = items.slice(at + 1, at + 8)
    const staffAt = after.findIndex((item) => isStaff(item))
    if (
      staffAt >= 0 &&
      after
        .slice(0, staffAt)
        .every(
          (item) =>
            item.name ||
            item.kind === 'mark' ||
            (item.roles & (role.copula | role.degree | role.prepositions)) !== 0 ||
            item.capital ||
            joining.has(item.text) ||
            (item.roles & role.possessive) !== 0,
        )
    )
      found.add(at)
  }
  const declared = items.some(
    (item, at) =>
      isStaff(item) && items.slice(Math.max(0, at - 3), at).some(({ roles }) => (roles & role.copula) !== 0),
  )
  for (const at of names) {
    const next = joining.has(items[at + 1]?.text ?? '') ? names.find((other) => other === at + 2) : undefined
    if (declared && !items.some(({ roles }) => (roles & (role.child | role.relative)) !== 0)) found.add(at)
    if (next !== undefined && found.has(next)) found.add(at)
    if (next !== undefined && found.has(at)) found.add(next)
  }
  return found
}

const joining = new Set(['och', ',', 'eller', '&', 'samt', 'som', 'ihop', 'med'])
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
const invites = /^(?:kalas|bjuda|bjud|bjuden|bjudna|övernattning|lekträff|utfryst|bråket|retad|mobbad)$/

function byStructure(sentence: Sentence, names: number[]): number[] {
  const { items } = sentence
  if (names.length === 0) return []
  const different = new Set(names.map((at) => items[at]!.text.replace(/s$/, '')))
  // Two children in one sentence: one of them is another child.
  if (different.size > 1 && sentence.topicAt !== -1) return names
  if (different.size > 1) return names.filter((at) => isRelated(items, at))
  return names.filter((at) => isRelated(items, at) || isBeside(items, at) || isAsked(items, at))
}

// kompisen Kalle, hans syster Elsa, pojken som heter Sixten, Elliots bästa kompis, Emma i 3A
function isRelated(items: Item[], at: number): boolean {
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
  if (items[at]!.text.endsWith('s') && items.slice(at + 1, at + 4).some(({ roles }) => (roles & role.relative) !== 0))
    return true
  const next = items[at + 1]
  if (items[at]!.text.endsWith('s') && next && /^(?:son|dotter|bror|syster|adress|nummer|mobil)/.test(next.text))
    return true
  if (
    items[at]!.text.endsWith('s') &&
    next &&
    (next.roles & role.grownup) !== 0 &&
    items.some(({ roles, text }) => (roles & (role.self | role.you)) !== 0 || text === 'båda' || text === 'bråket')
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

const child = role.child | role.pronoun
const joinsNames = new Set(['och', '&', '+'])

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
  return object[0]?.text === 'och' && /^(?:hans|hennes)$/.test(object[1]?.text ?? '')
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

// A.K., M.L. i tvåan, Emma S., Hugo L
function initials({ items }: Sentence): Named[] {
  const found: Named[] = []
  for (let at = 0; at < items.length; at++) {
    const one = items[at]!
    const two = items[at + 1]
    if (one.kind !== 'word' || !one.capital) continue
    const letter = (item: Item | undefined) =>
      item !== undefined && item.kind === 'word' && item.capital && item.text.length === 1
    const after = items[at + 2]
    if (
      letter(one) &&
      letter(two) &&
      two!.start - one.end === 1 &&
      !letter(items[at - 1]) &&
      !(after?.capital && after.kind === 'word') &&
      (two!.glued || one.end + 1 === two!.start)
    )
      found.push({ start: one.start, end: two!.end, term: 'initials', level: 'WARN' })
    else if (one.name && letter(two) && two!.start - one.end === 1)
      found.push({ start: one.start, end: two!.end, term: 'initials', level: 'WARN' })
  }
  return found
}

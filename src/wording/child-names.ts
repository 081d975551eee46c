import type { Context } from './categories.ts'
import type { Lexicon } from './lexicon.ts'
import { role } from './roles.ts'
import { type Item, nameIn, type Sentence } from './sentence.ts'

/** Places in the sentence of names that may be a child's: not staff, authors, characters, or parts of streets. */
export function childNames({ items }: Sentence, lexicon: Lexicon, { tagged = [], staff = [] }: Context): number[] {
  const may = new Set([...tagged, ...staff].map((name) => name.toLowerCase()))
  const names = items.flatMap((item, at) => ((item.name && !item.character) || isStranger(items, at) ? [at] : []))
  const official = officials(items, names)
  return names.filter((at) => {
    const bare = nameIn(items[at]!.text, lexicon) ?? items[at]!.text
    if (may.has(bare) || may.has(items[at]!.text) || official.has(at)) return false
    // The second part of a double name, a surname, a saint's street.
    return (
      !(at > 0 && items[at - 1]!.name && items[at - 1]!.end + 1 === items[at]!.start && !items[at - 1]!.owner) &&
      items[at - 1]?.text !== 'sankt'
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
  // Somebody who does something to somebody, or to whom it is done: Xavi puttade henne, puttade Xavi
  const next = items[at + 1]
  if (
    ((next?.roles ?? 0) | (before?.roles ?? 0)) & role.hits &&
    items.some((each) => (each.roles & role.pronoun) !== 0)
  )
    return true
  return (
    /^(?:med|bredvid|mot|hos|utom)$/.test(before?.text ?? '') &&
    items.slice(0, at).some((each) => (each.roles & (role.pronoun | role.child)) !== 0)
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

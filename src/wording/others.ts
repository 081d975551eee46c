import type { Context, Level } from './categories.ts'
import { childNames } from './child-names.ts'
import type { Lexicon } from './lexicon.ts'
import { byStructure, isRelated } from './relations.ts'
import type { Item, Sentence } from './sentence.ts'

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

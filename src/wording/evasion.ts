import type { Lexicon } from './lexicon.ts'
import type { Item } from './sentence.ts'
import type { Entry } from './terms.ts'

export type Hidden = { entry: Entry; from: number; to: number }

const leet: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', $: 's', '!': 'i' }
const vowels = ['a', 'e', 'i', 'o', 'u', 'y', 'å', 'ä', 'ö', 'k', 'l', 't', 'n', 's']

/** Insults written so that a list would not find them: p u c k o, 1d10t, k*kskalle. Each word costs a bounded number of look-ups. */
export function hiddenInsults(items: Item[], lexicon: Lexicon): Hidden[] {
  const found: Hidden[] = []
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    if (item.kind === 'word' && item.text.length < 30 && /[\d*$!]/.test(item.text)) {
      const entry = guesses(item.text).flatMap((guess) => insultsIn(guess, lexicon))[0]
      if (entry) found.push({ entry, from: at, to: at })
    }
    const to = spelledOut(items, at)
    if (to !== undefined) {
      const entry = insultsIn(
        items
          .slice(at, to + 1)
          .map(({ raw }) => raw)
          .join(''),
        lexicon,
      )[0]
      if (entry) found.push({ entry, from: at, to })
      at = to
    }
  }
  return found
}

function guesses(text: string): string[] {
  const letters = text.replace(/[013457$!]/g, (one) => leet[one] ?? one)
  if (!letters.includes('*')) return [letters, letters.replace(/i/g, 'l')]
  return vowels.map((vowel) => letters.replace('*', vowel).replaceAll('*', vowel))
}

function insultsIn(word: string, lexicon: Lexicon): Entry[] {
  return lexicon.lookUp(word).entries.filter(({ group, misspelt }) => group.category === 'insult' && !misspelt)
}

// Single letters in a row.
function spelledOut(items: Item[], from: number): number | undefined {
  let at = from
  while (items[at]?.kind === 'word' && items[at]!.raw.length === 1 && at - from < 30) at++
  return at - from >= 4 ? at - 1 : undefined
}

import type { Lexicon, Word } from './lexicon.ts'
import { role } from './roles.ts'
import type { Entry, Phrase, PhraseWord } from './terms.ts'
import type { Token } from './tokens.ts'

/** A word in its sentence with what is known about it. */
export type Item = Token &
  Word & {
    /** Written like a given name. */
    name: boolean
    /** A name in the genitive: Almas. */
    owner: boolean
    /** Somebody in a story, or somebody dead and famous. */
    character: boolean
    /** Part of an expression that is never meant (lists/exceptions.json). */
    excepted: boolean
  }

declare const person: unique symbol
/** An item that is somebody: only a name for the compiler, so that what is not one is still an item. */
export type Person = Item & { [person]: true }

export type Hit =
  | { entry: Entry; phrase?: undefined; from: number; to: number }
  | { phrase: Phrase; entry?: undefined; from: number; to: number }

export type Sentence = {
  items: Item[]
  hits: Hit[]
  /** About a story, a game or a subject taught. */
  topical: boolean
  /** Where the first sign of that stands; before the sentence when it is carried over. */
  topicAt: number
  /** Said to everybody: a rule, an invitation. */
  general: boolean
}

export const groupOf = (hit: Hit) => (hit.entry ?? hit.phrase).group

/** What is in one sentence. Linear in its length: no window is wider than a few words. */
export function readSentence(tokens: Token[], lexicon: Lexicon, allSmall: boolean): Sentence {
  const words = tokens.map((token) => (token.kind === 'word' ? lexicon.lookUp(token.text) : nothing))
  const items = tokens.map((token, at): Item => {
    const word = words[at]!
    const name = isName(token, word, words[at + 1], lexicon, allSmall)
    // Capitals inside a sentence are names; they are not looked for as misspelt words.
    const guessed = name || (token.capital && !token.first)
    const entries = word.entries.filter(
      ({ misspelt, shouted }) => !name && !(guessed && misspelt) && (!shouted || token.shouted),
    )
    const owner = name && token.text.endsWith('s') && !lexicon.isName(token.text)
    return { ...token, ...word, entries, roles: name ? 0 : word.roles, name, owner, character: false, excepted: false }
  })
  markCharacters(items, lexicon)
  markExceptions(items, lexicon)
  return {
    items,
    hits: hitsIn(items, lexicon),
    ...topicOf(items, lexicon),
    general: matches(items, lexicon, 'general'),
  }
}

const nothing: Word = { entries: [], roles: 0, stem: '', class: undefined }

// A word that is also a name counts as a name when it has a capital inside a sentence; in a text without capitals only
// names that are nothing else do.
function isName(token: Token, word: Word, next: Word | undefined, lexicon: Lexicon, allSmall: boolean): boolean {
  const bare = nameIn(token.text, lexicon)
  if (!bare) return false
  const ordinary = lexicon.isAlsoWord(bare)
  // "Saga kräktes": at the beginning a verb must follow a word that is no name elsewhere.
  if (token.capital)
    return (
      !token.first ||
      !ordinary ||
      (next !== undefined && (next.class?.verb === true || (next.roles & (role.copula | role.holds | role.hits)) !== 0))
    )
  return allSmall && !ordinary && word.class === undefined
}

export function nameIn(text: string, lexicon: Lexicon): string | undefined {
  if (lexicon.isName(text)) return text
  if (text.endsWith('s') && lexicon.isName(text.slice(0, -1))) return text.slice(0, -1)
  return undefined
}

function markCharacters(items: Item[], lexicon: Lexicon): void {
  for (let at = 0; at < items.length; at++) {
    if (!items[at]!.capital) continue
    const plain = items[at]!.text.replace(/s$/, '')
    for (const words of [
      ...(lexicon.characters.get(items[at]!.text) ?? []),
      ...(lexicon.characters.get(plain) ?? []),
    ]) {
      if (
        words.every((word, step) => step === 0 || items[at + step]?.text.replace(/s$/, '') === word.replace(/s$/, ''))
      ) {
        for (let step = 0; step < words.length; step++) {
          // Alone, a name that children bear too is a child.
          if (words.length > 1 || !items[at]!.name || lexicon.authors.has(words[0]!)) items[at + step]!.character = true
        }
      }
    }
    if (lexicon.authors.has(plain) && at > 0 && items[at - 1]!.capital) {
      items[at]!.character = true
      items[at - 1]!.character = true
    }
  }
}

function markExceptions(items: Item[], lexicon: Lexicon): void {
  for (let at = 0; at < items.length; at++) {
    for (const words of lexicon.exceptionsFrom(items[at]!.stem)) {
      if (words.every((word, step) => fits(items[at + step], word))) {
        for (let step = 0; step < words.length; step++) items[at + step]!.excepted = true
      }
    }
  }
}

function hitsIn(items: Item[], lexicon: Lexicon): Hit[] {
  const hits: Hit[] = []
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    if (item.kind !== 'word' || item.excepted) continue
    for (const entry of item.entries) hits.push({ entry, from: at, to: at })
    for (const phrase of lexicon.phrasesFrom(item.stem)) {
      const to = phraseEnd(items, at, phrase.words, phrase.group.when !== 'always')
      if (to !== undefined) hits.push({ phrase, from: at, to })
    }
  }
  return hits
}

/** Where a phrase that begins here ends. Small words and the one it is about may stand in between: "saknar han empati". */
export function phraseEnd(items: Item[], from: number, words: PhraseWord[], loose = true): number | undefined {
  if (!fits(items[from], words[0]!)) return undefined
  let at = from
  for (let word = 1; word < words.length; word++) {
    let skipped = 0
    at++
    while (items[at] && !fits(items[at], words[word]!)) {
      if (!loose || skipped === 3 || !canStandBetween(items[at]!)) return undefined
      skipped++
      at++
    }
    if (!items[at]) return undefined
  }
  return at
}

const fits = (item: Item | undefined, { stem, exact }: PhraseWord) =>
  item !== undefined && (exact === undefined ? item.stem === stem : item.text === exact)

const between = role.degree | role.pronoun | role.you | role.self | role.plural

function canStandBetween(item: Item): boolean {
  return item.kind === 'word' && ((item.roles & between) !== 0 || item.name)
}

function topicOf(items: Item[], lexicon: Lexicon): { topical: boolean; topicAt: number } {
  if (items.some((item) => item.character) || matches(items, lexicon, 'topical')) return { topical: true, topicAt: -1 }
  const at = items.findIndex((item) => (item.roles & role.topic) !== 0)
  return { topical: at >= 0, topicAt: at < 0 ? Number.POSITIVE_INFINITY : at }
}

function matches(items: Item[], lexicon: Lexicon, name: string): boolean {
  return items.some((item, at) =>
    lexicon.patternsFrom(name, item.stem).some((words) => phraseEnd(items, at, words) !== undefined),
  )
}

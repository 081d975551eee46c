import type { Category } from './categories.ts'
import { type Dictionary, readDictionary, type WordClass } from './dictionary.ts'
import type { Lists } from './lists.ts'
import type { Group } from './schema.ts'
import { isOneSlip, shortened, soundOf } from './spelling.ts'
import { stemOf } from './stem.ts'
import { type Entry, isWithout, type Phrase, type PhraseWord, soundIndex, termsOf, wordsOf } from './terms.ts'
import { compoundHeads, rolesOf } from './word-roles.ts'

export type Word = {
  entries: Entry[]
  roles: number
  /** For comparing with phrases. */
  stem: string
  class: WordClass | undefined
}

export type Lexicon = {
  lookUp(word: string): Word
  phrasesFrom(stem: string): Phrase[]
  exceptionsFrom(stem: string): PhraseWord[][]
  patternsFrom(name: string, stem: string): PhraseWord[][]
  spoken: ReadonlyMap<string, string>
  isName(word: string): boolean
  isAlsoWord(word: string): boolean
  characters: Map<string, string[][]>
  cities: ReadonlySet<string>
  authors: ReadonlySet<string>
}

let dictionary: Dictionary | undefined

/** Everything that is known about words, made ready for looking up. Costs a fifth of a second; make it once. */
export function makeLexicon(lists: Lists): Lexicon {
  dictionary ??= readDictionary()
  const known = dictionary
  const same = new Map(
    Object.entries(lists.language.same).flatMap(([to, from]) => from.map((word) => [word, to] as const)),
  )
  const bare = (word: string) => same.get(word) ?? stemOf(word)
  const phraseWord = (word: string): PhraseWord => ({
    stem: bare(word),
    exact: same.has(word) || word.length > 4 ? undefined : word,
  })
  // A phrase of one word means that word and no inflection.
  const phraseOf = (text: string) => {
    const words = wordsOf(text)
    return words.length === 1 ? [{ stem: bare(words[0]!), exact: words[0] }] : words.map(phraseWord)
  }
  const { forms, phrases, rootIn } = termsOf(lists, phraseOf)
  const roles = rolesOf(lists)
  const heads = compoundHeads(lists)
  const sounds = soundIndex(lists, forms)
  const names = new Set(lists.given.map((name) => name.toLowerCase()))
  const alsoWords = new Set(lists.alsoWords.map((name) => name.toLowerCase()))
  const patterns = new Map(
    ['general', 'topical'].map((name) => [name, byFirst((lists.language.roles[name]?.words ?? []).map(phraseOf))]),
  )
  const remembered = new Map<string, Word>()
  const nameList = (name: string) => (lists.language.roles[name]?.words ?? []).map((word) => word.toLowerCase())

  return {
    lookUp,
    phrasesFrom: (stem) => phrases.get(stem) ?? [],
    exceptionsFrom: byFirst(lists.exceptions.map(phraseOf)),
    patternsFrom: (name, stem) => patterns.get(name)?.(stem) ?? [],
    spoken: new Map(Object.entries(lists.language.spoken)),
    isName: (word) => names.has(word),
    isAlsoWord: (word) => alsoWords.has(word),
    characters: groupByFirst(nameList('character').map(wordsOf)),
    cities: new Set(nameList('countries')),
    authors: new Set(nameList('author-surname')),
  }

  function lookUp(word: string): Word {
    const held = remembered.get(word)
    if (held) return held
    const found = drawnOut(word)
    // Bounded, so that text made to fill it cannot.
    if (remembered.size > 20_000) remembered.clear()
    remembered.set(word, found)
    return found
  }

  // Drawn out as when it is said, "sååå blyyyg": three of a letter are one, or two.
  function drawnOut(word: string): Word {
    const found = look(word)
    if (found.class || found.roles || found.entries.length > 0 || !/(.)\1\1/.test(word)) return found
    const shorter = [word.replace(/(.)\1{2,}/g, '$1'), word.replace(/(.)\1{2,}/g, '$1$1')].map(look)
    return shorter.find((each) => each.class || each.roles || each.entries.length > 0) ?? found
  }

  function look(word: string): Word {
    const short = word.length <= 40 ? word : word.slice(0, 40)
    const wordClass = known.classOf(short)
    const direct = forms.get(short) ?? forms.get(withoutAccents(short))
    const found =
      direct ??
      compound(short, wordClass !== undefined) ??
      rootIn(short, canBegin) ??
      (wordClass || names.has(short) ? undefined : misspelt(short)) ??
      []
    return {
      entries: found.filter(({ group }) => !lists.without.get(group.category)?.has(short)),
      roles: roles.get(short) ?? compoundRoles(short),
      stem: bare(short),
      class: wordClass,
    }
  }

  // Two parts, the last one as long as possible: jätte|lat, björk|pollen|allergi, allergi|medicin.
  function compound(word: string, ordinary: boolean): Entry[] | undefined {
    if (word.length < 6) return undefined
    for (let at = 2; at <= word.length - 3; at++) {
      const last = forms.get(word.slice(at))?.filter((entry) => canEnd(entry.group))
      if (!last || last.length === 0) continue
      const first = word.slice(0, at)
      if (intensifying.has(first)) return last
      const nouns = last.filter(
        ({ group }) => group.kind !== 'adj' && word.length - at >= 4 && !(ordinary && cautious.has(group.category)),
      )
      if (nouns.length > 0 && at >= 3 && canBegin(first)) return nouns
    }
    for (let at = word.length - 3; at >= 4; at--) {
      const first = word.slice(0, at)
      const begin = (forms.get(first) ?? (first.endsWith('s') ? forms.get(first.slice(0, -1)) : undefined))?.filter(
        ({ group }) => group.kind === 'noun' && (group.compounds === 'first' || group.compounds === 'both'),
      )
      if (begin && begin.length > 0 && !isWithout(word.slice(at)) && known.classOf(word.slice(at))) return begin
    }
    return undefined
  }

  function canBegin(first: string): boolean {
    if (known.classOf(first) || names.has(first)) return true
    if (first.endsWith('s') && known.classOf(first.slice(0, -1))) return true
    if (known.classOf(`${first}a`) || known.classOf(`${first}e`)) return true
    return /[oue]$/.test(first) && known.classOf(`${first.slice(0, -1)}a`) !== undefined
  }

  function compoundRoles(word: string): number {
    for (let at = 3; at <= word.length - 4; at++) {
      const found = heads.get(word.slice(at))
      if (found && canBegin(word.slice(0, at))) return found
    }
    return 0
  }

  // Against the basic forms only; the misspelt word's own ending is taken away as well as left on.
  function misspelt(word: string): Entry[] | undefined {
    if (word.length < 4 || word.length > 24) return undefined
    for (const base of withoutEndings(word)) {
      const sound = soundOf(base)
      for (const short of shortened(sound)) {
        for (const { text, alike } of sounds.get(short) ?? []) {
          if (isLikely(base, sound, text, alike)) return forms.get(text)!.map((entry) => ({ ...entry, misspelt: true }))
        }
      }
    }
    return undefined
  }
}

// Short words must sound the same or have two changed places; longer ones may be one slip away.
function isLikely(wrong: string, sound: string, right: string, alike: string): boolean {
  if (sound === alike) return wrong[0] === right[0] || right.length > 5
  const short = Math.min(wrong.length, right.length) < 7
  return (
    isOneSlip(sound, alike) &&
    (!short || (sound.length === alike.length && [...sound].sort().join() === [...alike].sort().join()))
  )
}

function withoutEndings(word: string): string[] {
  const bases = [word]
  for (const ending of ['n', 't', 'a', 'e', 'en', 'et', 'ar', 'er', 'na', 'arna', 'erna', 'are']) {
    if (word.length - ending.length >= 4 && word.endsWith(ending)) bases.push(word.slice(0, -ending.length))
  }
  return bases
}

/** Where an ordinary word that happens to end like one of the list is no compound of it: upp|finnarna, blå|mesar. */
const cautious = new Set<Category>(['trait', 'insult', 'origin', 'religion', 'sexuality'])

const canEnd = (group: Group) => group.compounds === 'last' || group.compounds === 'both'

/** What makes a word stronger or weaker without changing what it says. */
const intensifying = new Set(
  'super jätte skit as mega ultra över hyper extra lill små dö svin jävla sten snor kanon topp rå vrål dunder halv hel väl ur aps giga skitjätte jätteskit megasuper hellre tok bäng stor värsta'.split(
    ' ',
  ),
)

const withoutAccents = (word: string) =>
  word
    .replace(/[éèêë]/g, 'e')
    .replace(/[áàâ]/g, 'a')
    .replace(/[üûù]/g, 'u')

function groupByFirst(lists: string[][]): Map<string, string[][]> {
  const map = new Map<string, string[][]>()
  for (const words of lists) map.set(words[0]!, [...(map.get(words[0]!) ?? []), words])
  return map
}

function byFirst(phrases: PhraseWord[][]): (first: string) => PhraseWord[][] {
  const map = new Map<string, PhraseWord[][]>()
  for (const words of phrases) {
    const held = map.get(words[0]!.stem)
    if (held) held.push(words)
    else map.set(words[0]!.stem, [words])
  }
  return (first) => map.get(first) ?? []
}

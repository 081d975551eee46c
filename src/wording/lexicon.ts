import type { Category } from './categories.ts'
import { type Dictionary, readDictionary, type WordClass } from './dictionary.ts'
import { type Form, formsOf } from './inflect.ts'
import type { Lists } from './lists.ts'
import { isRole, role } from './roles.ts'
import type { Group } from './schema.ts'
import { isOneSlip, shortened, soundOf } from './spelling.ts'
import { stemOf } from './stem.ts'

export type Entry = {
  group: Group & { category: Category }
  form: Form
  misspelt: boolean
  /** An abbreviation that only counts in capitals. */
  shouted?: boolean
}
/** A word of a phrase: any inflection, or for a short one exactly that. */
export type PhraseWord = { stem: string; exact: string | undefined }
export type Phrase = { words: PhraseWord[]; group: Group & { category: Category } }

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
  const phraseOf = (text: string) => wordsOf(text).map(phraseWord)
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
    const found = look(word)
    // Bounded, so that text made to fill it cannot.
    if (remembered.size > 20_000) remembered.clear()
    remembered.set(word, found)
    return found
  }

  function look(word: string): Word {
    const short = word.length <= 40 ? word : word.slice(0, 40)
    const wordClass = known.classOf(short)
    const direct = forms.get(short) ?? forms.get(withoutAccents(short))
    const found =
      direct ?? compound(short) ?? rootIn(short) ?? (wordClass || names.has(short) ? undefined : misspelt(short)) ?? []
    return {
      entries: found.filter(({ group }) => !lists.without.get(group.category)?.has(short)),
      roles: roles.get(short) ?? compoundRoles(short),
      stem: bare(short),
      class: wordClass,
    }
  }

  // Two parts, the last one as long as possible: jätte|lat, björk|pollen|allergi, allergi|medicin.
  function compound(word: string): Entry[] | undefined {
    if (word.length < 6) return undefined
    for (let at = 2; at <= word.length - 3; at++) {
      const last = forms.get(word.slice(at))?.filter((entry) => canEnd(entry.group))
      if (!last || last.length === 0) continue
      const first = word.slice(0, at)
      if (intensifying.has(first)) return last
      const nouns = last.filter(({ group }) => group.kind !== 'adj' && word.length - at >= 4)
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

// nöt|fri, allergi|vänlig: the opposite, or for somebody else's sake.
const isWithout = (end: string) =>
  /^(?:fri|fritt|fria|vänlig|vänligt|vänliga|säker|säkert|säkra|ramp|rampen)$/.test(end)

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

export const wordsOf = (phrase: string) =>
  phrase
    .toLowerCase()
    .split(/[\s\-.]+/)
    .filter(Boolean)

function termsOf(lists: Lists, phraseOf: (text: string) => PhraseWord[]) {
  const forms = new Map<string, Entry[]>()
  const phrases = new Map<string, Phrase[]>()
  const roots = new Map<string, Entry>()
  const addPhrase = (term: string, group: Entry['group']) => {
    const words = phraseOf(term)
    const held = phrases.get(words[0]!.stem)
    if (held) held.push({ words, group })
    else phrases.set(words[0]!.stem, [{ words, group }])
  }
  for (const group of lists.groups) {
    for (const term of group.words) {
      if (lists.without.get(group.category)?.has(term.toLowerCase())) continue
      const words = wordsOf(term)
      if (group.kind === 'root')
        roots.set(term.toLowerCase(), { group, form: formsOf(term, 'fixed')[0]!, misspelt: false })
      else if (words.length > 1 || group.kind === 'phrase') addPhrase(term, group)
      else {
        for (const form of formsOf(term.toLowerCase(), group.kind)) {
          const held = forms.get(form.text)
          const entry = { group, form, misspelt: false, shouted: isShouted(term) }
          if (!held) forms.set(form.text, [entry])
          else if (!held.some((each) => each.group === group)) held.push(entry)
        }
      }
    }
  }
  return { forms, phrases, rootIn: finder(roots) }
}

const isShouted = (term: string) => term.length > 1 && term === term.toUpperCase()

// A root may stand anywhere in a word: socialtjänst|handläggare, höst|förkyld. Found by its first three letters.
function finder(roots: Map<string, Entry>): (word: string) => Entry[] | undefined {
  const byBeginning = Map.groupBy(roots.keys(), (root) => root.slice(0, 3))
  return (word) => {
    for (let at = 0; at <= word.length - 3; at++) {
      const root = byBeginning.get(word.slice(at, at + 3))?.find((each) => word.startsWith(each, at))
      if (root !== undefined) return isWithout(word.slice(at + root.length)) ? undefined : [roots.get(root)!]
    }
    return undefined
  }
}

function rolesOf(lists: Lists): Map<string, number> {
  const roles = new Map<string, number>()
  const add = (word: string, bit: number) => roles.set(word, (roles.get(word) ?? 0) | bit)
  for (const [name, { kind, words }] of Object.entries(lists.language.roles)) {
    if (!isRole(name)) continue
    for (const term of words) {
      for (const form of kind === 'noun'
        ? formsOf(term.toLowerCase(), 'noun')
        : [{ text: term.toLowerCase(), plural: false }]) {
        add(form.text, role[name] | (form.plural ? role.many : 0))
      }
    }
  }
  return roles
}

function compoundHeads(lists: Lists): Map<string, number> {
  const heads = new Map<string, number>()
  for (const name of ['child', 'relative', 'grownup', 'staff'] as const) {
    for (const term of lists.language.roles[name]?.words ?? []) {
      if (term.length < 4 || noHeads.has(term)) continue
      for (const form of formsOf(term, 'noun')) heads.set(form.text, role[name] | (form.plural ? role.many : 0))
    }
  }
  return heads
}

// Endings of many words that are nobody: djurunge, prototyp, styrman.
const noHeads = new Set([
  'unge',
  'typ',
  'make',
  'folk',
  'kock',
  'ungar',
  'resurs',
  'dotter',
  'lärling',
  'person',
  'kamrat',
  'dam',
  'mams',
  'paps',
  'alla',
  'bror',
])

type Sounding = { text: string; alike: string }

function soundIndex(lists: Lists, forms: Map<string, Entry[]>): Map<string, Sounding[]> {
  const sounds = new Map<string, Sounding[]>()
  for (const { words, kind } of lists.groups) {
    for (const term of kind === 'phrase' ? [] : words) {
      const text = term.toLowerCase()
      if (kind === 'root' || isShouted(term) || text.length < 4 || !forms.has(text)) continue
      const alike = soundOf(text)
      for (const short of shortened(alike)) {
        const held = sounds.get(short)
        if (!held) sounds.set(short, [{ text, alike }])
        else if (held.length < 40) held.push({ text, alike })
      }
    }
  }
  return sounds
}

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

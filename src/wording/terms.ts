import type { Category } from './categories.ts'
import { type Form, formsOf } from './inflect.ts'
import type { Lists } from './lists.ts'
import type { Group } from './schema.ts'
import { shortened, soundOf } from './spelling.ts'

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

/** The lists' words in all their forms, their phrases, and what finds a root inside a word. */
export function termsOf(lists: Lists, phraseOf: (text: string) => PhraseWord[]) {
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
function finder(
  roots: Map<string, Entry>,
): (word: string, canBegin: (first: string) => boolean) => Entry[] | undefined {
  const byBeginning = Map.groupBy(roots.keys(), (root) => root.slice(0, 3))
  return (word, canBegin) => {
    for (let at = 0; at <= word.length - 3; at++) {
      const root = byBeginning.get(word.slice(at, at + 3))?.find((each) => word.startsWith(each, at))
      if (root === undefined || (at > 0 && (at < 3 || !canBegin(word.slice(0, at))))) continue
      return isWithout(word.slice(at + root.length)) ? undefined : [roots.get(root)!]
    }
    return undefined
  }
}

export type Sounding = { text: string; alike: string }

export function soundIndex(lists: Lists, forms: Map<string, Entry[]>): Map<string, Sounding[]> {
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

export const wordsOf = (phrase: string) =>
  phrase
    .toLowerCase()
    .split(/[\s\-.]+/)
    .filter(Boolean)

// nöt|fri, allergi|vänlig: the opposite, or for somebody else's sake.
export const isWithout = (end: string) =>
  /^(?:fri|fritt|fria|vänlig|vänligt|vänliga|säker|säkert|säkra|ramp|rampen)$/.test(end)

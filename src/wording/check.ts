import type { Category, Context, Finding, Level } from './categories.ts'
import { contactsIn } from './contact.ts'
import { hiddenInsults } from './evasion.ts'
import { counts } from './judge.ts'
import { type Lexicon, makeLexicon } from './lexicon.ts'
import { type ListFile, type Lists, listsOn, ownLists, readFiles } from './lists.ts'
import { looseJudgements } from './loose.ts'
import { type Normal, normalise } from './normalise.ts'
import { personalNumbers } from './numbers.ts'
import { othersIn } from './others.ts'
import { reasonFor } from './reasons.ts'
import { role } from './roles.ts'
import { groupOf, type Item, readSentence, type Sentence } from './sentence.ts'
import { sentencesOf } from './tokens.ts'

export type Check = (text: string, context: Context) => Finding[]

/** The check with the lists in use, made ready once for each day asked about. */
export const check: Check = (text, context) => readyFor(context.today).check(text, context)

/**
 * Words, in small letters, that may be somebody's name although no list has them: whether they are is for whoever knows
 * the people to say, and stands in the context's `hidden` then. A name that the lists have needs no such question.
 */
export function strangersIn(text: string, today: string): string[] {
  const { lexicon } = readyFor(today)
  const items = sentencesIn(normalise(text), lexicon).flatMap((sentence) => sentence.items)
  const strange = items.filter(
    ({ kind, name, character, capital, first, class: known }) =>
      kind === 'word' && !name && !character && (capital ? !first || !known : !known),
  )
  const words = new Set(strange.map((item) => item.text))
  return [...words, ...[...words].filter((word) => word.endsWith('s')).map((word) => word.slice(0, -1))]
}

/** Has the check made ready, which takes half a second the first time: for when somebody is about to write. */
export function prepareCheck(today: string): void {
  readyFor(today).lexicon.lookUp('klar')
}

let files: ListFile[] | undefined

/**
 * The lists in use: ours, and a municipality's own after them. Read whole and once, whatever their dates say, so that a
 * list that is broken is refused at start and not at the midnight when it comes into force. WordListError.
 */
export function useLists(directory: string | undefined): void {
  files = readFiles(directory === undefined ? [ownLists] : [ownLists, directory])
  ready = undefined
}

let ready: { day: string; lexicon: Lexicon; check: Check } | undefined

function readyFor(day: string) {
  if (ready?.day === day) return ready
  files ??= readFiles()
  const lexicon = makeLexicon(listsOn(day, files))
  ready = { day, lexicon, check: checkWith(lexicon) }
  return ready
}

/** A check with lists of one's own (lists.ts). Pure: the same text and context give the same findings. */
export function makeCheck(lists: Lists): Check {
  return checkWith(makeLexicon(lists))
}

function checkWith(lexicon: Lexicon): Check {
  return (text, context) => {
    const normal = normalise(text)
    const sentences = sentencesIn(normal, lexicon)
    const found = [
      ...personalNumbers(normal, context.today).map((span) => ({
        ...span,
        category: 'personnummer' as const,
        level: 'STOP' as const,
      })),
      ...contactsIn(normal, sentences, context.publicContacts ?? []).map((span) => ({
        ...span,
        category: 'contact-details' as const,
        level: 'WARN' as const,
      })),
      ...sentences.flatMap((sentence) => [
        ...wordsIn(sentence, lexicon),
        ...othersIn(sentence, context, lexicon).map((span) => ({ ...span, category: 'other-child' as const })),
      ]),
    ]
    return inOrder(found, normal)
  }
}

type Found = { category: Category; level: Level; start: number; end: number; term: string }

function sentencesIn(normal: Normal, lexicon: Lexicon): Sentence[] {
  const allSmall = normal.text === normal.cased
  const sentences = sentencesOf(normal, lexicon.spoken).map((tokens) => readSentence(tokens, lexicon, allSmall))
  // "Vi läste om en prins. Han var feg." The story goes on where nobody new is mentioned.
  const own = sentences.map(({ topical }) => topical)
  for (let at = 1; at < sentences.length; at++) {
    if (own[at - 1] && !sentences[at]!.items.some((item) => item.name || mentionsPerson(item))) {
      sentences[at]!.topical = true
      sentences[at]!.topicAt = Math.min(sentences[at]!.topicAt, -1)
    }
  }
  return sentences
}

const isCountry = ({ capital, roles }: Item) => capital && (roles & role.countries) !== 0

function mentionsPerson(item: Item): boolean {
  return (item.roles & 0b1111) !== 0
}

function wordsIn(sentence: Sentence, lexicon: Lexicon): Found[] {
  const found: Found[] = []
  const add = (category: Category, level: string, from: number, to: number, term: string) =>
    found.push({
      category,
      level: level.toUpperCase() as Level,
      start: sentence.items[from]!.start,
      end: sentence.items[to]!.end,
      term,
    })
  for (const hit of sentence.hits) {
    const group = groupOf(hit)
    // Japan is a country; "en japan" is somebody.
    if (group.id === 'people' && isCountry(sentence.items[hit.from]!)) continue
    if (counts(hit, sentence)) add(group.category, group.level, hit.from, hit.to, group.id)
  }
  for (const { entry, from, to } of hiddenInsults(sentence.items, lexicon))
    add('insult', entry.group.level, from, to, entry.group.id)
  for (const { category, from, to, term } of looseJudgements(sentence))
    add(category, category === 'trait' ? 'hint' : 'warn', from, to, term)
  return found
}

// One finding a place and category, the sternest; back to places in the original.
function inOrder(found: Found[], normal: Normal): Finding[] {
  const sternest = ['STOP', 'WARN', 'HINT']
  const sorted = found.sort(
    (a, b) => a.start - b.start || sternest.indexOf(a.level) - sternest.indexOf(b.level) || b.end - a.end,
  )
  const lastEnd = new Map<Category, number>()
  return sorted
    .filter(({ category, start, end }) => {
      if (start < (lastEnd.get(category) ?? -1)) return false
      lastEnd.set(category, end)
      return true
    })
    .map(({ category, level, start, end, term }) => ({
      category,
      level,
      start: normal.from[start]!,
      end: endIn(normal, end),
      term,
      reason: reasonFor(category, term),
    }))
}

function endIn({ from }: Normal, end: number): number {
  return Math.max(from[end]!, from[end - 1]! + 1)
}

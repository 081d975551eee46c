import { stemmer } from '@orama/stemmers/swedish'

/** A word that is looked for: its stem, and what may stand inside a longer word. */
type Needle = { stem: string; inside: string | null }

export type Piece = { text: string; hit: boolean }

export const mostWords = 8
const shortestWord = 2
// Swedish builds words together; a short piece would be found in all sorts of others.
const shortestInside = 4
const around = 90

/** What somebody typed, as words to look for. Swedish inflections are the same word (Snowball): “lekar” finds “leken”. */
export function needlesOf(query: string): Needle[] {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const long = [...new Set(words)].filter((word) => word.length >= shortestWord)
  return long.slice(0, mostWords).map((word) => {
    const stem = stemmer(word)
    const inside = stem.length >= shortestInside ? stem : word
    return { stem, inside: inside.length >= shortestInside ? inside : null }
  })
}

/** Whether every word is somewhere in the texts; `lower` is each of them in small letters. */
export function holdsAll(lower: string[], needles: Needle[]): boolean {
  return needles.every((needle) => lower.some((text) => hitsIn(text, needle, true).length > 0))
}

/** The text with its hits marked: whole, or `around` the first hit with something on both sides. */
export function marked(text: string, needles: Needle[], whole: boolean): Piece[] {
  const lower = lowerOf(text)
  const spans = merged(needles.flatMap((needle) => hitsIn(lower, needle, false)))
  const [from, to] = whole ? [0, text.length] : window(text, spans[0]?.[0] ?? 0)
  const pieces: Piece[] = []
  let at = from
  for (const [start, end] of spans) {
    if (start < from || end > to) continue
    pieces.push({ text: text.slice(at, start), hit: false }, { text: text.slice(start, end), hit: true })
    at = end
  }
  pieces.push({ text: text.slice(at, to), hit: false })
  if (from > 0) pieces.unshift({ text: '… ', hit: false })
  if (to < text.length) pieces.push({ text: ' …', hit: false })
  return pieces.filter((piece) => piece.text !== '')
}

/** In small letters and of the same length, so that places in one are places in the other. */
export function lowerOf(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length
    ? lower
    : [...text].map((sign) => (sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign)).join('')
}

// A Swedish stem is how all its forms begin, so that the text is leapt through from place to place and only what begins
// like the word is stemmed.
function hitsIn(lower: string, { stem, inside }: Needle, first: boolean): [number, number][] {
  const hits: [number, number][] = []
  for (let at = lower.indexOf(stem); at >= 0; at = lower.indexOf(stem, at + 1)) {
    const begins = at === 0 || !letter.test(lower[at - 1]!)
    const compound = inside !== null && lower.startsWith(inside, at)
    if (!begins && !compound) continue
    const end = wordEnd(lower, at)
    if (!compound && stemmer(lower.slice(at, end)) !== stem) continue
    hits.push([begins ? at : wordStart(lower, at), end])
    if (first) break
    at = end - 1
  }
  return hits
}

const letter = /[\p{L}\p{N}]/u
const longestWord = 60

function wordEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && end - at < longestWord && letter.test(text[end]!)) end += 1
  return end
}

function wordStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < longestWord && letter.test(text[start - 1]!)) start -= 1
  return start
}

function merged(spans: [number, number][]): [number, number][] {
  const sorted = spans.toSorted((a, b) => a[0] - b[0])
  return sorted.reduce<[number, number][]>((kept, [start, end]) => {
    const last = kept.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else kept.push([start, end])
    return kept
  }, [])
}

// Whole words on both sides of the first hit.
function window(text: string, hit: number): [number, number] {
  const from = hit <= around ? 0 : text.indexOf(' ', hit - around) + 1 || hit
  const to = text.length - hit <= around * 2 ? text.length : text.lastIndexOf(' ', hit + around * 2)
  return [Math.min(from, hit), Math.max(to, hit)]
}

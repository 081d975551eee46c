import type { Normal } from './normalise.ts'

export type Token = {
  /** Normalised, lower case; spoken forms written out (e → är). */
  text: string
  /** As written, in lower case. */
  raw: string
  kind: 'word' | 'number' | 'mark'
  /** Where in the normalised text. */
  start: number
  end: number
  capital: boolean
  /** Capitals alone: ADD, SIP. */
  shouted: boolean
  /** Joined to the one before by a hyphen, an underscore or a point inside a word. */
  glued: boolean
  /** First word of its sentence. */
  first: boolean
}

const piece = /[\p{L}\p{M}\p{N}]+(?:[*$!](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]*)*|[.,;:!?()"”“«»–—\n/…]/gu
const longest = 80
const endsSentence = new Set(['.', '!', '?', '\n', '…'])

/** The text's sentences as words and marks. A point inside a file name or an abbreviation ends nothing. */
export function sentencesOf(normal: Normal, spoken: ReadonlyMap<string, string>): Token[][] {
  const sentences: Token[][] = []
  let current: Token[] = []
  let last = 0
  for (const match of normal.text.matchAll(piece)) {
    const [found] = match
    const start = match.index
    const end = start + found.length
    const kind = /\p{L}/u.test(found) ? 'word' : /\p{N}/u.test(found) ? 'number' : 'mark'
    if (kind === 'mark') {
      if (endsSentence.has(found)) {
        if (found === '\n' || endsHere(normal.text, start, current)) {
          if (current.length > 0) sentences.push(current)
          current = []
        }
      } else
        current.push({
          text: found,
          raw: found,
          kind,
          start,
          end,
          capital: false,
          shouted: false,
          glued: false,
          first: false,
        })
      last = end
      continue
    }
    const cased = normal.cased[start]!
    const whole = normal.cased.slice(start, end)
    const glued = start > 0 && start - last <= 1 && /[-_.'’]/.test(normal.text[start - 1] ?? '') && current.length > 0
    const text = kind === 'word' ? (spoken.get(found) ?? found) : found
    // Also what somebody says: `Då sa Malte: ”Finns det …`
    const first =
      !current.some((token) => token.kind === 'word') ||
      /[:,] ?["”“»]$/.test(normal.text.slice(Math.max(0, start - 3), start))
    current.push({
      text,
      raw: found,
      kind,
      start,
      end,
      capital: cased !== normal.text[start],
      shouted: end - start > 1 && whole === whole.toUpperCase(),
      glued,
      first,
    })
    last = end
    // Bounded, so that work on a sentence is too.
    if (current.length >= longest) {
      sentences.push(current)
      current = []
    }
  }
  if (current.length > 0) sentences.push(current)
  return sentences
}

function endsHere(text: string, at: number, before: Token[]): boolean {
  if (text[at] !== '.') return true
  const next = text[at + 1]
  if (next !== undefined && !/\s/.test(next)) return false
  const word = before.at(-1)
  return !(word && word.end === at && (word.text.length === 1 || abbreviations.has(word.text)))
}

const abbreviations = new Set([
  'kl',
  'ca',
  'bl',
  'ev',
  'dvs',
  'osv',
  'tel',
  'nr',
  'st',
  'dr',
  'prof',
  'obs',
  'ex',
  'jfr',
])

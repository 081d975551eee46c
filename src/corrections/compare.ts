import { diffWordsWithSpace } from 'diff'

/** A part of a text that stayed, came or went. */
export type Piece = { text: string; change: 'same' | 'added' | 'removed' }

// A text that is another altogether is shown as one that went and one that came.
const longest = 200

/** What changed between two texts, word by word. */
export function compare(before: string, after: string): Piece[] {
  if (before === after) return after ? [{ text: after, change: 'same' }] : []
  const parts = diffWordsWithSpace(before, after, { timeout: longest })
  if (!parts) return [piece(before, 'removed'), piece(after, 'added')].filter(({ text }) => text)
  return parts.map(({ value, added, removed }) => piece(value, added ? 'added' : removed ? 'removed' : 'same'))
}

function piece(text: string, change: Piece['change']): Piece {
  return { text, change }
}

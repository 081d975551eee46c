/** Why a file will not do; `word` is the end of a catalogue key, `media.problem.<word>`, and what its row says. */
export class MediaProblem extends Error {
  readonly word: Word
  constructor(word: Word) {
    super(word)
    this.word = word
  }
}

export const words = [
  'empty',
  'too-large',
  'film-too-large',
  'too-long',
  'heic',
  'pixels',
  'unreadable',
  'unknown',
  'film-unreadable',
  'film-elsewhere',
  'not-played-here',
  'captions',
  'missing-pieces',
] as const
export type Word = (typeof words)[number]

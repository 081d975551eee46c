import type { Random } from '../random.ts'
import type { Mood, MoodName } from './moods.ts'

/** One motif: in which lights it is drawn, what it shows in words, and how. */
export type Scene = {
  moods: MoodName[]
  alt: string
  draw: (random: Random, mood: Mood) => string[]
}

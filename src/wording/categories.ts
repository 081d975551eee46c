/** What a text may hold that it should not (R28, R29). The names are the contract of `npm run wording`. */
export const categories = [
  'contact-details',
  'health',
  'insult',
  'origin',
  'other-child',
  'personnummer',
  'religion',
  'sexuality',
  'social-services',
  'trait',
] as const
export type Category = (typeof categories)[number]

/** STOP cannot be published. WARN: change it or give a reason. HINT: advice. */
export const levels = ['STOP', 'WARN', 'HINT'] as const
export type Level = (typeof levels)[number]

export type Finding = {
  category: Category
  level: Level
  /** Where in the text as it was given, in UTF-16 units; end is the first that no longer belongs. */
  start: number
  end: number
  /** Which group of the lists, or which rule, found it: for counting and for taking a term away. */
  term: string
  /** Key into the catalogue: why, and how it could be written instead. */
  reason: string
}

export type Context = {
  /** YYYY-MM-DD. Which words are in force, and whether eight digits can be somebody's birth. */
  today: string
  /** Names tagged in the item: they may be named. */
  tagged?: readonly string[]
  /** Other children of the group: they may not. */
  others?: readonly string[]
  /** Protected persons. A stop on their names says what an unknown name says, and nothing else. */
  hidden?: readonly string[]
  /** The staff of the unit: named freely. */
  staff?: readonly string[]
  /** The unit's and the municipality's own numbers and addresses: they are for everybody. */
  publicContacts?: readonly string[]
}

/** What a word does in a sentence, as bits. The names are those of `roles` in lists/language.json. */
const names = [
  'child',
  'relative',
  'grownup',
  'staff',
  'group',
  'pronoun',
  'possessive',
  'plural',
  'you',
  'self',
  'copula',
  'seems',
  'holds',
  'degree',
  'habit',
  'topic',
  'topic-verb',
  'hits',
  'neutral-adjective',
  'prepositions',
  'tongues',
  'countries',
  'author-surname',
  'many',
  'present',
] as const
export type Role = (typeof names)[number]

export const role = Object.fromEntries(names.map((name, index) => [name, 1 << index])) as Record<Role, number>

export const isRole = (name: string): name is Role => name in role

/** Somebody who can be described: not the one who writes. */
export const somebody =
  role.child | role.relative | role.grownup | role.staff | role.group | role.pronoun | role.plural | role.you
export const personNoun = role.child | role.relative | role.grownup | role.staff

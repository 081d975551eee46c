import { translator } from '../../src/web/language.ts'
import { categories, levels } from '../../src/wording/categories.ts'
import { readLists } from '../../src/wording/lists.ts'
import { categoryKey, levelKey, reasonFor } from '../../src/wording/reasons.ts'

test.each(['sv', 'en'] as const)('R29: every finding says why and how it could be written instead (%s)', (language) => {
  const t = translator(language)
  const rules = [
    'personal-number',
    'personal-number-apart',
    'e-mail',
    'door-code',
    'initials',
    'name-not-here',
    'mother-tongue',
    'violence',
  ]
  const terms = [
    ...readLists('2026-11-26').groups.map(({ id, category }) => [category, id] as const),
    ...categories.flatMap((category) => rules.map((rule) => [category, rule] as const)),
  ]
  for (const [category, term] of terms) {
    const key = reasonFor(category, term)
    expect([key, t(key) === key]).toEqual([key, false])
    // Two thoughts: what is wrong, and what to do instead.
    expect([key, t(key).split(/[.;] /).length >= 2]).toEqual([key, true])
  }
  for (const key of [...categories.map(categoryKey), ...levels.map(levelKey)])
    expect([key, t(key) === key]).toEqual([key, false])
})

test('no sentence says that somebody is protected', () => {
  expect(translator('sv')('wording.reason.name-not-here')).not.toMatch(/skydd|sekretess|hemlig/i)
  expect(translator('en')('wording.reason.name-not-here')).not.toMatch(/protect|secre/i)
})

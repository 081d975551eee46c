import type { Language, Translate } from '../web/language.ts'
import { type Area, areas, curriculumOn, type Found, findGoal, type Goal, keyOf } from './curricula.ts'
import { stemsOf } from './stems.ts'

/** A goal as it stands in the database, with the words of its own version. */
export type GoalRow = { area: Area; name: string; sv: string; en: string; reference_sv: string; reference_en: string }

export type ShownGoal = { area: string; words: string; reference: string }

/** What an item's goals say to whoever reads it, in the order of the areas. */
export function shownGoals(rows: GoalRow[], language: Language, t: Translate): ShownGoal[] {
  const reference = language === 'sv' ? 'reference_sv' : 'reference_en'
  return rows
    .toSorted((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area))
    .map((row) => ({
      area: t(`goals.area.${row.area}`),
      words: row[language],
      reference: `${row.name}, ${row[reference]}`,
    }))
}

/** The same for a draft, whose goals are not rows yet. */
export function chosenGoals(keys: readonly string[], language: Language, t: Translate): ShownGoal[] {
  const rows = keys.flatMap((key) => findGoal(key) ?? []).map(rowOf)
  return shownGoals(rows, language, t)
}

/** Which of the keys may not be chosen for a group: not in its curriculum today, nor in the draft from before. */
export function unknownGoals(keys: readonly string[], code: string, day: string, before: readonly string[]): string[] {
  const here = curriculumOn(code, day)
  const there = new Set([...(here?.goals.map((goal) => keyOf(here, goal)) ?? []), ...before])
  return keys.filter((key) => !there.has(key))
}

/**
 * The editor's goals by area, with the stems that the search box matches. What a draft carries from an older version
 * stays in the list, so that saving loses nothing.
 */
export function goalStep(code: string, day: string, chosen: readonly string[], language: Language, t: Translate) {
  const here = curriculumOn(code, day)
  const current = here?.goals.map((goal): Found => ({ ...goal, curriculum: here })) ?? []
  const present = new Set(current.map((goal) => keyOf(goal.curriculum, goal)))
  const older = chosen
    .filter((key) => !present.has(key))
    .flatMap((key) => findGoal(key) ?? [])
    .filter((goal) => goal.curriculum.curriculum === code)
  const all = [...current, ...older]
  return {
    name: here?.name ?? '',
    chosen: all.filter((goal) => chosen.includes(keyOf(goal.curriculum, goal))).length,
    areas: areas.flatMap((area) => {
      const goals = all.filter((goal) => goal.area === area).map((goal) => choice(goal, chosen, language, t))
      return goals.length > 0
        ? [{ label: t(`goals.area.${area}`), open: goals.some((goal) => goal.checked), goals }]
        : []
    }),
  }
}

function choice(goal: Found, chosen: readonly string[], language: Language, t: Translate) {
  const key = keyOf(goal.curriculum, goal)
  return {
    key,
    words: goal[language],
    reference: `${goal.curriculum.name}, ${goal.reference[language]}`,
    stems: searchable(goal, t(`goals.area.${goal.area}`), language).join(' '),
    checked: chosen.includes(key),
  }
}

function searchable(goal: Goal, area: string, language: Language): string[] {
  return stemsOf([goal.sv, goal[language], area, goal.keywords].join(' '))
}

function rowOf(goal: Found): GoalRow {
  const { area, sv, en, reference, curriculum } = goal
  return { area, name: curriculum.name, sv, en, reference_sv: reference.sv, reference_en: reference.en }
}

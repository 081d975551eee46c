import { type Area, curriculumOn, type Goal, keyOf } from '../src/goals/curricula.ts'
import { stemsOf } from '../src/goals/stems.ts'
import type { GroupPlan } from './places.ts'
import type { Area as ThemeArea } from './texts/theme.ts'

const areasOf: Record<ThemeArea, Area[]> = {
  math: ['numbers'],
  nature: ['nature'],
  language: ['language'],
  creation: ['creating'],
  body: ['movement'],
  technology: ['nature'],
  together: ['together', 'influence'],
  society: ['world', 'influence'],
}

/** What an educator would tick for such a text: in each of the theme's areas the goal that shares most words with it. */
export function goalsFor(text: string, themeAreas: ThemeArea[], group: GroupPlan, day: string): string[] {
  const curriculum = curriculumOn(group.curriculum, day)
  if (!curriculum) return []
  const stems = new Set(stemsOf(text))
  const open = curriculum.goals.filter((goal) => fits(goal, group))
  const chosen = themeAreas.flatMap((area) => {
    const [best] = open
      .filter((goal) => areasOf[area].includes(goal.area))
      .map((goal) => ({ goal, shared: shared(goal, stems) }))
      .toSorted((a, b) => b.shared - a.shared)
    return best && best.shared > 0 ? [keyOf(curriculum, best.goal)] : []
  })
  return [...new Set(chosen)]
}

const words = new Map<string, string[]>()

function shared({ keywords }: Goal, stems: Set<string>): number {
  if (!words.has(keywords)) words.set(keywords, stemsOf(keywords))
  return words.get(keywords)!.filter((stem) => stems.has(stem)).length
}

// Chapter 4 is after-school care's, 3 the preschool class's and 5 the subjects'; the overall goals are everybody's.
function fits({ reference, id }: Goal, { kind }: GroupPlan): boolean {
  if (kind === 'preschool' || reference.sv.startsWith('avsnitt')) return true
  return (kind === 'after_school') === reference.sv.startsWith('kapitel 4') && id !== 'early-play'
}

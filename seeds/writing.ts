import type { GroupPlan } from './places.ts'
import type { Random } from './random.ts'
import type { Document, Picture } from './types.ts'

export type Assignment = {
  day: string
  group: GroupPlan
  audience: Document['audience']
  name?: string | undefined
  age?: number | undefined
  recent: boolean
  rich: boolean
  theme?: string | undefined
}

/** What an educator would write about such a day. */
export function write(_random: Random, task: Assignment): { title: string; text: string; pictures: Picture[] } {
  const who = task.name ?? 'Barnen'
  return {
    title: 'Vatten på gården',
    text: `${who} hällde vatten mellan kärl av olika storlek på gården.\n\nVi hade ställt fram tillbringare, trattar och slangar. Nästa gång provar vi att bygga en ränna.`,
    pictures: [],
  }
}

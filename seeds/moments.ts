import { addDays, addYears, at, covers, daysBetween, weekday } from './calendar.ts'
import { type GroupPlan, groupOf, groups } from './places.ts'
import type { Random } from './random.ts'
import { cast } from './story.ts'
import type { Town } from './town.ts'
import type { Document, Placement } from './types.ts'

/** Something worth writing down: when, where and about whom. */
export type Moment = {
  key: string
  day: string
  at?: Date
  group: GroupPlan
  audience: Document['audience']
  childId?: string
  draft?: boolean
  rich?: boolean
}

/** Every moment that was written down, oldest first in each group; then the ones the demo's story needs. */
export function momentsOf(town: Town, random: Random): Moment[] {
  const placed = new Map<string, Placement[]>()
  for (const placement of town.placements) {
    const list = placed.get(placement.groupId) ?? []
    list.push(placement)
    placed.set(placement.groupId, list)
  }
  const everyday = groups.flatMap((group) => everydayOf(town, random, group, placed.get(group.id) ?? []))
  return [...everyday, ...familyOf(town), ...dueOf(town, placed), ...draftsOf(town, random, placed)]
}

function everydayOf(town: Town, random: Random, group: GroupPlan, placed: Placement[]): Moment[] {
  const moments: Moment[] = []
  const opened = group.kind === 'class' ? `${town.year - group.ages[0]! + 6}-08-20` : town.begin
  const add = (day: string, audience: Document['audience'], child?: { childId: string }) =>
    moments.push({ key: `${group.key} ${day} ${child?.childId ?? audience}`, day, group, audience, ...child })
  for (let day = opened > town.begin ? opened : town.begin; day <= town.today; day = addDays(day, 1)) {
    if (weekday(day) === 0 || weekday(day) === 6 || closed(group, day)) continue
    const density = densityOf(daysBetween(day, town.today) / 365)
    if (random.chance(0.085 * density)) add(day, 'group')
    if (random.chance(0.006 * density)) add(day, 'unit')
    const each = density * (group.kind === 'preschool' ? 0.0145 : group.kind === 'class' ? 0.0092 : 0.0032)
    for (const { childId, from, to } of placed)
      if (random.chance(each) && covers({ from, to }, day)) add(day, 'child', { childId })
  }
  return moments
}

// How much was written, by years back: little at first, most in the last months.
function densityOf(years: number): number {
  if (years > 5) return 0.25
  if (years > 3) return 0.55
  if (years > 1) return 0.8
  return years > 0.34 ? 1 : 1.4
}

function closed(group: GroupPlan, day: string): boolean {
  const date = day.slice(5)
  if (date >= '12-23' || date <= '01-08') return true
  if (group.kind === 'class') return date >= '06-13' && date <= '08-17'
  return date >= '07-01' && date <= '08-05'
}

// The account `guardian` opens on a rich page: a steady stream about both children and their groups, up to today.
function familyOf(town: Town): Moment[] {
  const streams: { groupKey: string; childId?: string; first: number; every: number; hour: number }[] = [
    { groupKey: 'glantan Myran', childId: cast.guardiansChild, first: 1, every: 5, hour: 13 },
    { groupKey: 'glantan Myran', first: 0, every: 4, hour: 9 },
    { groupKey: 'lindhaga 5A', childId: cast.guardiansSchoolChild, first: 2, every: 9, hour: 14 },
    { groupKey: 'lindhaga 5A', first: 1, every: 8, hour: 11 },
  ]
  return streams.flatMap(({ groupKey, childId, first, every, hour }) => {
    const group = groupOf(groupKey)
    const days: string[] = []
    for (let back = first; back < 110; back += every) {
      const day = lastWeekday(addDays(town.today, -back))
      if (!closed(group, day) && !days.includes(day)) days.push(day)
    }
    return days.reverse().map(
      (day, i): Moment => ({
        key: `family ${groupKey} ${childId ?? 'group'} ${day}`,
        day,
        at: at(day, hour, (7 + i * 11) % 60),
        group,
        audience: childId ? 'child' : 'group',
        ...(childId ? { childId } : {}),
        rich: true,
      }),
    )
  })
}

/**
 * R14: published five calendar years before today and tomorrow (gone tonight), on the days before and after, and one
 * and more years beyond, so that retention always has something to do and something to leave alone.
 */
function dueOf(town: Town, placed: Map<string, Placement[]>): Moment[] {
  const tomorrow = addDays(town.today, 1)
  const exact = [-1, 0, 1, 2].map((shift) =>
    addDays(addYears(shift === 1 ? tomorrow : town.today, -5), shift === 1 ? 0 : shift),
  )
  const older = [lastWeekday(addDays(addYears(town.today, -5), -45)), lastWeekday(addYears(town.today, -6))]
  const places = ['glantan Myran', 'glantan Humlan', 'skogsdungen Tallkotten', 'lindhaga 5A', 'akulla 6A']
  return [...exact, ...older].flatMap((day, i) =>
    places.flatMap((key, j): Moment[] => {
      const group = groupOf(key)
      const there = (placed.get(group.id) ?? []).filter((placement) => covers(placement, day))
      const own = there.find((placement) => placement.childId === cast.guardiansSchoolChild)
      const child = own ?? there[(i + j) % Math.max(1, there.length)]
      const whole: Moment = { key: `due ${key} ${i}`, day, at: at(day, 8 + j, 12 + i * 7), group, audience: 'group' }
      if (group.kind === 'class' && !child) return []
      if (!child) return [whole]
      return [
        whole,
        {
          ...whole,
          key: `${whole.key} child`,
          at: at(day, 9 + j, 3 + i * 7),
          audience: 'child',
          childId: child.childId,
        },
      ]
    }),
  )
}

function draftsOf(town: Town, random: Random, placed: Map<string, Placement[]>): Moment[] {
  const keys = ['glantan Myran', 'glantan Myran', 'glantan Myran', ...groups.map((group) => group.key)].slice(0, 18)
  return keys.map((key, i): Moment => {
    const group = groupOf(key)
    const day = lastWeekday(addDays(town.today, -1 - (i % 9)))
    const there = (placed.get(group.id) ?? []).filter((placement) => covers(placement, day))
    const child = i === 0 ? cast.guardiansChild : there[random.int(0, 30) % Math.max(1, there.length)]?.childId
    const about = i % 3 === 0 && child ? { audience: 'child' as const, childId: child } : { audience: 'group' as const }
    return { key: `draft ${i}`, day, at: at(day, 10 + (i % 5), 20), group, ...about, draft: true }
  })
}

function lastWeekday(day: string): string {
  const back = { 0: 2, 6: 1 }[weekday(day)] ?? 0
  return addDays(day, -back)
}

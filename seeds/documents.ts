import { addDays, addYears, at, covers, daysBetween, weekday } from './calendar.ts'
import { type GroupPlan, groups } from './places.ts'
import { idOf, type Random, seeded } from './random.ts'
import type { Town } from './town.ts'
import type { Document, Person } from './types.ts'
import { write } from './writing.ts'

/** More than six years of documentation, denser lately, in daytime on weekdays; drafts last. */
export function documents(town: Town): Document[] {
  const random = seeded('documents')
  const moments = momentsOf(town, random)
  const clerk = clerkOf(town)
  const out: Document[] = []
  for (const moment of moments) {
    const author = clerk.authorAt(moment.group, moment.day, random)
    const child = moment.childId ? clerk.person(moment.childId) : undefined
    const text = write(random, {
      day: moment.day,
      group: moment.group,
      audience: moment.audience,
      name: child?.givenName,
      age: child ? ageOn(child, moment.day) : undefined,
      recent: moment.day >= addDays(town.today, -125),
      rich: moment.rich ?? false,
      theme: moment.theme,
    })
    const publishedAt = moment.at ?? at(moment.day, random.int(8, 16), random.int(0, 59), random.int(0, 59))
    if (publishedAt > town.now && !moment.draft) continue
    out.push({
      id: idOf(`document ${moment.key}`),
      unitId: moment.group.unitId,
      groupId: moment.group.id,
      authorId: author.person.id,
      audience: moment.audience,
      childIds: moment.childId ? [moment.childId] : [],
      ...text,
      signature: `${author.person.givenName} ${author.person.familyName}, ${author.title.toLowerCase()}`,
      publishedAt: moment.draft ? null : publishedAt,
      createdAt: new Date(Math.min(publishedAt.getTime() - random.int(4, 50) * 60_000, town.now.getTime() - 60_000)),
    })
  }
  return out
}

export type Moment = {
  key: string
  day: string
  at?: Date
  group: GroupPlan
  audience: Document['audience']
  childId?: string
  draft?: boolean
  rich?: boolean
  theme?: string
}

function momentsOf(town: Town, random: Random): Moment[] {
  const moments: Moment[] = []
  const children = new Map<string, { childId: string; from: string; to: string | null }[]>()
  for (const placement of town.placements) {
    const list = children.get(placement.groupId) ?? []
    list.push(placement)
    children.set(placement.groupId, list)
  }
  for (const group of groups) {
    const opened = group.kind === 'class' ? `${town.year - group.ages[0]! + 6}-08-20` : town.begin
    const placed = children.get(group.id) ?? []
    for (let day = opened > town.begin ? opened : town.begin; day <= town.today; day = addDays(day, 1)) {
      if (weekday(day) === 0 || weekday(day) === 6 || closed(group, day)) continue
      const density = densityOf(daysBetween(day, town.today) / 365)
      if (random.chance(0.085 * density))
        moments.push({ key: `${group.key} ${day} group`, day, group, audience: 'group' })
      if (random.chance(0.006 * density))
        moments.push({ key: `${group.key} ${day} unit`, day, group, audience: 'unit' })
      const present = placed.filter((placement) => covers(placement, day))
      const each = group.kind === 'preschool' ? 0.0135 : group.kind === 'class' ? 0.0085 : 0.003
      for (const { childId } of present)
        if (random.chance(each * density))
          moments.push({ key: `${group.key} ${day} ${childId}`, day, group, audience: 'child', childId })
    }
  }
  return moments
}

// How much was written, by years back: little at first, most in the last months.
function densityOf(years: number): number {
  if (years > 5) return 0.25
  if (years > 3) return 0.5
  if (years > 1) return 0.75
  return years > 0.33 ? 1 : 1.45
}

function closed(group: GroupPlan, day: string): boolean {
  const date = day.slice(5)
  if (date >= '12-23' || date <= '01-08') return true
  if (group.kind === 'class') return date >= '06-13' && date <= '08-17'
  return date >= '07-01' && date <= '08-05'
}

function ageOn(child: Person, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(child.birthDate!.slice(0, 4))
  return addYears(child.birthDate!, years) > day ? years - 1 : years
}

function clerkOf(town: Town) {
  const people = new Map(town.people.map((person) => [person.id, person]))
  const duties = new Map<string, Town['duties']>()
  for (const duty of town.duties) {
    if (duty.role !== 'educator' || !duty.groupId) continue
    const list = duties.get(duty.groupId) ?? []
    list.push(duty)
    duties.set(duty.groupId, list)
  }
  return {
    person: (id: string) => people.get(id)!,
    authorAt(group: GroupPlan, day: string, random: Random) {
      const there = duties.get(group.id)!.filter((duty) => covers(duty, day))
      const duty = random.chance(0.4) ? there[0]! : random.pick(there)
      return { person: people.get(duty.personId)!, title: duty.title }
    },
  }
}

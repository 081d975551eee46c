import { addDays, addYears, at, covers, schoolYear } from './calendar.ts'
import { type Moment, momentsOf } from './moments.ts'
import type { GroupPlan } from './places.ts'
import { idOf, type Random, seeded } from './random.ts'
import type { Town } from './town.ts'
import type { Document, Person } from './types.ts'
import { write } from './writing.ts'

/** More than six years of documentation, denser lately, in daytime on weekdays; drafts among them. */
export function documents(town: Town): Document[] {
  const random = seeded('documents')
  const clerk = clerkOf(town)
  const lately = new Map<string, string[]>()
  const out: Document[] = []
  for (const moment of momentsOf(town, random)) {
    const author = clerk.authorAt(moment.group, moment.day, random)
    const child = moment.childId ? clerk.person(moment.childId) : undefined
    const reader = moment.childId ?? moment.group.key
    const recent = lately.get(reader) ?? []
    const { theme, ...written } = write(random, {
      day: moment.day,
      group: moment.group,
      grade: gradeOf(town, moment),
      audience: moment.audience,
      name: child?.givenName,
      age: child ? ageOn(child, moment.day) : undefined,
      pictures: pictureCount(town, moment, random),
      recent,
    })
    lately.set(reader, [theme, ...recent].slice(0, 9))
    const moved = moment.at ?? at(moment.day, random.int(8, 15), random.int(0, 59), random.int(0, 59))
    const wroteFor = random.int(4, 50) * 60_000
    if (moved >= town.now) continue
    out.push({
      id: idOf(`document ${moment.key}`),
      unitId: moment.group.unitId,
      groupId: moment.group.id,
      authorId: author.person.id,
      audience: moment.audience,
      childIds: moment.childId ? [moment.childId] : [],
      ...written,
      signature: `${author.person.givenName} ${author.person.familyName}, ${author.title.toLowerCase()}`,
      publishedAt: moment.draft ? null : moved,
      createdAt: new Date(moved.getTime() - wroteFor),
    })
  }
  return out
}

// Everything from the last four months has pictures; before that one in eight.
function pictureCount(town: Town, moment: Moment, random: Random): number {
  if (moment.rich) return 2
  if (moment.day >= addDays(town.today, -125)) return random.chance(0.2) ? 2 : 1
  return random.chance(0.11) ? 1 : 0
}

function gradeOf(town: Town, { group, day }: Moment): number | undefined {
  if (group.kind !== 'class') return undefined
  return group.ages[0]! - 6 - (town.year - schoolYear(addDays(day, 3)))
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

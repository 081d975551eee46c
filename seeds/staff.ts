import { addAdult } from './adults.ts'
import { pickRoot } from './names.ts'
import { type GroupPlan, groups, unitOf, units } from './places.ts'
import { idOf } from './random.ts'
import type { Town } from './town.ts'
import type { Person } from './types.ts'

/** Staff with a place in the story; the rest are made up along the way. */
const known: Record<string, [string, string]> = {
  educator: ['Maria', 'Sandberg'],
  educator2: ['Henrik', 'Norberg'],
  principal: ['Cecilia', 'Wallin'],
  both: ['Jasmina', 'Begić'],
  admin: ['Anders', 'Hallberg'],
  records: ['Lovisa', 'Nyberg'],
  dpo: ['Farhad', 'Moradi'],
}

/** Ninety people: educators per group, one more per unit, four principals, and three at the municipality's office. */
export function hireStaff(town: Town): void {
  for (const group of groups) {
    const seats = { preschool: 4, class: 2, after_school: 4 }[group.kind]
    for (let seat = 0; seat < seats; seat++) hireForGroup(town, group, seat)
  }
  for (const unit of units) {
    const person = hire(town, `resource ${unit.id}`)
    addDuty(town, person, unit.id, null, unit.kind === 'preschool' ? 'Barnskötare' : 'Lärare', `${town.year - 4}-08-01`)
  }
  const areas = {
    principal: ['glantan', 'slandan'],
    p2: ['skogsdungen', 'bryggan', 'hasselbacken'],
    p3: ['lindhaga'],
    p4: ['akulla'],
  }
  for (const [key, keys] of Object.entries(areas)) {
    const person = hire(town, key)
    for (const unit of keys)
      town.duties.push({
        personId: person.id,
        unitId: unitOf(unit).id,
        groupId: null,
        role: 'principal',
        title: 'Rektor',
        from: `${town.year - 7}-08-01`,
        to: null,
      })
  }
  for (const key of ['admin', 'records', 'dpo']) hire(town, key)
}

const seatKeys: Record<string, string> = {
  'glantan Myran 0': 'educator',
  'skogsdungen Tallkotten 0': 'educator2',
  'lindhaga Fritids Eken 1': 'both',
}

// The first seat is held by the same person the whole time, so that somebody is always on duty in every group.
function hireForGroup(town: Town, group: GroupPlan, seat: number): void {
  const { random, year } = town
  const person = hire(town, seatKeys[`${group.key} ${seat}`] ?? `seat ${group.key} ${seat}`)
  const title = titleOf(group, seat)
  const opened = group.kind === 'class' ? year - (group.ages[0]! - 6) : year - 8
  const first = Math.max(opened, year - 8)
  if (seat === 0 || person.id === idOf('person both')) {
    addDuty(town, person, group.unitId, group.id, title, `${first}-08-01`)
    return
  }
  const since = Math.min(year, random.int(first, year - 1))
  addDuty(town, person, group.unitId, group.id, title, `${since}-08-01`)
  if (since <= first || group.kind === 'class') return
  if (random.chance(0.55)) {
    const other = random.pick(groups.filter((g) => g.kind === group.kind && g.key !== group.key))
    addDuty(town, person, other.unitId, other.id, title, `${random.int(first, since - 1)}-08-01`, `${since}-07-31`)
  } else if (random.chance(0.35)) {
    const former = hire(town, `former ${group.key} ${seat}`)
    addDuty(town, former, group.unitId, group.id, title, `${first}-08-01`, `${since}-07-31`)
  }
}

function titleOf(group: GroupPlan, seat: number): string {
  if (group.kind === 'preschool') return seat < 2 ? 'Förskollärare' : 'Barnskötare'
  if (group.kind === 'class') return 'Lärare'
  return seat < 3 ? 'Fritidspedagog' : 'Barnskötare'
}

function hire(town: Town, key: string): Person {
  const root = pickRoot(town.random)
  const [givenName, familyName] = known[key] ?? [town.random.pick(root.adults), town.random.pick(root.families)]
  return addAdult(
    town,
    key,
    givenName,
    familyName,
    key === 'both' ? { from: 1985, to: 1990 } : { from: 1962, to: 2001 },
  )
}

function addDuty(
  town: Town,
  person: Person,
  unitId: string,
  groupId: string | null,
  title: string,
  from: string,
  to: string | null = null,
): void {
  town.duties.push({ personId: person.id, unitId, groupId, role: 'educator', title, from, to })
}

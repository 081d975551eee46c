import { addAdult } from './adults.ts'
import { addDays, daysBetween } from './calendar.ts'
import { childNames, pickRoot, streets, towns } from './names.ts'
import { type GroupPlan, groupOf, groups, unitOf } from './places.ts'
import { idOf } from './random.ts'
import { storyFamilies } from './story.ts'
import type { Town } from './town.ts'
import type { Person } from './types.ts'

export type ChildPlan = {
  key: string
  givenName?: string
  group: string
  bornYearsBack: number
  bornOn?: string
  /** An earlier group, and the last day there. */
  before?: { group: string; until: string }
  /** For a pupil: the preschool group before school began. */
  preschool?: string
  entered?: string
}

export type FamilyPlan = {
  guardians: { key: string; givenName: string; familyName: string; until?: string }[]
  children: ChildPlan[]
  childFamilyName?: string
  homes: 1 | 2
}

const clusters = [
  ['glantan', 'slandan', 'bryggan', 'lindhaga'],
  ['skogsdungen', 'hasselbacken', 'akulla'],
]

/** Fills every group: first the families with a place in the story, then others until no place is free. */
export function settleFamilies(town: Town): void {
  const places = new Map(groups.map((group) => [group.key, freePlaces(group)]))
  const takePlace = (child: ChildPlan) => {
    const free = places.get(child.group)!
    const index = free.indexOf(child.bornYearsBack)
    if (free.length > 0) free.splice(index < 0 ? 0 : index, 1)
  }
  for (const family of storyFamilies(town)) {
    family.children.forEach(takePlace)
    settle(town, family)
  }
  let number = 0
  for (const group of groups) {
    for (let free = places.get(group.key)!; free.length > 0; ) {
      const plan = makeUp(town, `${number++}`, group, free[0]!, places)
      plan.children.forEach(takePlace)
      settle(town, plan)
    }
  }
}

function freePlaces(group: GroupPlan): number[] {
  return Array.from({ length: group.size }, (_, i) => group.ages[i % group.ages.length]!)
}

function makeUp(town: Town, key: string, group: GroupPlan, age: number, places: Map<string, number[]>): FamilyPlan {
  const { random } = town
  const root = pickRoot(random)
  const mixed = random.chance(0.15) ? pickRoot(random) : root
  const one = {
    key: `guardian of ${key} a`,
    givenName: random.pick(root.adults),
    familyName: random.pick(root.families),
  }
  const shared = random.chance(0.5) ? one.familyName : random.pick(mixed.families)
  const two = { key: `guardian of ${key} b`, givenName: random.pick(mixed.adults), familyName: shared }
  const shape = random.next()
  const children: ChildPlan[] = [{ key: `child ${key}`, group: group.key, bornYearsBack: age }]
  if (random.chance(0.34)) {
    const sibling = siblingPlace(town, group, age, places)
    if (sibling) children.push({ key: `child ${key} sibling`, ...sibling })
  }
  const double = one.familyName !== two.familyName && random.chance(0.2)
  return {
    guardians: shape < 0.1 ? [one] : [one, two],
    homes: shape > 0.82 ? 2 : 1,
    children,
    childFamilyName: shape >= 0.1 && double ? `${one.familyName} ${two.familyName}` : one.familyName,
  }
}

function siblingPlace(town: Town, group: GroupPlan, age: number, places: Map<string, number[]>) {
  const cluster = clusters.find((units) => units.includes(group.key.split(' ')[0]!))!
  const options = groups
    .filter((other) => cluster.includes(other.key.split(' ')[0]!))
    .flatMap((other) =>
      [...new Set(places.get(other.key))].map((years) => ({ group: other.key, bornYearsBack: years })),
    )
    .filter((option) => Math.abs(option.bornYearsBack - age) >= 2 && Math.abs(option.bornYearsBack - age) <= 6)
  return options.length > 0 ? town.random.pick(options) : undefined
}

function settle(town: Town, plan: FamilyPlan): void {
  const { random } = town
  const oldest = Math.max(...plan.children.map((child) => child.bornYearsBack))
  const latest = Math.min(2001, town.year - oldest - 22)
  const guardians = plan.guardians.map((guardian) =>
    addAdult(town, guardian.key, guardian.givenName, guardian.familyName, {
      from: Math.max(1976, latest - 16),
      to: Math.max(1978, latest),
    }),
  )
  const children = plan.children.map((child) => addChild(town, child, plan.childFamilyName ?? guardians[0]!.familyName))
  for (const child of children) {
    for (const [i, guardian] of guardians.entries()) {
      const to = plan.guardians[i]!.until ?? null
      town.guardianships.push({ guardianId: guardian.id, childId: child.id, from: child.birthDate!, to })
    }
  }
  const home = unitOf(plan.children[0]!.group.split(' ')[0]!).city
  const homes = plan.homes === 2 ? guardians.map((guardian) => [guardian]) : [guardians]
  homes.forEach((adults, i) => {
    const members = i === 0 ? [...adults, ...children] : adults
    town.households.push({ id: idOf(`household ${plan.children[0]!.key} ${i}`), personIds: members.map((p) => p.id) })
    const place = i === 0 && random.chance(0.85) ? towns.find((t) => t.city === home)! : random.pick(towns)
    const address = `${random.pick(streets)} ${random.int(1, 48)}, ${place.postalCode} ${place.city}`
    for (const adult of adults) addDetails(town, adult, address)
  })
}

function addChild(town: Town, plan: ChildPlan, familyName: string): Person {
  const year = town.year - plan.bornYearsBack
  const birth = plan.bornOn ? town.numbers.bornOn(plan.bornOn) : town.numbers.bornIn(year)
  const person = {
    id: idOf(`person ${plan.key}`),
    givenName: plan.givenName ?? freshName(town, plan),
    familyName,
    ...birth,
  }
  town.people.push(person)
  place(town, plan, person, Number(birth.birthDate.slice(0, 4)))
  return person
}

// Two children of a group may share a name in life; here it would only confuse whoever tries the demo.
function freshName(town: Town, plan: ChildPlan): string {
  const taken = takenNames(town, plan.group)
  for (;;) {
    const name = town.random.pick(childNames)
    if (!taken.has(name)) {
      taken.add(name)
      return name
    }
  }
}

const namesByTown = new WeakMap<Town, Map<string, Set<string>>>()

function takenNames(town: Town, group: string): Set<string> {
  const all = namesByTown.get(town) ?? new Map<string, Set<string>>()
  namesByTown.set(town, all)
  const names = all.get(group) ?? new Set(storyNames)
  all.set(group, names)
  return names
}

const storyNames = ['Alma', 'Elis']

// R12: a child's line through the municipality: preschool, perhaps another one, then a class and after-school care.
function place(town: Town, plan: ChildPlan, child: Person, born: number): void {
  const { random } = town
  const group = groupOf(plan.group)
  const add = (key: string, from: string, to: string | null = null) =>
    town.placements.push({ childId: child.id, groupId: groupOf(key).id, from, to })
  const entry = plan.entered ?? random.pick([`${born + 1}-08-15`, `${born + 2}-01-10`, `${born + 2}-08-15`])
  if (group.kind === 'preschool') {
    const move = plan.before ?? earlierMove(town, plan, entry)
    if (move) add(move.group, entry, move.until)
    add(plan.group, move ? addDays(move.until, 1) : entry)
    return
  }
  const start = `${town.year - group.ages[0]! + 6}-08-15`
  const cluster = clusters.find((units) => units.includes(plan.group.split(' ')[0]!))!
  const preschools = groups.filter((g) => g.kind === 'preschool' && cluster.includes(g.key.split(' ')[0]!))
  const until = addDays(start, -1)
  if (until > town.begin) add(plan.preschool ?? random.pick(preschools).key, entry, until)
  add(plan.group, start)
  if (!random.chance(0.6)) return
  const after = groups.find((g) => g.kind === 'after_school' && g.unitId === group.unitId)!
  const ends = `${town.year - group.ages[0]! + 10}-06-30`
  if (ends > town.begin) add(after.key, start, ends < town.today ? ends : null)
}

function earlierMove(town: Town, plan: ChildPlan, entry: string) {
  const until = `${town.year - town.random.int(0, 1)}-08-14`
  if (!town.random.chance(0.14) || daysBetween(entry, until) < 100) return undefined
  const others = groups.filter((g) => g.kind === 'preschool' && g.key !== plan.group)
  return { group: town.random.pick(others).key, until }
}

function addDetails(town: Town, adult: Person, address: string): void {
  const slug = `${adult.givenName}.${adult.familyName}`
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/[^a-z.-]/g, '')
  const number = 605 + (town.households.length % 95)
  const phone = `070-174 0${String(number).slice(0, 1)} ${String(number).slice(1)}`
  town.contactDetails.push({ personId: adult.id, field: 'phone', value: phone })
  if (town.random.chance(0.93))
    town.contactDetails.push({ personId: adult.id, field: 'email', value: `${slug}@example.se` })
  town.contactDetails.push({ personId: adult.id, field: 'address', value: address })
}

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addDays, stockholmDay } from './calendar.ts'
import { idOf } from './random.ts'
import type { Demo, Duty, Person, Placement } from './types.ts'

/** The municipality's register as SS 12000:2020 delivers it: a list for each resource. */
export type Register = Record<'organisations' | 'groups' | 'persons' | 'placements' | 'duties', Entry[]>
type Entry = { id: string } & Record<string, unknown>

const municipality = idOf('register municipality')
const began = '2000-01-01'
const ref = (id: string) => ({ id })
const days = ({ from, to }: { from: string; to: string | null }) => ({
  startDate: from,
  ...(to ? { endDate: to } : {}),
})

/** The demo's people as the register holds them: those who are placed, their guardians, and the staff of its groups. */
export function registerOf(demo: Demo): Register {
  const kinds = new Map(demo.groups.map((group) => [group.id, group.kind]))
  const inClass = (placement: Placement) => kinds.get(placement.groupId) === 'class'
  const delivered = deliveredPeople(demo)
  return {
    organisations: [
      { id: municipality, displayName: 'Ale kommun', organisationType: 'Huvudman' },
      ...demo.units.map((unit) => ({
        id: unit.id,
        displayName: unit.name,
        organisationType: 'Skolenhet',
        parentOrganisation: ref(municipality),
        schoolTypes: unit.kind === 'preschool' ? ['FS'] : ['FKLASS', 'GR', 'FTH'],
        address: { type: 'Besöksadress', streetAddress: unit.street, postalCode: unit.postalCode, locality: unit.city },
        phoneNumber: unit.phone,
        email: unit.email,
      })),
    ],
    groups: demo.groups.map((group) => ({
      id: group.id,
      displayName: group.name,
      groupType: group.kind === 'class' ? 'Klass' : 'Avdelning',
      schoolType: { preschool: 'FS', class: 'GR', after_school: 'FTH' }[group.kind],
      organisation: ref(group.unitId),
      startDate: began,
      groupMemberships: demo.placements
        .filter((placement) => placement.groupId === group.id && inClass(placement))
        .map((placement) => ({ person: ref(placement.childId), ...days(placement) })),
    })),
    persons: demo.people.filter(({ id }) => delivered.has(id)).map((person) => personIn(demo, person, inClass)),
    placements: demo.placements.filter((placement) => !inClass(placement)).map((placement) => placed(demo, placement)),
    duties: demo.duties.filter(isDelivered).map((duty) => ({
      id: idOf(`register duty ${duty.personId} ${duty.groupId ?? duty.unitId} ${duty.from}`),
      person: ref(duty.personId),
      dutyAt: ref(duty.unitId),
      dutyRole: duty.title,
      ...days(duty),
      assignmentRole: duty.groupId ? [{ group: ref(duty.groupId), assignmentRoleType: assignmentOf(duty.title) }] : [],
    })),
  }
}

/** Who works in a whole unit without leading it is not in the register: such staff are added in the portal. */
export function isDelivered({ groupId, role }: Duty): boolean {
  return groupId !== null || role === 'principal'
}

/** Everybody who has a relation that the register tells of. */
export function deliveredPeople(demo: Demo): Set<string> {
  return new Set([
    ...demo.placements.map(({ childId }) => childId),
    ...demo.guardianships.flatMap(({ childId, guardianId }) => [childId, guardianId]),
    ...demo.duties.filter(isDelivered).map(({ personId }) => personId),
  ])
}

function personIn(demo: Demo, person: Person, inClass: (placement: Placement) => boolean): Entry {
  const now = (period: { to: string | null }) => period.to === null
  return {
    id: person.id,
    givenName: person.givenName,
    familyName: person.familyName,
    ...(person.birthDate ? { birthDate: person.birthDate } : {}),
    ...(person.personnummer ? { civicNo: { value: person.personnummer, nationality: 'SE' } } : {}),
    securityMarking: 'Ingen',
    personStatus: 'Aktiv',
    enrolments: demo.placements
      .filter((placement) => placement.childId === person.id && inClass(placement))
      .map((placement) => ({ enroledAt: ref(unitOf(demo, placement.groupId)), schoolType: 'GR', ...days(placement) })),
    responsibles: demo.guardianships
      .filter((each) => each.childId === person.id && now(each))
      .map(({ guardianId }) => ({ person: ref(guardianId), relationType: 'Vårdnadshavare' })),
  }
}

function unitOf(demo: Demo, groupId: string): string {
  return demo.groups.find(({ id }) => id === groupId)!.unitId
}

function assignmentOf(title: string): string {
  return title === 'Lärare' ? 'Mentor' : title
}

/**
 * What has happened since: enough for a first look to have something of each kind to show. A child begins, one changes
 * groups, one has left; somebody is hired; a guardian has lost custody and another a name; somebody is marked; and one word
 * is newer than the portal. Nobody of the demo's accounts is among them.
 */
export function since(register: Register, demo: Demo, now: Date): Register {
  const today = stockholmDay(now)
  const yesterday = addDays(today, -1)
  const changed: Register = structuredClone(register)
  const person = (id: string) => changed.persons.find((each) => each.id === id) as Entry & PersonEntry
  const [first, second, third, fourth, fifth] = quietFamilies(demo, today)
  const group = demo.groups.find(({ id }) => id === first!.placement.groupId)!
  const beside = demo.groups.find((each) => each.unitId === group.unitId && each.id !== group.id)!

  // Numbers of those who have just moved here are given for the time being (TF).
  const newChild = idOf('register new child')
  changed.persons.push({
    id: newChild,
    givenName: 'Noor',
    familyName: person(first!.guardians[0]!).familyName,
    birthDate: addDays(today, -500),
    civicNo: { value: `${addDays(today, -500).replaceAll('-', '')}TF01`, nationality: 'SE' },
    securityMarking: 'Ingen',
    personStatus: 'Aktiv',
    enrolments: [],
    responsibles: first!.guardians.map((id) => ({ person: ref(id), relationType: 'Vårdnadshavare' })),
  })
  changed.placements.push(placed(demo, { childId: newChild, groupId: group.id, from: today, to: null }))

  endPlacement(changed, second!.child, yesterday)
  const where = demo.groups.find(({ id }) => id === second!.placement.groupId)!
  const other = demo.groups.find((each) => each.unitId === where.unitId && each.id !== where.id) ?? beside
  changed.placements.push(placed(demo, { childId: second!.child, groupId: other.id, from: today, to: null }))

  endPlacement(changed, third!.child, yesterday)

  const child = person(fourth!.child)
  child.responsibles = child.responsibles.slice(0, 1)
  person(child.responsibles[0]!.person.id).familyName = 'Sandelin'

  person(fifth!.child).securityMarking = 'Sekretessmarkering'

  const hired = idOf('register hired')
  changed.persons.push({
    id: hired,
    givenName: 'Otto',
    familyName: 'Brandt',
    securityMarking: 'Ingen',
    personStatus: 'Aktiv',
    enrolments: [],
    responsibles: [],
  })
  changed.duties.push({
    id: idOf('register duty hired'),
    person: ref(hired),
    dutyAt: ref(beside.unitId),
    dutyRole: 'Barnskötare',
    startDate: today,
    assignmentRole: [
      { group: ref(beside.id), assignmentRoleType: 'Barnskötare' },
      { group: ref(beside.id), assignmentRoleType: 'Pedagogisk utvecklare' },
    ],
  })
  return changed
}

/** A page of each resource as JSON, `{"data": […]}`. */
export async function writeRegister(register: Register, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const [resource, data] of Object.entries(register))
    await writeFile(join(directory, `${resource}.json`), JSON.stringify({ data }))
}

type PersonEntry = { familyName: string; securityMarking: string; responsibles: { person: { id: string } }[] }
type Family = { child: string; placement: Placement; guardians: string[] }

// Preschool children with two guardians, no brothers or sisters, and nobody in the family who has an account.
function quietFamilies(demo: Demo, today: string): Family[] {
  const known = new Set(demo.accounts.map(({ personId }) => personId))
  const hidden = new Set(demo.protectedPeople.map(({ personId }) => personId))
  const kinds = new Map(demo.groups.map((group) => [group.id, group.kind]))
  const units = new Set<string>()
  const found: Family[] = []
  for (const placement of demo.placements) {
    const child = placement.childId
    const unit = unitOf(demo, placement.groupId)
    const current = placement.from <= today && placement.to === null && kinds.get(placement.groupId) === 'preschool'
    const guardians = demo.guardianships.filter((each) => each.childId === child && each.to === null)
    const custody = demo.guardianships.filter((each) =>
      guardians.some(({ guardianId }) => guardianId === each.guardianId),
    )
    const family = [child, ...guardians.map(({ guardianId }) => guardianId)]
    if (!current || units.has(unit) || guardians.length !== 2 || custody.length !== 2) continue
    if (family.some((id) => known.has(id) || hidden.has(id))) continue
    units.add(unit)
    found.push({ child, placement, guardians: guardians.map(({ guardianId }) => guardianId) })
  }
  return found
}

function placed(demo: Demo, placement: Placement): Entry {
  const group = demo.groups.find(({ id }) => id === placement.groupId)!
  return {
    id: idOf(`register placement ${placement.childId} ${group.id} ${placement.from}`),
    placedAt: ref(group.unitId),
    group: ref(group.id),
    child: ref(placement.childId),
    schoolType: group.kind === 'preschool' ? 'FS' : 'FTH',
    ...days(placement),
  }
}

function endPlacement(register: Register, child: string, last: string): void {
  for (const placement of register.placements)
    if ((placement.child as { id: string }).id === child && !placement.endDate) placement.endDate = last
}

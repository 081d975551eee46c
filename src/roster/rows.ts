import { blindIndex } from '../crypto/blind-index.ts'
import { seal } from '../crypto/seal.ts'
import { parsePersonnummer } from '../people/personnummer.ts'
import { isTestNumber } from '../people/test-numbers.ts'
import {
  assignmentTypes,
  dutyRoles,
  groupTypes,
  isKnownMarking,
  type Marking,
  markingOf,
  organisationTypes,
  others,
  personStatuses,
  relationTypes,
  schoolTypes,
  working,
} from './known.ts'
import type { ProblemCode } from './problems.ts'
import type { Records } from './records.ts'
import type { Resource } from './resources.ts'
import type { Staging } from './stage.ts'

/** `silence`: what it means of somebody that the register says nothing. */
export type Reading = Staging & {
  marked: Map<string, Marking>
  silence: Marking
  /** Who has come to have another id in the register, and is here under their own. */
  same: Map<string, string>
}

type Cell = string | Buffer | null
/** Rows for each of the resource's tables, as lists of cells in the order of store.ts. */
export type Rows = Record<string, Cell[][]>

/** A batch of records as the rows that hold them. */
export function rowsOf<R extends Resource>(resource: R, records: Records[R][], reading: Reading): Rows {
  return (makers[resource] as (records: Records[R][], reading: Reading) => Rows)(records, reading)
}

const makers: { [R in Resource]: (records: Records[R][], reading: Reading) => Rows } = {
  organisations: (records, reading) => ({
    organisation: records.map((each) => {
      known(reading, 'organisations', each.id, 'organisationType', each.organisationType, organisationTypes)
      for (const type of each.schoolTypes) known(reading, 'organisations', each.id, 'schoolTypes', type, schoolTypes)
      return [
        each.id,
        each.parentOrganisation?.id ?? null,
        isOthers(each) ? others : each.organisationType,
        each.displayName,
        each.schoolTypes.includes('FS') ? 'preschool' : 'school',
        short(each.address?.streetAddress),
        short(each.address?.postalCode),
        short(each.address?.locality),
        short(each.phoneNumber),
        short(each.email),
        each.endDate,
      ]
    }),
  }),

  groups: (records, reading) => ({
    group: records.map((each) => {
      known(reading, 'groups', each.id, 'groupType', each.groupType, groupTypes)
      return [each.id, each.organisation.id, each.displayName, kindOf(each), period(each)]
    }),
    member: records.flatMap((each) =>
      each.groupMemberships.map((member) => [each.id, member.person.id, period(member)]),
    ),
  }),

  persons: (records, reading) => ({
    person: records.map((each) => personRow(each, reading)),
    enrolment: records.flatMap((each) =>
      each.enrolments.filter((one) => !one.cancelled).map((one) => [each.id, one.enroledAt.id, period(one)]),
    ),
    custody: records.flatMap((each) =>
      each.responsibles.map((one) => {
        known(reading, 'persons', each.id, 'responsibles.relationType', one.relationType, relationTypes)
        return [each.id, one.person.id, one.relationType]
      }),
    ),
  }),

  placements: (records, reading) => ({
    placement: records.map((each) => {
      known(reading, 'placements', each.id, 'schoolType', each.schoolType, schoolTypes)
      return [each.id, each.child.id, each.placedAt.id, each.group?.id ?? null, period(each)]
    }),
  }),

  duties: (records, reading) => ({
    duty: records.map((each) => {
      known(reading, 'duties', each.id, 'dutyRole', each.dutyRole, dutyRoles)
      return [each.id, each.person?.id ?? null, each.dutyAt.id, each.dutyRole, period(each)]
    }),
    assignment: records.flatMap((each) =>
      each.assignmentRole.map((one) => {
        known(reading, 'duties', each.id, 'assignmentRole.assignmentRoleType', one.assignmentRoleType, assignmentTypes)
        return [each.id, one.group.id, String(working.includes(one.assignmentRoleType)), period(one)]
      }),
    ),
  }),
}

function personRow(person: Records['persons'], reading: Reading): Cell[] {
  const { id, securityMarking, personStatus } = person
  if (securityMarking !== null && !isKnownMarking(securityMarking))
    tell(reading, 'unknown-value', 'persons', id, 'securityMarking')
  if (personStatus !== null) known(reading, 'persons', id, 'personStatus', personStatus, personStatuses)
  const said = markingOf(securityMarking, [person.givenName, person.familyName])
  const marking = said === 'unknown' && securityMarking === null ? reading.silence : said
  // Whoever has moved abroad has custody as before, and may work here.
  const gone = personStatus === 'Avliden'
  // Whoever is protected is known by the id alone: neither name nor number is written down.
  if (marking === 'confidential' || marking === 'protected')
    return [id, '–', '–', null, null, null, marking, String(gone), homeOf(person, reading)]
  const digits = numberOf(person, reading)
  return [
    id,
    person.givenName,
    person.familyName,
    person.birthDate ?? bornFrom(digits ?? temporary(person)),
    digits && blindIndex(reading.keys.get('index.personnummer'), digits),
    digits &&
      seal(
        reading.keys.object('personnummer'),
        'personnummer',
        digits,
        `person|personnummer|${reading.same.get(id) ?? id}`,
      ),
    marking,
    String(gone),
    homeOf(person, reading),
  ]
}

// R15. A temporary number ("20130101TF01") tells nobody apart but by its id; it signs nobody in. Nor does another
// country's, which may look like one of ours.
function numberOf(person: Records['persons'], reading: Reading): string | null {
  const value = person.civicNo?.value?.trim()
  if ((person.civicNo?.nationality ?? 'SE').trim().toUpperCase() !== 'SE') return null
  if (!value || /TF|[A-Z]\d\d$/i.test(value)) return null
  const number = parsePersonnummer(value, reading.today)
  if (!number) {
    tell(reading, 'wrong-number', 'persons', person.id, 'civicNo')
    return null
  }
  if (reading.production && isTestNumber(number.digits)) {
    tell(reading, 'test-number', 'persons', person.id, 'civicNo')
    return null
  }
  return number.digits
}

// Of a temporary number the day alone: with nobody known to have turned 18, custody would never end.
const temporary = ({ civicNo }: Records['persons']) =>
  civicNo?.value?.trim().match(/^(?:19|20)\d{6}(?=-?[A-Z])/i)?.[0] ?? null

// The register's birth date counts; the number says a day near it (a number may be given for another day). With no
// birth date the day of the number is better than none, since custody ends at 18.
function bornFrom(digits: string | null): string | null {
  if (!digits) return null
  const day = Number(digits.slice(6, 8))
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${String(day > 60 ? day - 60 : day).padStart(2, '0')}`
  return Number.isNaN(Date.parse(date)) || new Date(date).toISOString().slice(0, 10) !== date ? null : date
}

// Who lives together, without where: decision 3 covers the household.
function homeOf(person: Records['persons'], { keys }: Reading): Buffer | null {
  const home = person.addresses.find((address) => address.type === 'Folkbokföring')
  if (!home?.streetAddress || !home.postalCode) return null
  const said = `${home.streetAddress} ${home.postalCode}`.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  return blindIndex(keys.get('index.personnummer'), `home|${said}`)
}

// Numbers of municipalities, their federations and regions begin with 2; with 16 before, for a legal person's.
function isOthers({ organisationType, organisationNumber }: Records['organisations']): boolean {
  return organisationType === 'Huvudman' && /^(16)?[013-9]\d{5}-?\d{4}$/.test(organisationNumber?.trim() ?? '')
}

function kindOf({ groupType, schoolType }: Records['groups']): string | null {
  if (groupType === 'Klass') return 'class'
  if (groupType !== 'Avdelning') return null
  return schoolType === 'FTH' || schoolType === 'OPPFTH' ? 'after_school' : 'preschool'
}

/**
 * End dates are inclusive in the standard. Where a membership is silent it is open, and the group's own days close it.
 */
function period({ startDate, endDate }: { startDate: string | null; endDate: string | null }): string {
  return `[${startDate ?? ''},${endDate ?? ''}${endDate ? ']' : ')'}`
}

function short(value: string | null | undefined): string {
  return (value ?? '').replaceAll('\0', '').toWellFormed().trim().slice(0, 200)
}

function known(reading: Reading, resource: Resource, record: string, field: string, value: string, words: string[]) {
  if (!words.includes(value)) tell(reading, 'unknown-value', resource, record, field)
}

function tell({ problems }: Reading, code: ProblemCode, resource: Resource, record: string, field: string) {
  problems.add({ code, resource, record, field, stops: false })
}

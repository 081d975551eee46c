import { z } from 'zod'
import { markingOf } from './known.ts'
import { type ProblemCode, problemCodes } from './problems.ts'
import type { Resource } from './resources.ts'

/**
 * SS 12000:2020 (YAML 2.1.0), the fields that the portal needs; all others are left unread. What must be there must be
 * there and be right; a word that the standard does not know is taken and told of (known.ts), since registers
 * are ahead of it. Messages are the codes of problems.ts.
 */
const code = (name: ProblemCode) => name

// Registers make ids of their own: digits and letters in the shape of a UUID, of whatever version. All zeros is how many
// of them write that there is none: that may be pointed at, and is nobody's.
const pointer = z.guid(code('not-an-id')).transform((value) => value.toLowerCase())
const id = pointer.refine((value) => !/^[0-]+$/.test(value), code('not-an-id'))
const word = z.string(code('wrong-type'))
const optional = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? null)

// A day, also as a time of day that is midnight where no time zone could make it another. '' is how some say nothing, and
// a year like 9999 that it is open.
const plainDay = (value: unknown) =>
  typeof value === 'string' ? value.replace(/T00:00(:00(\.0+)?)?$/, '') || null : value
const between = (first: string, last: string) =>
  z.preprocess(
    plainDay,
    z.iso.date(code('not-a-date')).refine((value) => value >= first && value <= last, code('not-a-date')),
  )
const mayBe = <T extends z.ZodType>(type: T) => z.preprocess(plainDay, optional(type))
const firstDay = between('0001-01-01', '2200-12-31').transform((value) => (value < '1800' ? '1800-01-01' : value))
const lastDay = mayBe(between('1800-01-01', '9999-12-31')).transform((value) =>
  value && value > '2200-12-31' ? null : value,
)
const birthDay = mayBe(between('1800-01-01', '2200-12-31'))

/** A name or a label: NUL and half characters are refused, marks that turn text around are taken out. */
const part = (max = 200) =>
  word
    .refine((value) => !value.includes('\0') && value.isWellFormed(), code('characters'))
    .transform((value) => value.normalize('NFC').replace(turning, '').replace(/\s+/g, ' ').trim())
    .refine((value) => value.length <= max, code('too-long'))
const label = (max = 200) => part(max).refine((value) => value !== '', code('empty'))

// Overrides and isolates, which make what follows them read backwards; letters that run from right to left need none.
const turning = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cc}]/gu

const reference = z.object({ id: pointer, displayName: optional(word) }, code('wrong-type'))
const personReference = z.object(
  { id: pointer, displayName: optional(word), securityMarking: optional(word) },
  code('wrong-type'),
)
const list = <T extends z.ZodType>(item: T) =>
  optional(z.array(item, code('wrong-type'))).transform((value) => value ?? [])

const inOrder = (value: { startDate?: string | null; endDate?: string | null }, context: z.RefinementCtx) => {
  if (value.startDate && value.endDate && value.endDate < value.startDate)
    context.addIssue({ code: 'custom', path: ['endDate'], message: code('end-before-start') })
}

const address = z.object({
  type: optional(word),
  streetAddress: optional(word),
  postalCode: optional(word),
  locality: optional(word),
})

const organisation = z.object({
  id,
  displayName: label(),
  organisationType: word,
  organisationNumber: optional(word),
  parentOrganisation: optional(reference),
  schoolTypes: list(word),
  address: optional(address),
  phoneNumber: optional(word),
  email: optional(word),
  endDate: lastDay,
})

const group = z
  .object({
    id,
    displayName: label(),
    groupType: word,
    schoolType: optional(word),
    organisation: reference,
    startDate: firstDay,
    endDate: lastDay,
    groupMemberships: list(
      z.object({ person: personReference, startDate: mayBe(firstDay), endDate: lastDay }).superRefine(inOrder),
    ),
  })
  .superRefine(inOrder)

const named = z
  .object({
    id,
    givenName: part(),
    familyName: part(),
    civicNo: optional(z.object({ value: optional(word), nationality: optional(word) }, code('wrong-type'))),
    birthDate: birthDay,
    securityMarking: optional(word),
    personStatus: optional(word),
    addresses: list(address),
    enrolments: list(
      z
        .object({
          enroledAt: reference,
          startDate: firstDay,
          endDate: lastDay,
          cancelled: optional(z.boolean(code('wrong-type'))),
        })
        .superRefine(inOrder),
    ),
    responsibles: list(z.object({ person: personReference, relationType: word })),
  })
  .superRefine((value, context) => {
    for (const name of ['givenName', 'familyName'] as const)
      if (value.givenName === '' && value.familyName === '')
        context.addIssue({ code: 'custom', path: [name], message: code('empty') })
    const at = value.responsibles.findIndex((each) => each.person.id === value.id)
    if (at >= 0) context.addIssue({ code: 'custom', path: ['responsibles', at], message: code('own-guardian') })
  })
  // Whoever has one name alone is called by it.
  .transform((value) => (value.givenName === '' ? { ...value, givenName: value.familyName, familyName: '' } : value))

// Decision 3: registers may leave out the names of whom they mark, and they are not written down here either (rows.ts).
const person = z.preprocess(
  (value) =>
    ['confidential', 'protected'].includes(markingOf((value as Record<string, unknown> | null)?.securityMarking, []))
      ? { ...(value as object), givenName: '–', familyName: '–' }
      : value,
  named,
)

const placement = z
  .object({
    id,
    placedAt: reference,
    group: optional(reference),
    child: personReference,
    owners: list(personReference),
    schoolType: word,
    startDate: firstDay,
    endDate: lastDay,
  })
  .superRefine(inOrder)

const duty = z
  .object({
    id,
    person: optional(personReference),
    dutyAt: reference,
    dutyRole: word,
    startDate: firstDay,
    endDate: lastDay,
    assignmentRole: list(
      z
        .object({ group: reference, assignmentRoleType: word, startDate: mayBe(firstDay), endDate: lastDay })
        .superRefine(inOrder),
    ),
  })
  .superRefine(inOrder)

export const schemas = {
  organisations: organisation,
  groups: group,
  persons: person,
  placements: placement,
  duties: duty,
}
export type Records = { [R in Resource]: z.infer<(typeof schemas)[R]> }

/** Which problems zod's issues are (with `reportInput`), and the fields they are in: each once. */
export function problemsIn(issues: z.core.$ZodIssue[]): { code: ProblemCode; field: string | null }[] {
  return [...new Map(issues.map(problemIn).map((found) => [`${found.code} ${found.field}`, found])).values()]
}

function problemIn(issue: z.core.$ZodIssue): { code: ProblemCode; field: string | null } {
  const field = issue.path.join('.') || null
  if (issue.code === 'invalid_type' && issue.input === undefined) return { code: 'missing', field }
  const known = (problemCodes as readonly string[]).includes(issue.message)
  return { code: known ? (issue.message as ProblemCode) : 'wrong-type', field }
}

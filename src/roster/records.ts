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

const id = z.uuid(code('not-an-id')).transform((value) => value.toLowerCase())
const day = z.iso
  .date(code('not-a-date'))
  .refine((value) => value >= '1800-01-01' && value <= '2200-12-31', code('not-a-date'))
const word = z.string(code('wrong-type'))
const optional = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? null)

/** A name or a label: NUL and half characters are refused, marks that turn text around are taken out. */
const label = (max = 200) =>
  word
    .refine((value) => !value.includes('\0') && value.isWellFormed(), code('characters'))
    .transform((value) => value.normalize('NFC').replace(turning, '').replace(/\s+/g, ' ').trim())
    .refine((value) => value !== '', code('empty'))
    .refine((value) => value.length <= max, code('too-long'))

// Overrides and isolates, which make what follows them read backwards; letters that run from right to left need none.
const turning = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cc}]/gu

const reference = z.object({ id, displayName: optional(word) }, code('wrong-type'))
const personReference = z.object(
  { id, displayName: optional(word), securityMarking: optional(word) },
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
  parentOrganisation: optional(reference),
  schoolTypes: list(word),
  address: optional(address),
  phoneNumber: optional(word),
  email: optional(word),
  endDate: optional(day),
})

const group = z
  .object({
    id,
    displayName: label(),
    groupType: word,
    schoolType: optional(word),
    organisation: reference,
    startDate: day,
    endDate: optional(day),
    groupMemberships: list(
      z.object({ person: personReference, startDate: optional(day), endDate: optional(day) }).superRefine(inOrder),
    ),
  })
  .superRefine(inOrder)

const named = z
  .object({
    id,
    givenName: label(),
    familyName: label(),
    civicNo: optional(z.object({ value: word, nationality: optional(word) }, code('wrong-type'))),
    birthDate: optional(day),
    securityMarking: optional(word),
    personStatus: optional(word),
    addresses: list(address),
    enrolments: list(
      z
        .object({
          enroledAt: reference,
          startDate: day,
          endDate: optional(day),
          cancelled: optional(z.boolean(code('wrong-type'))),
        })
        .superRefine(inOrder),
    ),
    responsibles: list(z.object({ person: personReference, relationType: word })),
  })
  .superRefine((value, context) => {
    const at = value.responsibles.findIndex((each) => each.person.id === value.id)
    if (at >= 0) context.addIssue({ code: 'custom', path: ['responsibles', at], message: code('own-guardian') })
  })

// Decision 3: registers may leave out the names of whom they mark, and they are not written down here either (rows.ts).
const person = z.preprocess(
  (value) =>
    ['confidential', 'protected'].includes(
      markingOf((value as Record<string, string> | null)?.securityMarking ?? null, []),
    )
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
    startDate: day,
    endDate: optional(day),
  })
  .superRefine(inOrder)

const duty = z
  .object({
    id,
    person: optional(personReference),
    dutyAt: reference,
    dutyRole: word,
    startDate: day,
    endDate: optional(day),
    assignmentRole: list(
      z
        .object({ group: reference, assignmentRoleType: word, startDate: optional(day), endDate: optional(day) })
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

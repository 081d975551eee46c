import { z } from 'zod'
import { searchForm as personSearch } from '../people/schema.ts'
import { day, required, text, uuid } from '../web/forms.ts'
import { check } from '../wording/check.ts'
import { openReasons, protectReasons } from './grounds.ts'

/** A search by name or whole personnummer, as administrators search; `today` as YYYY-MM-DD. */
export const searchForm = (today: string) => personSearch(today).pick({ q: true })

// The officer writes about protection, which the wording check would stop; a number of a person it does stop (R15).
const note = (today: string) =>
  text(500).refine(
    (value) => !check(value, { today }).some(({ category }) => category === 'personnummer'),
    'wording.reason.personnummer',
  )

export const checkForm = (today: string) =>
  z
    .object({
      verdict: z.enum(['protected', 'open'], 'protection.problem.verdict'),
      reason: z.enum([...protectReasons, ...openReasons], 'protection.problem.reason'),
      note: note(today),
    })
    .refine(
      ({ verdict, reason }) =>
        reason === 'other' ||
        ((verdict === 'protected' ? protectReasons : openReasons) as readonly string[]).includes(reason),
      { path: ['reason'], message: 'protection.problem.reason-fits' },
    )
export type CheckForm = z.infer<ReturnType<typeof checkForm>>

export const protectForm = (today: string) =>
  z.object({ reason: z.enum(protectReasons, 'protection.problem.reason'), note: note(today) })
export type ProtectForm = z.infer<ReturnType<typeof protectForm>>

export const liftForm = (today: string) =>
  z.object({ reason: z.enum(openReasons, 'protection.problem.reason'), note: note(today) })
export type LiftForm = z.infer<ReturnType<typeof liftForm>>

export const handOverForm = z.object({ officer: z.uuid('protection.problem.officer') })

const name = (today: string, missing: 'given' | 'family') =>
  required(60, `protection.problem.${missing}`).refine(
    (value) => !check(value, { today }).some(({ category }) => category === 'personnummer'),
    'wording.reason.personnummer',
  )

/** The number of the agreement; no place for a text about anybody. */
const reference = required(60, 'protection.problem.reference').refine(
  (value) => /^(?=.*\d)[\p{L}\d][\p{L}\d .:/§-]*$/u.test(value) && !/\d{6}[-+ ]?\d{4}/.test(value),
  'protection.problem.reference',
)

/** An alias holds for a year at most, so that the agreement is looked at again. */
export const aliasForm = (today: string) =>
  z.object({
    givenName: name(today, 'given'),
    familyName: name(today, 'family'),
    group: uuid,
    reference,
    agreedOn: day('protection.problem.agreed').refine((value) => value <= today, 'protection.problem.agreed'),
    last: day('protection.problem.last').refine(
      (value) => value > today && value <= yearAfter(today),
      'protection.problem.last',
    ),
  })
export type AliasForm = z.infer<ReturnType<typeof aliasForm>>

export const guardianAliasForm = (today: string) =>
  z.object({ alias: uuid, givenName: name(today, 'given'), familyName: name(today, 'family') })
export type GuardianAliasForm = z.infer<ReturnType<typeof guardianAliasForm>>

export const endAliasForm = z.object({ alias: uuid })

function yearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
}

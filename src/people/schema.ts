import { z } from 'zod'
import { day, required, text, uuid } from '../web/forms.ts'
import { blockReasons, changeReasons, extraTitles } from './by-hand.ts'
import { parsePersonnummer } from './personnummer.ts'

export type Search = { by: 'number'; digits: string } | { by: 'name'; words: string[] }

const mostWords = 6

/** What is searched for: a name, or a whole personnummer. `today` as YYYY-MM-DD. */
export const searchForm = (today: string) =>
  z.object({
    q: text(100).transform((value, context): Search => {
      const wrong = (message: string) => {
        context.addIssue({ code: 'custom', message })
        return z.NEVER
      }
      if (/^[\d\s+-]*\d[\d\s+-]*$/.test(value)) {
        const number = parsePersonnummer(value, today)
        return number ? { by: 'number', digits: number.digits } : wrong('people.problem.number')
      }
      if (value.replace(/\s/g, '').length < 2) return wrong('people.problem.short')
      return { by: 'name', words: value.split(/\s+/).slice(0, mostWords) }
    }),
    page: z.coerce.number().int().min(1).max(100_000).catch(1),
  })

const reason = z.enum(changeReasons, 'people.problem.reason')

export const nameForm = z.object({
  givenName: required(200, 'people.problem.given'),
  familyName: required(200, 'people.problem.family'),
  reason,
})
export type NameForm = z.infer<typeof nameForm>

/** A case number as courts and boards write it; no place for a text about anybody. */
const reference = required(60, 'people.problem.reference').refine(
  (value) => /^(?=.*\d)[\p{L}\d][\p{L}\d .:/§-]*$/u.test(value),
  'people.problem.reference',
)

/** `today` as YYYY-MM-DD: a decision is looked at again on a day to come, within two years. */
export const blockForm = (today: string) =>
  z.object({
    guardian: z.uuid('people.problem.guardian'),
    reason: z.enum(blockReasons, 'people.problem.ground'),
    reference,
    reviewOn: day('people.problem.review').refine(
      (value) => value > today && value <= `${Number(today.slice(0, 4)) + 2}${today.slice(4)}`,
      'people.problem.review',
    ),
  })
export type BlockForm = z.infer<ReturnType<typeof blockForm>>

export const endBlockForm = z.object({ guardian: uuid, reason })
export const numberForm = z.object({ reason })

/** A day to look at a block again: as when it was made. */
export const keepBlockForm = (today: string) =>
  blockForm(today).pick({ guardian: true, reviewOn: true }).extend({ reason })

/** Somebody the register does not know of; the number is theirs to leave out. */
export const addForm = (today: string) =>
  z.object({
    givenName: required(200, 'people.problem.given'),
    familyName: required(200, 'people.problem.family'),
    number: text(20).transform((value, context) => {
      if (value === '') return null
      const number = parsePersonnummer(value, today)
      if (number) return number.digits
      context.addIssue({ code: 'custom', message: 'people.problem.number' })
      return z.NEVER
    }),
    reason,
  })
export type AddForm = z.infer<ReturnType<typeof addForm>>

const yearAfter = (day: string) => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`

// A year at most: whoever is to stay longer is looked at again by then.
const last = (today: string) =>
  day('people.problem.last').refine((value) => value >= today && value <= yearAfter(today), 'people.problem.last')

export const giveForm = (today: string) =>
  z
    .object({
      group: z.uuid('people.problem.group'),
      title: z.enum(extraTitles, 'people.problem.title'),
      first: day('people.problem.first').refine((value) => value <= yearAfter(today), 'people.problem.first'),
      last: last(today),
      reason,
    })
    .refine(({ first, last: end }) => first <= end, { path: ['last'], message: 'people.problem.order' })
    .refine(({ first }) => first >= today, { path: ['first'], message: 'people.problem.first' })
export type GiveForm = z.infer<ReturnType<typeof giveForm>>

export const prolongForm = (today: string) => z.object({ duty: uuid, last: last(today), reason })
export const endDutyForm = z.object({ duty: uuid, reason })

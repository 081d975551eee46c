import { z } from 'zod'
import { text } from '../web/forms.ts'
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

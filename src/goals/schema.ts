import { z } from 'zod'
import { list } from '../web/forms.ts'

export const mostGoals = 8

/** The goals chosen for an item, by their whole names (curricula.ts, keyOf). */
export const goalsField = list(
  z.string().regex(/^[a-z0-9]{2,20}\.\d{1,4}\.[a-z-]{2,40}$/, 'goals.problem.unknown'),
).refine((keys) => keys.length <= mostGoals, { error: 'goals.problem.too-many', params: { max: mostGoals } })

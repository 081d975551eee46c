import { z } from 'zod'
import { required, uuid } from '../web/forms.ts'
import { useKinds } from './queries.ts'

const day = z
  .string('uses.problem.date')
  .refine((value) => /^20\d{2}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)), 'uses.problem.date')
  // 31 February is no day, whatever Date makes of it.
  .refine((value) => new Date(`${value}T00:00:00Z`).getUTCDate() === Number(value.slice(8)), 'uses.problem.date')

/** R19, R20: where a medium is used, when, by whom, and whether it is about the preschool or school itself. */
export const useForm = z
  .object({
    kind: z.enum(useKinds, 'uses.problem.kind'),
    place: required(300, 'uses.problem.place'),
    used_on: day,
    owner: uuid,
    about: z.enum(['school', 'other'], 'uses.problem.about'),
    named: z.literal('yes').optional().catch(undefined),
  })
  .refine((values) => values.about === 'school' || !values.named, { error: 'uses.problem.named', path: ['named'] })

export const proofForm = z.object({ proof: required(1000, 'uses.problem.proof') })

export type UseValues = z.infer<typeof useForm>

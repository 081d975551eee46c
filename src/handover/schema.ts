import { z } from 'zod'

/** Which school's children are shown; anything else shows all. */
export const schoolFilter = z.object({ school: z.uuid().optional().catch(undefined) }).catch({ school: undefined })

export const answerForm = z.object({ answer: z.enum(['yes', 'no'], 'handover.problem.answer') })

export const settingForm = z.object({ waits: z.enum(['yes', 'no'], 'handover.problem.setting') })

export const paperForm = z.object({
  guardian: z.uuid('handover.problem.guardian'),
  answer: z.enum(['yes', 'no'], 'handover.problem.answer'),
  origin: z.enum(['paper', 'phone'], 'handover.problem.origin'),
})
export type PaperForm = z.infer<typeof paperForm>

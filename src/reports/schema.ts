import { z } from 'zod'
import { reportReasons } from './reasons.ts'

export const reportForm = z.object({ reason: z.enum(reportReasons, 'reports.problem.reason') })

export const decisionForm = z.object({ decision: z.enum(['hide', 'show'], 'reports.problem.decision') })

import { z } from 'zod'
import { freeText } from '../wording/free-text.ts'
import { commentReasons, reportReasons } from './reasons.ts'

export const reportForm = z.object({ reason: z.enum(reportReasons, 'reports.problem.reason') })
export const commentReportForm = z.object({ reason: z.enum(commentReasons, 'reports.problem.reason') })

export const decisionForm = z.object({ decision: z.enum(['hide', 'show'], 'reports.problem.decision') })

/** Kept hidden, a comment's writer is told why. */
export const commentDecisionForm = z
  .object({ ...decisionForm.shape, reason: freeText(300).default('') })
  .refine(({ decision, reason }) => decision === 'show' || reason !== '', {
    path: ['reason'],
    error: 'comments.problem.reason',
  })

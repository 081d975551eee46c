import { z } from 'zod'
import { roleNames } from '../access/roles.ts'
import { text } from '../web/forms.ts'
import { languages } from '../web/language.ts'

// A password is taken as it was typed; only what cannot be a text is refused.
const password = z
  .string('web.problem.text')
  .refine((value) => !value.includes('\0') && value.isWellFormed(), 'web.problem.characters')
  .refine((value) => value.length <= 1000, 'accounts.problem.long')

export const signInForm = z.object({
  username: text(100).refine((value) => value !== '', 'accounts.problem.username-missing'),
  password: password.refine((value) => value !== '', 'accounts.problem.password-missing'),
})

export const passwordForm = z.object({ current: password, new: password, again: password })

export const roleForm = z.object({ role: z.enum(roleNames as [string, ...string[]]) })

export const languageForm = z.object({ lang: z.enum(languages), back: text(500).catch('/') })

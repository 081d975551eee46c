import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { StartupError } from '../errors.ts'

const both = z.object({ sv: z.string().min(1), en: z.string().min(1) })

const facts = z.object({
  name: z.string().min(1),
  controller: both,
  phone: z.string().min(1),
  email: z.email(),
  website: z.url(),
  visitingAddress: z.object({ place: z.string(), street: z.string(), city: z.string() }),
  postalAddress: z.object({ name: z.string(), line: z.string() }),
  openingHours: both,
  dataProtectionOfficer: z.object({ phone: z.string().min(1), email: z.email() }),
  supervisoryAuthority: z.object({ name: z.string().min(1), website: z.url() }),
  /** Companies that handle data for the municipality (GDPR 28), as the privacy page names them. */
  processors: z.array(z.object({ name: z.string().min(1), task: both })),
  retentionYears: z.number().int().min(1).max(100),
})

export type Municipality = z.infer<typeof facts>

/** Decision 12: whose portal this is. Another municipality changes the one file beside this. Throws StartupError. */
export function readMunicipality(path = join(import.meta.dirname, 'municipality.json')): Municipality {
  const parsed = facts.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new StartupError(`Kommunens uppgifter är fel ifyllda (src/information/municipality.json):\n${lines.join('\n')}`)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Language } from '../web/language.ts'

export type ConsentText = {
  id: string
  version: number
  language: Language
  audience: 'guardian' | 'pupil'
  /** YYYY-MM-DD */
  validFrom: string
  /** YYYY-MM-DD: where the substance changed, the last day on which a yes to an earlier version counts. */
  earlierUntil?: string
  title: string
  paragraphs: string[]
}

const directory = join(import.meta.dirname, 'texts')

/** Every version of the question, in each language. A new wording is a new file with a new version and id. */
export function consentTexts(): ConsentText[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as ConsentText)
    .sort((a, b) => a.audience.localeCompare(b.audience))
}

/** Adds the texts that the database lacks, as the owner; what answers may point at is never changed. */
export async function insertConsentTexts(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    for (const text of consentTexts()) {
      await owner.query(
        `insert into consent_text (id, version, language, audience, title, body, valid_from, earlier_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [
          text.id,
          text.version,
          text.language,
          text.audience,
          text.title,
          text.paragraphs.join('\n\n'),
          text.validFrom,
          text.earlierUntil ?? null,
        ],
      )
    }
  } finally {
    await owner.end()
  }
}

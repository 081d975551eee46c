import { dates, swedishDay } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'

/** What the rule of today says of an item; null where no rule is in force. */
export type KeptFor = { years: number | null; fate: 'delete' | 'preserve' | null }

/** A line for components/facts. */
type Fact = { label: string; date: Date; away: true } | { label: string; value: string }

/**
 * R14: when something leaves the portal, as its readers are told. Where the day has passed and it is still here, it is held
 * for a reason or waits for the archive: that is said, and no day that has been.
 */
export function leaving(
  from: Date,
  { years, fate }: KeptFor,
  { t, language, clock }: { t: Translate; language: Language; clock: () => Date },
): Fact {
  const label = t(`documentation.item.${fate === 'preserve' ? 'archivedOn' : 'removedOn'}`)
  if (years === null) return { label, value: t('documentation.item.kept') }
  const day = yearsLater(from, years)
  if (swedishDay(day) >= swedishDay(clock())) return { label, date: day, away: true }
  const late = `documentation.item.late-${fate === 'preserve' ? 'preserve' : 'delete'}`
  return { label, value: t(late, { date: dates(language, clock).date(day) }) }
}

/** The Swedish day on which it goes, at noon; the exact second is Postgres's (access.due_at). */
export function yearsLater(published: Date, years: number): Date {
  const [year, month, day] = swedishDay(published).split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  return new Date(Date.UTC(year + years, month - 1, Math.min(day, last), 12))
}

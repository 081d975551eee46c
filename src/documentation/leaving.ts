import { addresses } from '../web/addresses.ts'
import { dates, swedishDay } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'

/** When something leaves the portal and how, by the rules there are (access.leaves); null where none reaches it. */
export type Leaves = { leaves: Date | null; fate: 'delete' | 'preserve' | null }

/** A line for components/facts. */
type Fact = { label: string; date: Date; away: boolean } | { label: string; value: string }

/**
 * R14: the day on which something leaves the portal, as its readers are told. Where it has passed and it is still here, it
 * is held for a reason or waits for the archive: that is said, and no day that has been.
 */
export function leaving(
  { leaves, fate }: Leaves,
  { t, language, clock }: { t: Translate; language: Language; clock: () => Date },
): Fact {
  const label = t(`documentation.item.${fate === 'preserve' ? 'archivedOn' : 'removedOn'}`)
  if (!leaves) return { label, value: t('documentation.item.kept') }
  if (swedishDay(leaves) >= swedishDay(clock())) return { label, date: leaves, away: leaves > clock() }
  const late = `documentation.item.late-${fate === 'preserve' ? 'preserve' : 'delete'}`
  return { label, value: t(late, { date: dates(language, clock).date(leaves) }) }
}

/** What leaves within sixty days: how many, when the first goes, and when the last of them was published. */
export type LeavingSoon = { count: number; first: string | null; last: string | null; fate: 'delete' | 'preserve' }

/**
 * R14: told sixty days before, with everything that goes to take along in one step. What goes to the archive waits for its
 * receipt, and may go any day once it is due. Null where nothing leaves.
 */
export function leavingSoon(child: string, { count, first, last, fate }: LeavingSoon, now: Date) {
  if (count === 0 || !first || !last) return null
  const period = `until-${swedishDay(new Date(last))}`
  // On its day a night is still to come.
  const over = swedishDay(new Date(first)) < swedishDay(now)
  const how = `${fate === 'delete' ? 'leaving' : 'archived'}${over ? '-now' : ''}`
  return { count, how, first: new Date(first), action: addresses.export(child), hidden: [['period', period]] }
}

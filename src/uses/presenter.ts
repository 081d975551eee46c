import type { Waiting } from '../documentation/staff-queries.ts'
import { addresses } from '../web/addresses.ts'
import { dates } from '../web/dates.ts'
import type { Errors } from '../web/forms.ts'
import type { Language, Translate } from '../web/language.ts'
import type { TakeDownRow, UseRow } from './queries.ts'

type Reader = { t: Translate; language: Language; clock: () => Date }
type Tried = { id?: string; errors?: Errors; proof?: string }

/** What is used outside and what has to come down, as uses/list shows it; `mail`: whether the unit is told by mail. */
export function presentUses(
  { uses, takeDowns }: { uses: UseRow[]; takeDowns: TakeDownRow[] },
  { t, language, clock, mail }: Reader & { mail: boolean },
  tried: Tried,
  saved: boolean,
) {
  const { date, days } = dates(language, clock)
  const open = takeDowns.filter((each) => !each.done_at)
  const owner = (name: string | null) => name ?? t('uses.list.somebody')
  return {
    title: t('uses.list.title'),
    saved,
    // Beside the field of the one that was tried.
    errors: tried.errors?.proof ? { [`proof-${tried.id}`]: tried.errors.proof } : {},
    reminded: mail && open.length > 0,
    open: open.map((each) => ({
      ...each,
      when: t(each.late ? 'uses.list.late' : 'uses.list.due', { date: date(each.due_on), away: days(each.due_on) }),
      owner: owner(each.owner),
      kindLabel: t(`uses.kind.${each.kind}`),
      mediumLabel: t(`consent.label.medium.${each.medium}`),
      action: addresses.takeDown(each.id),
      proof: tried.id === each.id ? (tried.proof ?? '') : '',
      error: tried.id === each.id ? tried.errors?.proof : undefined,
    })),
    done: takeDowns
      .filter((each) => each.done_at)
      .map((each) => ({ ...each, kindLabel: t(`uses.kind.${each.kind}`), owner: owner(each.owner) })),
    uses: uses.map((each) => ({
      ...each,
      owner: owner(each.owner),
      kindLabel: t(`uses.kind.${each.kind}`),
      mediumLabel: t(`consent.label.medium.${each.medium}`),
      href: each.there && each.media_id ? addresses.mediaOut(each.media_id, each.medium) : null,
    })),
  }
}

/** For the page where staff begin: what has to come down outside, late ones first; null where nothing does. */
export function takeDownNotice({ count, late, first }: Waiting['takeDowns'], { t, language, clock }: Reader) {
  if (count === 0) return null
  const { date, days } = dates(language, clock)
  const said = [
    ...(late > 0 ? [t('uses.waiting.late', { count: late })] : []),
    ...(first ? [t('uses.waiting.open', { count: count - late, date: date(first), away: days(first) })] : []),
  ]
  return {
    kind: late > 0 ? 'warn' : 'info',
    text: said.join(' '),
    href: addresses.uses,
    hrefLabel: t('uses.waiting.follow'),
  }
}

import type { KeyStore } from '../crypto/key-store.ts'
import { shownGoals } from '../goals/presenter.ts'
import { responsibleFor, shownMedia } from '../media/presenter.ts'
import { addresses } from '../web/addresses.ts'
import { dates, swedishDay } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'
import { openAlt, openCard, openContent, openItemKey } from './content.ts'
import type { ChildRow, DocumentRow, ItemRow } from './queries.ts'
import { pageLength } from './reading.ts'
import { cursorAfter } from './schema.ts'

export type Picture = { src: string; small: string; alt: string; width: number; height: number }

export type Card = {
  id: string
  href: string
  title: string
  excerpt: string
  audience: string
  audienceLabel: string
  publishedAt: Date
  isNew: boolean
  signature: string
  picture: Picture | null
  pictureCount: number
}

export type Reader = { keys: KeyStore; t: Translate; language: Language; since: Date | null; clock: () => Date }

/** An item as a card in a list: opened, shortened, with its first picture. */
export function card(row: ItemRow, reader: Reader): Card {
  const content = openCard(reader.keys, row)
  return {
    id: row.id,
    href: addresses.document(row.id),
    title: headingOf(content.title, reader.t),
    excerpt: content.excerpt,
    audience: row.audience,
    audienceLabel: reader.t(`documentation.label.audience.${row.audience}`),
    publishedAt: row.published_at,
    isNew: reader.since !== null && row.published_at > reader.since,
    signature: signatureOf(content.signature, row.author_hidden),
    picture: firstPicture(row, reader),
    pictureCount: row.pictures ?? 0,
  }
}

function firstPicture(row: ItemRow, { keys }: Reader): Picture | null {
  const { media_id: id, sealed_key } = row
  if (!id || !sealed_key) return null
  return picture(id, row.width, row.height, openAlt(openItemKey(keys, { ...row, sealed_key }), id, row.sealed_alt))
}

function picture(id: string, width: number, height: number, alt: string): Picture {
  return { src: addresses.media(id, 'large'), small: addresses.media(id, 'small'), alt, width, height }
}

/** A page of a list and the way on: rows beyond the page only say that there is more. */
export function turn(rows: ItemRow[], path: string): { shown: ItemRow[]; older: string | null } {
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  return { shown, older: rows.length > pageLength && last ? `${path}?before=${cursorAfter(last)}` : null }
}

export function timeline(
  child: ChildRow,
  rows: ItemRow[],
  reader: Reader,
  options: { own: boolean; first: boolean; consent: boolean; contacts: boolean },
) {
  const { t } = reader
  const { shown, older } = turn(rows, addresses.child(child.id))
  const { month } = dates(reader.language, reader.clock)
  const months = Map.groupBy(
    shown.map((row) => card(row, reader)),
    (item) => month(item.publishedAt),
  )
  return {
    title: options.own
      ? t('documentation.timeline.own-title')
      : t('documentation.timeline.title', { name: child.given_name }),
    child: {
      id: child.id,
      name: child.given_name,
      fullName: child.name,
      unitName: child.unit_name,
      groups: child.groups,
    },
    tabs: childTabs(child, t, 'timeline', options),
    own: options.own,
    months: [...months].map(([label, items]) => ({ label, items })),
    older,
    newest: options.first ? null : addresses.child(child.id),
    reminder: t('documentation.reminder'),
  }
}

/** The rooms of one child: documentation, contact lists, consent. Those the role has. */
export function childTabs(
  child: { id: string; groups: { id: string; name: string }[] },
  t: Translate,
  current: 'timeline' | 'consent',
  has: { consent: boolean; contacts: boolean },
) {
  if (!has.consent) return []
  return [
    { href: addresses.child(child.id), label: t('documentation.tab.timeline'), current: current === 'timeline' },
    ...child.groups.map((group) => ({
      href: addresses.contacts(group.id),
      label:
        child.groups.length > 1
          ? t('documentation.tab.contacts', { group: group.name })
          : t('documentation.tab.contacts-only'),
      current: false,
    })),
    { href: addresses.consent(child.id), label: t('documentation.tab.consent'), current: current === 'consent' },
  ]
}

export function item(row: DocumentRow, reader: Reader, notice: string | null, follows: boolean) {
  const { t } = reader
  const itemKey = openItemKey(reader.keys, row)
  const content = openContent(itemKey, row)
  const media = shownMedia(itemKey, row.media, t)
  return {
    title: headingOf(content.title, t),
    notice,
    reported: row.reported ? { href: follows ? addresses.reports : null } : null,
    reportHref: row.reported ? null : addresses.report(row.id),
    paragraphs: paragraphs(content.text),
    audience: row.audience,
    audienceLabel: t(`documentation.label.audience.${row.audience}`),
    about:
      row.audience === 'child'
        ? row.about.map((child) => child.name)
        : [row.audience === 'group' ? row.group_name : row.unit_name],
    publishedAt: row.published_at,
    removedOn: row.years === null ? null : yearsLater(row.published_at, row.years),
    signature: signatureOf(content.signature, row.author_hidden),
    unitName: row.unit_name,
    media,
    responsible: responsibleFor(media),
    goals: shownGoals(row.goals, reader.language, t),
    back: row.home
      ? { href: addresses.child(row.home.id), label: t('documentation.item.back', { name: row.home.given_name }) }
      : { href: addresses.start, label: t('documentation.item.back-start') },
    reminder: t('documentation.reminder'),
  }
}

/** R14: the Swedish day on which it goes, at noon; the exact second is Postgres's (access.due_at). */
export function yearsLater(published: Date, years: number): Date {
  const [year, month, day] = swedishDay(published).split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  return new Date(Date.UTC(year + years, month - 1, Math.min(day, last), 12))
}

// `Name, title`, as it was signed; of somebody who is under protection today the title alone (decision 3).
function signatureOf(signed: string, hidden: boolean): string {
  if (!hidden) return signed
  const title = signed.slice(signed.indexOf(', ') + 2)
  return title.charAt(0).toUpperCase() + title.slice(1)
}

export function headingOf(title: string, t: Translate): string {
  return title || t('documentation.untitled')
}

export function paragraphs(text: string): string[] {
  return text.split(/\n{2,}/).filter((part) => part.trim() !== '')
}

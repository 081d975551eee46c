import { monthKeyName } from '../crypto/key-names.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { bytesOf, Opened } from '../crypto/opened.ts'
import { shownGoals } from '../goals/presenter.ts'
import { responsibleFor, shownMedia } from '../media/presenter.ts'
import { addresses } from '../web/addresses.ts'
import { dates } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'
import { type Content, openAlt, openCard, openContent, openItemKey } from './content.ts'
import { type Filter, filterChoices, type OfferedGoal, queryOf } from './filter.ts'
import { leaving, leavingSoon } from './leaving.ts'
import { flagsOf, type ItemRow, idOf, type Line, packedOf, rowOf, whoseOf } from './line.ts'
import { blocksOf, plainOf } from './notation.ts'
import type { ChildRow, DocumentRow } from './queries.ts'
import { pageLength } from './reading.ts'
import { cursorAfter } from './schema.ts'

export type Picture = { src: string; small: string; alt: string; width: number; height: number }

export type Card = {
  id: string
  keyMonth: string
  href: string
  title: string
  excerpt: string
  audience: string
  audienceLabel: string
  publishedAt: Date
  unread: boolean
  signature: string
  picture: Picture | null
  pictureCount: number
  /** Where several children stand in one flow; otherwise empty. */
  whose: string
}

/** `own`: a pupil, who is not called the child. */
export type Reader = { keys: KeyStore; t: Translate; language: Language; clock: () => Date; own?: boolean }

const cards = new Opened<Card>(2_000)

/**
 * An item as a card in a list: opened, shortened, with its first picture. `child`: whose timeline the item leads back to;
 * `whose`: the children it is about, where several stand in one flow. What is shown again in the same words is the very
 * same object, which a view need not print anew.
 */
export function card(line: Line, reader: Reader, child = '', whose = ''): Card {
  const packed = packedOf(line)
  const shown = `${flagsOf(line)}${reader.language}${reader.own ? 'own' : ''}${idOf(line)}${child} ${whose}`
  const found = cards.get(shown, [packed], () => {
    const row = rowOf(line)
    const content = openCard(reader.keys, row)
    return {
      id: row.id,
      keyMonth: row.key_month,
      href: addresses.document(row.id, child || undefined),
      title: headingOf(content, reader.t),
      excerpt: content.excerpt,
      audience: row.audience,
      audienceLabel: audienceOf(row.audience, reader),
      publishedAt: row.published_at,
      unread: row.unread,
      signature: signatureOf(content.signature, row.author_hidden),
      picture: firstPicture(row, reader),
      pictureCount: row.pictures,
      whose,
    }
  })
  // Also of what was opened before: where the month's key is gone, nothing is shown.
  reader.keys.object(monthKeyName(found.keyMonth))
  return found
}

function audienceOf(audience: string, { t, own }: Reader): string {
  return t(`documentation.label.audience.${own && audience === 'child' ? 'own' : audience}`)
}

function firstPicture(row: ItemRow, { keys }: Reader): Picture | null {
  const { id, key_month, media_id, width, height, sealed_key, sealed_alt } = row
  if (!media_id || !sealed_key || !sealed_alt) return null
  const itemKey = openItemKey(keys, { id, key_month, sealed_key: bytesOf(sealed_key) })
  return {
    src: addresses.media(media_id, 'large'),
    small: addresses.media(media_id, 'small'),
    alt: openAlt(itemKey, media_id, bytesOf(sealed_alt)),
    width,
    height,
  }
}

/** A page of a list and the way on, with the same `filter`: lines beyond the page only say that there is more. */
export function turn(lines: Line[], path: string, cardOf: (line: Line) => Card, filter = '') {
  const shown = lines.slice(0, pageLength).map(cardOf)
  const last = shown.at(-1)
  const more = lines.length > pageLength && last
  return { shown, older: more ? `${path}?${filter && `${filter}&`}before=${cursorAfter(last)}` : null }
}

/** What a list shows of a timeline: its months, the way on and back, and the form that chooses. */
function flow(lines: Line[], path: string, reader: Reader, given: Flow, cardOf: (line: Line) => Card) {
  const query = queryOf(given.filter)
  const { shown, older } = turn(lines, path, cardOf, query)
  const { month } = dates(reader.language, reader.clock)
  const months = Map.groupBy(shown, (item) => month(item.publishedAt))
  return {
    months: [...months].map(([label, items]) => ({ label, items })),
    older,
    newest: given.first ? null : `${path}${query && `?${query}`}`,
    filter: {
      action: path,
      ...filterChoices(given.filter, { ...reader, now: reader.clock() }, given.own, given.goals),
    },
    reminder: reader.t('documentation.reminder'),
  }
}

type Flow = { filter: Filter; first: boolean; own: boolean; goals: OfferedGoal[] | null }

export function timeline(
  child: ChildRow,
  lines: Line[],
  reader: Reader,
  options: Flow & { consent: boolean; contacts: boolean; export: boolean },
) {
  const { t } = reader
  const several = (child.siblings ?? 0) > 0
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
    back: options.consent ? null : backToGroup(child, t),
    tabs: childTabs(child, t, 'timeline', options),
    own: options.own,
    waits: child.waits ?? false,
    leaving: child.leaving ? leavingSoon(child.id, child.leaving, reader.clock()) : null,
    family: several ? addresses.family : null,
    exportHref: options.export
      ? `${addresses.export(child.id)}${queryOf(options.filter) && `?${queryOf(options.filter)}`}`
      : null,
    ...flow(lines, addresses.child(child.id), reader, options, (line) =>
      card(line, reader, several ? child.id : undefined),
    ),
  }
}

// Where staff come from; of a child in several groups not every one is theirs.
function backToGroup({ groups }: ChildRow, t: Translate): { href: string; label: string } {
  const [group] = groups
  if (!group || groups.length > 1) return { href: addresses.staff, label: t('documentation.groups.title') }
  return { href: addresses.staffGroup(group.id), label: group.name }
}

/** Several children side by side: one flow, each item with whose it is. */
export function family(children: ChildRow[], lines: Line[], reader: Reader, given: Flow) {
  const { t } = reader
  const names = new Map(children.map((child) => [child.id, child.given_name]))
  const said = (ids: string[]) => listed(ids.map((id) => names.get(id) ?? '').filter(Boolean), reader.language)
  return {
    title: t('documentation.family.title'),
    lead: t('documentation.family.lead', { names: said([...names.keys()]) }),
    children: children.map((child) => ({ name: child.given_name, href: addresses.child(child.id) })),
    ...flow(lines, addresses.family, reader, given, (line) => {
      const whose = whoseOf(line)
      return card(line, reader, whose[0], said(whose))
    }),
  }
}

const lists: Record<Language, Intl.ListFormat> = { sv: new Intl.ListFormat('sv-SE'), en: new Intl.ListFormat('en-GB') }

function listed(names: string[], language: Language): string {
  return lists[language].format(names)
}

/** The rooms of one child: documentation, contact lists, consent. Those the role has. */
export function childTabs(
  child: { id: string; groups: { id: string; name: string }[] },
  t: Translate,
  current: 'timeline' | 'contacts' | 'consent',
  has: { consent: boolean; contacts: boolean },
) {
  if (!has.consent) return []
  return [
    { href: addresses.child(child.id), label: t('documentation.tab.timeline'), current: current === 'timeline' },
    ...(has.contacts ? child.groups : []).map((group) => ({
      href: addresses.contacts(group.id),
      label:
        child.groups.length > 1
          ? t('documentation.tab.contacts', { group: group.name })
          : t('documentation.tab.contacts-only'),
      current: current === 'contacts',
    })),
    { href: addresses.consent(child.id), label: t('documentation.tab.consent'), current: current === 'consent' },
  ]
}

export function item(
  row: DocumentRow,
  reader: Reader,
  notice: string | null,
  { own, mayExport, follows }: { own: boolean; mayExport: boolean; follows: boolean },
) {
  const { t } = reader
  const itemKey = openItemKey(reader.keys, row)
  const content = openContent(itemKey, row)
  const media = shownMedia(itemKey, row.media, t)
  return {
    // Without a title the text itself follows at once: the day says which it is.
    title:
      content.title ||
      t('documentation.item.untitled', { date: dates(reader.language, reader.clock).date(row.published_at) }),
    notice,
    reported: row.reported ? { href: follows ? addresses.reports : null } : null,
    reportHref: row.reported ? null : addresses.report(row.id),
    blocks: blocksOf(content.text),
    words: content.words ? { heading: wordsHeading(row, own, t), text: content.words } : null,
    audience: row.audience,
    audienceLabel: audienceOf(row.audience, reader),
    about:
      row.audience === 'child'
        ? row.about.map((child) => child.name)
        : [row.audience === 'group' ? row.group_name : row.unit_name],
    publishedAt: row.published_at,
    corrected: correctedOn(content, reader),
    leaving: leaving(row, reader),
    signature: signaturesOf(content, row.author_hidden),
    unitName: row.unit_name,
    media,
    responsible: responsibleFor(media),
    exportHref: mayExport ? addresses.exportItem(row.id) : null,
    beside: row.home && {
      label: own ? t('documentation.item.beside-own') : t('documentation.item.beside', { name: row.home.given_name }),
      newer: beside(row.newer, row.home, reader),
      older: beside(row.older, row.home, reader),
    },
    goals: shownGoals(row.goals, reader.language, t),
    back: row.home
      ? { href: addresses.child(row.home.id), label: t('documentation.item.back', { name: row.home.given_name }) }
      : { href: addresses.start, label: t('documentation.item.back-start') },
    reminder: t('documentation.reminder'),
  }
}

/** That a text is not the first that was published, and since when; nothing of what stood there before. */
export function correctedOn(
  { corrected }: Content,
  { t, language, clock }: Pick<Reader, 't' | 'language' | 'clock'>,
): string | null {
  return corrected ? t('corrections.corrected', { date: dates(language, clock).date(corrected.at) }) : null
}

function beside(packed: string | null, home: { id: string; siblings: number }, { keys, t }: Reader) {
  if (!packed) return null
  const row = rowOf(packed)
  const content = openCard(keys, row)
  return { href: addresses.document(row.id, home.siblings > 0 ? home.id : undefined), title: headingOf(content, t) }
}

// To a pupil the words are their own, where the item is about nobody else.
function wordsHeading(row: DocumentRow, own: boolean, t: Translate): string {
  if (!own) return t('documentation.item.words')
  const alone = row.audience === 'child' && row.about.length === 1
  return t(alone ? 'documentation.item.words-own' : 'documentation.item.words-among')
}

/** Everybody who has written it; of all only the titles when one of them is under protection (decision 3). */
export function signaturesOf({ signature, others = [] }: Content, hidden: boolean): string {
  return [signature, ...others.map((other) => other.signature)].map((each) => signatureOf(each, hidden)).join('; ')
}

// `Name, title`, as it was signed; of somebody who is under protection today the title alone (decision 3).
export function signatureOf(signed: string, hidden: boolean): string {
  if (!hidden) return signed
  const title = signed.slice(signed.indexOf(', ') + 2)
  return title.charAt(0).toUpperCase() + title.slice(1)
}

/** What an item is called: its title, or how it begins. Never nothing: links are made of it. */
export function headingOf({ title, ...rest }: Headed, t: Translate): string {
  return (
    title ||
    beginningOf('excerpt' in rest ? rest.excerpt : rest.text || (rest.words ?? '')) ||
    t('documentation.untitled')
  )
}

type Headed = { title: string } & ({ text: string; words?: string } | { excerpt: string })

const beginningLength = 60

// The first sentence where it is short, otherwise the first words.
function beginningOf(text: string): string {
  const flat = plainOf(text.slice(0, beginningLength * 4))
  const sentence = /^.{8,60}?[.!?](?= |$)/u.exec(flat)?.[0]
  if (sentence) return sentence.replace(/\.$/, '')
  if (flat.length <= beginningLength) return flat
  const cut = flat.slice(0, beginningLength)
  return `${cut
    .slice(0, cut.lastIndexOf(' ') + 1 || beginningLength)
    .trimEnd()
    .replace(/[,;:.–-]+$/, '')} …`
}

export function paragraphs(text: string): string[] {
  return text.split(/\n{2,}/).filter((part) => part.trim() !== '')
}

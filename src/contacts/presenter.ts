import type { KeyStore } from '../crypto/key-store.ts'
import { Opened } from '../crypto/opened.ts'
import { childTabs } from '../documentation/presenter.ts'
import { addresses } from '../web/addresses.ts'
import type { Translate } from '../web/language.ts'
import { type Details, detailFields, openDetail, sayAddress, sayPostalCode } from './details.ts'
import { sayPhone } from './phone.ts'
import type { EntryRow, GroupList, ListedGuardian } from './queries.ts'

export type Entry = { name: string; phone: string | null; email: string | null; address: string | null }
type Guardian = { id: string; mine: boolean; entry: Entry }
type Family = { children: string[]; mine: boolean; guardians: Guardian[] }

const swedish = new Intl.Collator('sv')

/** The group's contact list as contacts/list shows it. */
export function presentContacts(
  { head: group, families: children, near, unshown }: GroupList,
  reader: { id: string; guardian: boolean; t: Translate; keys: KeyStore },
) {
  const own = new Set(reader.guardian ? near : [])
  const others = shownTo(children, reader)
  const families = siblingsTogether(
    children.map((child): Family => {
      const known = unshown[child.id]
      const guardians = known
        ? [...child.guardians, ...known].sort((a, b) => swedish.compare(a.name, b.name))
        : child.guardians
      return {
        children: [child.name],
        mine: own.has(child.id),
        guardians: guardians.map((each) => ({
          id: each.id,
          mine: each.id === reader.id,
          entry: opened(each, reader.keys),
        })),
      }
    }),
  )
  return {
    title: reader.t('contacts.list.title', { group: group.name }),
    ...roomOf(group, children, own, reader),
    unit: {
      name: group.unit_name,
      phone: group.phone,
      email: group.email,
      address: [group.street, `${sayPostalCode(group.postal_code)} ${group.city}`].filter(Boolean).join(', '),
    },
    sharing: { total: families.length, sharing: families.filter(sharesSomething).length },
    families,
    // What others show, to write to them all at once; what is one's own is not among it.
    emails: distinct(others.flatMap(({ email }) => email ?? [])),
    cardsHref: others.some(reachable) ? addresses.contactCards(group.id) : null,
    staff: group.staff.map(({ name, title }) => ({ name, roleLabel: title })),
    settingsHref: reader.guardian ? addresses.contactDetails : null,
    reminder: reader.t(`contacts.reminder.${reader.guardian ? 'guardian' : 'staff'}`),
  }
}

// Back to where one came from: the child's own rooms, or for staff the group.
function roomOf(
  group: GroupList['head'],
  children: GroupList['families'],
  own: Set<string>,
  { guardian, t }: { guardian: boolean; t: Translate },
) {
  const mine = children.filter(({ id }) => own.has(id))
  const [child] = mine
  const back = guardian
    ? { href: addresses.start, label: t('documentation.item.back-start') }
    : { href: addresses.staffGroup(group.id), label: group.name }
  if (!child || mine.length > 1) return { back, tabs: [], tabsLabel: '' }
  const tabs = childTabs({ id: child.id, groups: [group] }, t, 'contacts', { consent: true, contacts: true })
  return { back: null, tabs, tabsLabel: t('documentation.timeline.tabs', { name: child.name }) }
}

/** The others in the list who show a way to reach them, each once: what can be taken along as cards. */
export function cardsOf({ families }: GroupList, reader: { id: string; keys: KeyStore }): Entry[] {
  const byGuardian = Map.groupBy(shownTo(families, reader).filter(reachable), ({ id }) => id)
  // For twins somebody may show this for the one and that for the other.
  return [...byGuardian.values()].map(([first, ...more]) => more.reduce(joined, first!))
}

function shownTo(children: GroupList['families'], reader: { id: string; keys: KeyStore }): (Entry & { id: string })[] {
  return children
    .flatMap(({ guardians }) => guardians)
    .filter(({ id }) => id !== reader.id)
    .map((each) => ({ ...opened(each, reader.keys), id: each.id }))
}

function joined<T extends Entry>(one: T, other: T): T {
  return {
    ...one,
    phone: one.phone ?? other.phone,
    email: one.email ?? other.email,
    address: one.address ?? other.address,
  }
}

function reachable({ phone, email, address }: Entry): boolean {
  return Boolean(phone ?? email ?? address)
}

// Twins stand once, where the very same people show the very same for both. Nothing that shows for one comes to show
// for the other (R6), and children of whom nobody shows stay apart.
function siblingsTogether(families: Family[]): Family[] {
  const together = new Map<string, Family>()
  for (const family of families) {
    const same = family.guardians.length > 0 && family.mine + family.guardians.map(shows).join()
    const twin = same && together.get(same)
    if (twin) twin.children.push(...family.children)
    else together.set(same || family.children[0]! + together.size, family)
  }
  return [...together.values()]
}

// What somebody shows follows from who they are and which of their details they show.
function shows({ id, entry: { phone, email, address } }: Guardian): string {
  return [id, phone && 'phone', email && 'email', address && 'address'].join(' ')
}

function distinct(values: string[]): string[] {
  return [...new Set(values)]
}

const listed = new Opened<Entry>()

// Of a list that is remembered (queries.ts), for as long as it is.
const ofListed = new WeakMap<ListedGuardian, Entry>()

function opened(guardian: ListedGuardian, keys: KeyStore): Entry {
  const known = ofListed.get(guardian) ?? openedAnew(guardian, keys)
  ofListed.set(guardian, known)
  return known
}

// The very same object for the same words, so that the list prints it once for all who see it.
function openedAnew(guardian: ListedGuardian, keys: KeyStore): Entry {
  const { id, name, phone, email, address } = guardian
  // Twins' guardians may show this for the one and that for the other.
  const shown = [id, phone && 'phone', email && 'email', address && 'address'].join(' ')
  return listed.get(shown, [name, phone, email, address], () => {
    const details: Details = {}
    for (const field of detailFields) {
      const sealed = guardian[field]
      if (sealed) openDetail(keys, id, { field, sealed: Buffer.from(sealed, 'base64') }, details)
    }
    return entry(name, details)
  })
}

/** What the rows say of one guardian and child in one group, or null where they are not in the list. */
export function entryOf(
  rows: EntryRow[],
  { guardian, child, group }: { guardian: string; child: string; group: string },
  keys: KeyStore,
): Entry | null {
  const own = rows.filter(
    (row) => row.guardian_id === guardian && row.child_id === child && row.group_id === group && row.guardian_name,
  )
  return own[0] ? asEntry(own[0].guardian_name!, guardian, own, keys) : null
}

function asEntry(name: string, guardian: string, rows: EntryRow[], keys: KeyStore): Entry {
  const details: Details = {}
  for (const { field, sealed } of rows) if (field && sealed) openDetail(keys, guardian, { field, sealed }, details)
  return entry(name, details)
}

function entry(name: string, details: Details): Entry {
  return {
    name,
    phone: details.phone ? sayPhone(details.phone) : null,
    email: details.email ?? null,
    address: details.address ? sayAddress(details.address) : null,
  }
}

function sharesSomething(family: Family): boolean {
  return family.guardians.some(({ entry }) => reachable(entry))
}

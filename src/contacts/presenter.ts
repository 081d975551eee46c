import type { KeyStore } from '../crypto/key-store.ts'
import { Opened } from '../crypto/opened.ts'
import { addresses } from '../web/addresses.ts'
import type { Translate } from '../web/language.ts'
import { type Details, detailFields, openDetail, sayAddress, sayPostalCode } from './details.ts'
import { sayPhone } from './phone.ts'
import type { EntryRow, GroupList, ListedGuardian } from './queries.ts'

export type Entry = { name: string; phone: string | null; email: string | null; address: string | null }
type Guardian = Entry & { mine: boolean }
type Family = { childName: string; mine: boolean; guardians: Guardian[] }

const swedish = new Intl.Collator('sv')

/** The group's contact list as contacts/list shows it. */
export function presentContacts(
  { head: group, families: children, near, unshown }: GroupList,
  reader: { id: string; guardian: boolean; t: Translate; keys: KeyStore },
) {
  const own = new Set(reader.guardian ? near : [])
  const families = children.map((child): Family => {
    const known = unshown[child.id]
    const guardians = known
      ? [...child.guardians, ...known].sort((a, b) => swedish.compare(a.name, b.name))
      : child.guardians
    return {
      childName: child.name,
      mine: own.has(child.id),
      guardians: guardians.map((each) => ({ ...opened(each, reader.keys), mine: each.id === reader.id })),
    }
  })
  return {
    title: reader.t('contacts.list.title', { group: group.name }),
    group: { id: group.id, name: group.name },
    unit: {
      name: group.unit_name,
      phone: group.phone,
      email: group.email,
      street: group.street,
      city: `${sayPostalCode(group.postal_code)} ${group.city}`,
    },
    sharing: { total: families.length, sharing: families.filter(sharesSomething).length },
    families,
    staff: group.staff.map(({ name, title }) => ({ name, roleLabel: title })),
    settingsHref: reader.guardian ? addresses.contactDetails : null,
    reminder: reader.t(`contacts.reminder.${reader.guardian ? 'guardian' : 'staff'}`),
  }
}

const listed = new Opened<Entry>()

function opened(guardian: ListedGuardian, keys: KeyStore): Entry {
  const { id, name, phone, email, address } = guardian
  return listed.get(id, [name, phone, email, address], () => {
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
  return family.guardians.some(({ phone, email, address }) => phone ?? email ?? address)
}

import type { KeyStore } from '../crypto/key-store.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import { addressWaiting, codeMinutes } from './confirm.ts'
import { choiceFields, type Details, openDetail, sayPostalCode } from './details.ts'
import { sayPhone } from './phone.ts'
import { entryOf } from './presenter.ts'
import type { Beside, DetailRow, EntryRow, OwnChild } from './queries.ts'

export type Values = Record<'phone' | 'email' | 'street' | 'postalCode' | 'city', string>
export type Own = {
  children: OwnChild[]
  details: DetailRow[]
  entries: EntryRow[]
  beside: Beside
}
type Reader = { id: string; t: Translate; keys: KeyStore; now: Date }
/** What was typed and could not be stored, to be shown again; without it the page shows what is stored. */
type Typed = { values: Values; show: string[]; remind: boolean; errors: Errors }

/** The guardian's own details as contacts/details shows them, with how others see them now. */
export function presentDetails(own: Own, reader: Reader, saved: boolean, typed?: Typed) {
  const { code_sealed: sealed, code_at: askedAt } = own.beside
  const waiting = addressWaiting(reader.keys, reader.id, askedAt && { sealed, asked_at: askedAt }, reader.now)
  return {
    title: reader.t('contacts.details.title'),
    values: typed?.values ?? storedValues(own.details, reader),
    remind: typed?.remind ?? own.beside.reminded,
    errors: typed?.errors ?? {},
    saved,
    byHand: own.beside.by_hand.map(({ kind, reason, at }) => ({
      what: reader.t(`contacts.by-hand.${kind}`),
      why: reader.t(`people.label.reason.${reason}`),
      at: new Date(at),
    })),
    waiting: waiting && {
      text: reader.t(own.beside.letter === 'sent' ? 'contacts.details.codeText' : 'contacts.details.codeWaits', {
        email: waiting,
        minutes: codeMinutes,
      }),
    },
    due: own.beside.due,
    confirmed: own.beside.email_confirmed,
    children: own.children.map((child) => ({
      id: child.id,
      name: child.name,
      groups: child.groups.map((group) => group.name),
      choices: choiceFields.map((field) => {
        const input = `${child.id}:${field}`
        const shown = typed ? typed.show.includes(input) : child.shown[field]
        return { field, label: reader.t(`contacts.label.field.${field}`), shown, input }
      }),
      previews: child.groups.map((group) => ({
        groupName: group.name,
        entry: entryOf(own.entries, { guardian: reader.id, child: child.id, group: group.id }, reader.keys),
      })),
    })),
  }
}

function storedValues(rows: DetailRow[], reader: Reader): Values {
  const details: Details = {}
  for (const row of rows) openDetail(reader.keys, reader.id, row, details)
  return {
    phone: details.phone ? sayPhone(details.phone) : '',
    email: details.email ?? '',
    street: details.address?.street ?? '',
    postalCode: sayPostalCode(details.address?.postalCode ?? ''),
    city: details.address?.city ?? '',
  }
}

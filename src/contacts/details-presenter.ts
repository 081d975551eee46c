import type { KeyStore } from '../crypto/key-store.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import { canBeProven, type Ways } from './commands.ts'
import { codeMinutes, waitingFor } from './confirm.ts'
import { choiceFields, type Details, openDetails, type ProvenField, provenFields, sayPostalCode } from './details.ts'
import { normalisePhone, sayPhone } from './phone.ts'
import { entryOf } from './presenter.ts'
import type { Beside, CodeRow, DetailRow, EntryRow, OwnChild } from './queries.ts'

export type Values = Record<'phone' | 'email' | 'street' | 'postalCode' | 'city', string>
export type Own = {
  children: OwnChild[]
  details: DetailRow[]
  entries: EntryRow[]
  beside: Beside
}
type Reader = { id: string; t: Translate; keys: KeyStore; now: Date; ways: Ways }
/** What was typed and could not be stored, to be shown again; without it the page shows what is stored. */
type Typed = { values: Values; show: string[]; remind: boolean; errors: Errors }

/** The guardian's own details as contacts/details shows them, with how others see them now. */
export function presentDetails(own: Own, reader: Reader, saved: boolean, typed?: Typed) {
  const stored = openDetails(reader.keys, reader.id, own.details)
  const waiting = own.beside.codes.flatMap((row) => waitingCode(row, reader))
  const canProve = (field: ProvenField) => reader.ways[field] && !waiting.some((each) => each.field === field)
  return {
    title: reader.t('contacts.details.title'),
    values: typed?.values ?? valuesOf(stored),
    remind: typed?.remind ?? own.beside.reminded,
    errors: typed?.errors ?? {},
    saved,
    rest: false,
    byHand: own.beside.by_hand.map(({ kind, reason, at }) => ({
      what: reader.t(`contacts.by-hand.${kind}`),
      why: reader.t(`people.label.reason.${reason}`),
      at: new Date(at),
    })),
    waiting,
    proof: Object.fromEntries(
      provenFields.map((field) => {
        // What is said of it is about what stands in the field: what was typed and not stored is not confirmed.
        const asStored = !typed || meant(field, typed.values[field]) === stored[field]
        return [field, proofOf(field, own.details, asStored ? stored : {}, canProve(field))]
      }),
    ),
    due: own.beside.due,
    children: own.children.map((child) => ({
      id: child.id,
      name: child.name,
      groups: child.groups.map((group) => ({
        id: group.id,
        name: group.name,
        choices: choiceFields.map((field) => {
          const input = `${child.id}:${group.id}:${field}`
          const shown = typed ? typed.show.includes(input) : group.shown[field]
          return { field, label: reader.t(`contacts.label.field.${field}`), shown, input }
        }),
        entry: entryOf(own.entries, { guardian: reader.id, child: child.id, group: group.id }, reader.keys),
      })),
    })),
  }
}

function waitingCode({ field, sealed, asked_at, letter }: CodeRow, { keys, id, t, now }: Reader) {
  const row = { sealed: sealed === null ? null : Buffer.from(sealed, 'base64'), asked_at: new Date(asked_at) }
  const to = waitingFor(keys, id, field, row, now)
  if (to === undefined) return []
  const said = letter === 'sent' ? 'sent' : 'waits'
  // On one line: a number that is cut in two is hard to read.
  const whole = field === 'phone' ? sayPhone(to).replaceAll(' ', '\u00a0').replaceAll('-', '\u2011') : to
  const values = { to: whole, minutes: codeMinutes }
  return [{ field, text: t(`contacts.details.code.${field}-${said}`, values) }]
}

/** Whether what is stored was shown to be its owner's; `open`: it was not, and a code can be sent there; `sends`: there is nothing yet. */
function proofOf(
  field: ProvenField,
  rows: DetailRow[],
  stored: Details,
  canProve: boolean,
): 'confirmed' | 'open' | 'sends' | 'none' {
  const value = stored[field]
  if (value === undefined) return canProve ? 'sends' : 'none'
  if (rows.some((row) => row.field === field && row.confirmed)) return 'confirmed'
  return canProve && canBeProven(field, value) ? 'open' : 'none'
}

function meant(field: ProvenField, typed: string): string | undefined {
  return field === 'phone' ? normalisePhone(typed) : typed.trim()
}

function valuesOf(details: Details): Values {
  return {
    phone: details.phone ? sayPhone(details.phone) : '',
    email: details.email ?? '',
    street: details.address?.street ?? '',
    postalCode: sayPostalCode(details.address?.postalCode ?? ''),
    city: details.address?.city ?? '',
  }
}

import type { KeyStore } from '../crypto/key-store.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import { pagesOf } from '../web/pages.ts'
import { openReasons, plainReason, protectReasons } from './grounds.ts'
import { openNote } from './note.ts'
import { type Hit, type Listed, type ListOf, type Person, pageLength, type ReaderRow, type UseRow } from './queries.ts'

type Reader = { id: string; t: Translate; keys: KeyStore }

/** The officer's list: what waits first, then whom nobody has taken, then one's own. */
export function presentList({ total, page, rows, ending, again }: ListOf, t: Translate) {
  return {
    title: t('protection.list.title'),
    sections: (['waits', 'free', 'mine'] as const)
      .map((state) => ({
        id: state,
        heading: t(`protection.list.${state}`),
        text: t(`protection.list.${state}-text`),
        rows: rows.filter((row) => row.state === state).map((row) => listed(row, t)),
      }))
      .filter((section) => section.rows.length > 0),
    total,
    pages: pagesOf(page, total, pageLength, (wanted) => `${addresses.protection}?page=${wanted}`),
    ending: ending.map((alias) => ({
      name: alias.name,
      last: day(alias.last),
      href: addresses.protected(alias.person_id),
    })),
    again: again.map((each) => ({
      name: spoken(each.name, each.person_id, t),
      day: day(each.day),
      href: addresses.protected(each.person_id),
    })),
    search: addresses.protectionSearch,
  }
}

function listed(row: Listed, t: Translate) {
  return {
    name: nameOf(row, t),
    href: addresses.protected(row.id),
    why: row.causes.map((cause) => t(`protection.cause.${cause}`)).join(', '),
    since: day(row.since),
    places: row.places.join('; '),
  }
}

/** What a search found. */
export function presentSearch(q: string, found: { total: number; hits: Hit[] } | null, errors: Errors, t: Translate) {
  return {
    title: t('protection.search.title'),
    q,
    errors,
    action: addresses.protectionSearch,
    searched: found !== null,
    total: found?.total ?? 0,
    rest: Math.max(0, (found?.total ?? 0) - (found?.hits.length ?? 0)),
    rows: (found?.hits ?? []).map((hit) => ({
      name: hit.name,
      href: addresses.protected(hit.id),
      born: hit.birth_date ? day(hit.birth_date) : null,
      places: hit.places.join('; '),
      status: hit.protected ? t('protection.search.protected') : '',
    })),
    back: { href: addresses.protection, label: t('protection.person.back') },
  }
}

export type Again = {
  errors?: Errors
  typed?: Record<string, string>
  form?: string | null
  saved?: boolean
  /** Of a new way in: shown in the answer to the form, and nowhere else. */
  account?: { username: string; password: string } | null
}

/** One person: why they are protected, who is hidden with them, what has been decided, and what may be. */
export function presentPerson(
  person: Person,
  uses: UseRow[],
  { id, t, keys }: Reader,
  { errors = {}, typed = {}, form = null, saved = false, account = null }: Again = {},
) {
  const at = addresses.protected(person.id)
  const causes = person.grounds.map(({ cause }) => cause)
  const mine = person.officer_id === id
  const decided = person.grounds.some(({ origin }) => origin === 'local')
  const waits = causes.includes('unknown') && !decided
  const through = person.near.filter(({ marked }) => marked)
  const reasons = (list: readonly string[]) => [
    { value: '', label: t('protection.person.choose') },
    ...list.map((value) => ({ value, label: t(`protection.reason.${value}`) })),
  ]
  const childAliases = person.aliases.filter((alias) => alias.child_id === null)
  return {
    id: person.id,
    title: nameOf(person, t),
    born: person.birth_date ? day(person.birth_date) : null,
    places: person.places.map(({ name }) => name).join('; '),
    saved,
    errors,
    form,
    account,
    protected: causes.length > 0,
    through:
      causes.length === 0
        ? through.map(({ id: other, name }) => ({ name: spoken(name, other, t), href: addresses.protected(other) }))
        : [],
    alias: person.alias,
    reviewOn: causes.length === 0 && person.review_on ? day(person.review_on) : null,
    grounds: person.grounds.map((ground) => ({
      label: t(`protection.cause.${ground.cause}`),
      from: day(ground.from),
      text: t(`protection.cause-text.${ground.cause}`),
    })),
    responsible: person.officers.find((officer) => officer.id === person.officer_id)?.name ?? null,
    mine,
    near: person.near.map((each) => ({
      label: spoken(each.name, each.id, t),
      href: addresses.protected(each.id),
      as: t(`protection.near.${each.as}`),
    })),
    uses: uses.map((use) => ({
      place: use.place,
      unit: use.unit,
      usedOn: day(use.used_on),
      due: use.due_on && !use.done_at ? day(use.due_on) : null,
      done: use.done_at,
    })),
    decisions: person.decisions.map((decision) => ({
      what: t(`protection.decision.${decision.kind}`),
      why: decision.reason === plainReason ? null : t(`protection.reason.${decision.reason}`),
      note: decision.sealed_note ? openNote(keys, decision.id, decision.sealed_note) : null,
      at: new Date(decision.at),
      by: decision.by,
    })),
    forms: {
      check: waits ? `${at}/check` : null,
      protect: causes.length === 0 && !person.alias ? `${at}/protect` : null,
      lift: decided ? `${at}/lift` : null,
      keepOpen: causes.length === 0 && person.review_on ? `${at}/keep-open` : null,
      take: causes.length > 0 && !mine ? `${at}/take` : null,
      handOver: causes.length > 0 && mine && person.officers.length > 1 ? `${at}/hand-over` : null,
      alias: causes.length > 0 && person.places.length > 0 ? `${at}/alias` : null,
      guardianAlias: `${at}/alias-guardian`,
      endAlias: `${at}/alias-end`,
    },
    readers: causes.length > 0 || through.length > 0 ? addresses.protectedReaders(person.id) : null,
    verdicts: (['protected', 'open'] as const).map((value) => ({
      value,
      label: t(`protection.person.verdict-${value}`),
    })),
    checkReasons: reasons([...new Set([...protectReasons, ...openReasons])]),
    protectReasons: reasons(protectReasons),
    openReasons: reasons(openReasons),
    officers: person.officers
      .filter((officer) => officer.id !== id)
      .map((officer) => ({ value: officer.id, label: officer.name })),
    groups: person.places.map(({ id: value, name: label }) => ({ value, label })),
    aliases: childAliases.map((alias) => ({
      id: alias.id,
      name: alias.name,
      current: alias.current,
      reference: alias.reference,
      agreedOn: day(alias.agreed_on),
      last: day(alias.last),
      guardians: person.aliases
        .filter((each) => each.child_id === alias.id)
        .map((each) => ({ name: each.name, current: each.current })),
    })),
    typed: (name: string) => typed[name] ?? '',
    back: { href: addresses.protection, label: t('protection.person.back') },
  }
}

/** Who has met the person, newest first. */
export function presentReaders(
  person: { id: string; given_name: string; family_name: string },
  found: ReaderRow[],
  t: Translate,
) {
  const met = found.filter((row) => row.event !== null)
  const rows = met.slice(0, 50)
  const goesOn = met.length > rows.length ? rows.at(-1) : found.find((row) => row.event === null)
  return {
    title: t('protection.readers.title'),
    rows: rows.map((row) => ({
      at: row.at,
      what: t(`audit.label.event.${row.event}`),
      who: row.name ?? t('protection.readers.unnamed'),
      role: [t(`audit.label.role.${row.actor_role}`), row.place].filter(Boolean).join(', '),
    })),
    goesOn: goesOn?.event === null ? goesOn.at : null,
    older: goesOn ? addresses.protectedReaders(person.id, goesOn.id) : null,
    back: { href: addresses.protected(person.id), label: nameOf(person, t) },
  }
}

// Whom the register has marked comes in without a name.
function nameOf(person: { id: string; given_name: string; family_name: string }, t: Translate): string {
  return spoken(`${person.given_name} ${person.family_name}`, person.id, t)
}

function spoken(name: string, id: string, t: Translate): string {
  return name === '– –' ? t('protection.person.nameless', { id: id.slice(-6) }) : name
}

// Noon, so that no time zone moves the day.
function day(value: string): Date {
  return new Date(`${value}T12:00:00Z`)
}

import type { KeyStore } from '../crypto/key-store.ts'
import { unseal } from '../crypto/seal.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import { pagesOf } from '../web/pages.ts'
import { blockReasons, changeReasons, extraTitles } from './by-hand.ts'
import { maskPersonnummer } from './personnummer.ts'
import {
  type Beside,
  type Due,
  type Hits,
  type Kind,
  type Person,
  type PersonRow,
  pageLength,
  type Relation,
} from './queries.ts'

type Result = { hits: Hits; people: PersonRow[] }

/** The search as people/list shows it; the pages are form values, since what is searched for stands in no address. */
export function presentSearch(t: Translate, q: string, result: Result | null, errors: Errors = {}, due = 0) {
  return {
    due: due > 0 ? { text: t('people.review.waiting', { count: due }), href: addresses.peopleReview } : null,
    // What else an administrator comes for, beside the search.
    ways: (['units', 'add', 'entrusted'] as const).map((way) => ({
      href: { units: addresses.peopleUnits, add: addresses.addPerson, entrusted: addresses.accounts }[way],
      label: t(`people.list.way.${way}`),
      text: t(`people.list.way.${way}Text`),
    })),
    title: t('people.list.title'),
    q,
    errors,
    searched: result !== null,
    rows: (result?.people ?? []).map(({ id, name, kinds, places }) => ({
      id,
      name,
      href: addresses.person(id),
      kinds: kinds.map((kind) => t(`people.label.kind.${kind}`)),
      places,
    })),
    total: result?.hits.total ?? 0,
    pages: pagesOf(result?.hits.page ?? 1, result?.hits.total ?? 0, pageLength, String),
  }
}

export type Shown = Beside & { person: Person; relations: Relation[] }
/** A form that was not right, shown again; or what was asked for. */
export type Again = {
  errors?: Errors
  typed?: Record<string, string>
  form?: string | null
  number?: string | null
  saved?: boolean
}

/** One person as people/person shows them: how they belong from day to day, and the birth digits of the number (R15). */
export function presentPerson(
  { person, relations, blocks, groups, done }: Shown,
  t: Translate,
  keys: KeyStore,
  { errors = {}, typed = {}, form = null, number = null, saved = false }: Again = {},
) {
  const value = (name: string, stored = '') => (form ? (typed[name] ?? '') : stored)
  const guardians = relations.filter(({ heading, current }) => heading === 'guardians' && current)
  const choose = chooseOf(t)
  const blocked = new Set(blocks.map((block) => block.guardian_id))
  return {
    id: person.id,
    saved,
    errors,
    form,
    number,
    origin: t(`people.person.origin.${person.origin}`),
    reasons: reasonsOf(t),
    values: {
      givenName: form === 'name' ? value('givenName') : person.given_name,
      familyName: form === 'name' ? value('familyName') : person.family_name,
      reason: value('reason'),
      guardian: value('guardian'),
      reference: value('reference'),
      reviewOn: value('reviewOn'),
      group: value('group'),
      title: value('title'),
      first: value('first'),
      last: value('last'),
    },
    // Nothing is chosen beforehand: a group that nobody chose would open its children to somebody.
    groups: [choose, ...groups.map((group) => ({ value: group.id, label: group.name, group: group.unit_name }))],
    titles: [choose, ...extraTitles.map((each) => ({ value: each, label: each }))],
    child: isChild(relations),
    duties: relations
      .filter(({ duty_id }) => duty_id)
      .map((duty) => ({
        id: duty.duty_id!,
        label: duty.label,
        from: day(duty.from),
        to: duty.to ? day(duty.to) : null,
      })),
    blocks: blocks.map((block) => ({
      guardian: block.guardian_id,
      name: block.name,
      reason: t(`people.label.block.${block.reason}`),
      reference: block.reference,
      from: day(block.from),
      reviewOn: day(block.review_on),
    })),
    blockable: guardians
      .filter(({ person_id }) => person_id && !blocked.has(person_id))
      .map(({ person_id, label }) => ({ value: person_id, label })),
    done: done.map(({ kind, reason, at, other }) => ({
      at: new Date(at),
      what: [t(`people.label.done.${kind}`), other].filter(Boolean).join(': '),
      why: t(`people.label.reason.${reason}`),
    })),
    blockReasons: blockReasons.map((each) => ({ value: each, label: t(`people.label.block.${each}`) })),
    title: person.name,
    name: person.name,
    kinds: kindsOf(relations).map((kind) => t(`people.label.kind.${kind}`)),
    personnummerMasked: person.personnummer ? masked(person.id, person.personnummer, keys) : null,
    birthDate: person.birth_date ? day(person.birth_date) : null,
    relations: headings
      .map((heading) => ({
        heading: t(`people.label.relation.${heading}`),
        rows: relations
          .filter((relation) => relation.heading === heading)
          .map(({ label, person_id, from, to, current }) => ({
            label,
            href: person_id ? addresses.person(person_id) : null,
            from: day(from),
            to: to ? day(to) : null,
            current,
          })),
      }))
      .filter(({ rows }) => rows.length > 0),
    back: { href: addresses.people, label: t('people.person.back') },
  }
}

const chooseOf = (t: Translate) => ({ value: '', label: t('people.person.choose') })

function reasonsOf(t: Translate) {
  return [chooseOf(t), ...changeReasons.map((each) => ({ value: each, label: t(`people.label.reason.${each}`) }))]
}

/** A child, as far as the log is concerned: somebody with guardians or a place, now or before. */
export function isChild(relations: Relation[]): boolean {
  return relations.some(({ heading }) => heading === 'guardians' || heading === 'placements')
}

const headings = ['guardians', 'children', 'placements', 'duties'] as const

function kindsOf(relations: Relation[]): Kind[] {
  const now = relations.filter(({ current }) => current)
  const kinds = now.map(({ heading, role }): Kind => role ?? (heading === 'children' ? 'guardian' : 'child'))
  return [...new Set(kinds)]
}

function masked(id: string, sealed: Buffer, keys: KeyStore): string {
  return maskPersonnummer(openNumber(id, sealed, keys))
}

/** R15: the whole number, for whoever has said why (commands.ts notes it first). */
export function openNumber(id: string, sealed: Buffer, keys: KeyStore): string {
  return unseal(keys.get('personnummer'), 'personnummer', sealed, `person|personnummer|${id}`).toString('utf8')
}

// Noon, so that no time zone moves the day.
function day(value: string): Date {
  return new Date(`${value}T12:00:00Z`)
}

/** What is to be looked at again, with where that is done. */
export function presentReview(due: Due[], t: Translate) {
  return {
    title: t('people.review.title'),
    rows: due.map((each) => ({
      label: each.place ? `${each.name}, ${each.place}` : each.name,
      href: addresses.person(each.person_id),
      what: t(`people.review.kind.${each.kind}`),
      day: day(each.day),
    })),
    back: { href: addresses.people, label: t('people.person.back') },
  }
}

/** The form for somebody whom the register does not know of. */
export function presentAdd(t: Translate, typed: Record<string, string> = {}, errors: Errors = {}) {
  return {
    title: t('people.add.title'),
    action: addresses.addPerson,
    errors,
    values: {
      givenName: typed.givenName ?? '',
      familyName: typed.familyName ?? '',
      number: typed.number ?? '',
      reason: typed.reason ?? '',
    },
    reasons: reasonsOf(t),
    back: { href: addresses.people, label: t('people.person.back') },
  }
}

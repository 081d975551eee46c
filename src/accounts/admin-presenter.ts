import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { Account, Entrusted, Owner } from './admin-queries.ts'
import { accountReasons, functions, ordinary } from './grounds.ts'
import { firstDays } from './made.ts'

export type Again = {
  errors?: Errors
  typed?: { username: string; reason: string; function: string; hats: string[] }
  /** Which of the forms it was. */
  form?: string | null
  /** What stood in the way, in words. */
  problem?: string | null
  saved?: boolean
  /** A first password, in the answer to the form that made it and nowhere else. */
  handed?: string | null
}

const nothing = { username: '', reason: '', function: '', hats: [] as string[] }

/** Somebody's way in, and what may be done with it. */
export function presentAccount(
  { id, name, account }: Owner,
  actor: string,
  t: Translate,
  { errors = {}, typed = nothing, form = null, problem = null, saved = false, handed = null }: Again = {},
) {
  const hats = account?.hats ?? []
  const open = account !== null && account.closed_at === null
  const held = functions.filter((each) => hats.includes(each))
  const own = id === actor
  return {
    title: t('accounts.admin.title', { name }),
    name,
    problem,
    saved,
    handed: handed && account && { username: account.username, password: handed, days: firstDays },
    errors,
    form,
    typed: form ? typed : { ...nothing, hats },
    facts: account && facts(account, t),
    closed: account !== null && !open,
    own,
    entrusted: held.length > 0,
    ordinary: ordinary.map((value) => ({
      value,
      label: t(`audit.label.role.${value}`),
      hint: t(`accounts.admin.hat.${value}`),
    })),
    giveable: [
      { value: '', label: t('accounts.admin.choose') },
      ...functions
        .filter((each) => !hats.includes(each) && !account?.waiting.some(({ hat }) => hat === each))
        .map((value) => ({ value, label: t(`audit.label.role.${value}`) })),
    ],
    held: held.map((value) => ({ value, label: t(`audit.label.role.${value}`) })),
    waiting: (account?.waiting ?? []).map(({ hat, by }) =>
      t('accounts.admin.waits', { what: t(`audit.label.role.${hat}`), by: by ?? t('accounts.admin.somebody') }),
    ),
    reasons: [
      { value: '', label: t('accounts.admin.choose') },
      ...accountReasons.map((value) => ({ value, label: t(`accounts.label.reason.${value}`) })),
    ],
    history: (account?.history ?? []).map(({ kind, hat, reason, at }) => [
      new Date(at),
      [t(`accounts.label.kind.${kind}`), hat && t(`audit.label.role.${hat}`)].filter(Boolean).join(': '),
      t(`accounts.label.reason.${reason}`),
    ]),
    forms: {
      make: account ? null : addresses.accountDo(id, 'make'),
      wear: open ? addresses.accountDo(id, 'wear') : null,
      propose: open && !own && !account.first_until ? addresses.accountDo(id, 'propose') : null,
      relieve: open && held.length > 0 ? addresses.accountDo(id, 'relieve') : null,
      password: open && !own && held.length === 0 ? addresses.accountDo(id, 'password') : null,
      close: open && !own ? addresses.accountDo(id, 'close') : null,
      reopen: account && !open ? addresses.accountDo(id, 'reopen') : null,
    },
    back: { href: addresses.person(id), label: name },
  }
}

function facts(account: Account, t: Translate) {
  const state = account.closed_at ? 'closed' : account.first_until ? 'first' : 'open'
  return [
    { label: t('accounts.admin.username'), value: account.username },
    { label: t('accounts.admin.state'), value: t(`accounts.admin.state-${state}`) },
    account.closed_at && { label: t('accounts.admin.closedAt'), date: new Date(account.closed_at) },
    !account.closed_at &&
      account.first_until && { label: t('accounts.admin.firstUntil'), date: new Date(account.first_until), away: true },
    account.hats.length > 0 && {
      label: t('accounts.admin.hats'),
      value: account.hats.map((hat) => t(`audit.label.role.${hat}`)).join(', '),
    },
    account.last_visit_at && { label: t('accounts.admin.lastVisit'), date: new Date(account.last_visit_at) },
  ].filter((fact) => fact !== null && fact !== false && fact !== '')
}

/** Who wears what takes two to give, and what waits for the second. */
export function presentEntrusted(
  { waiting, holders }: Entrusted,
  t: Translate,
  { problem = null, saved = false }: { problem?: string | null; saved?: boolean } = {},
) {
  return {
    title: t('accounts.entrusted.title'),
    problem,
    saved,
    waiting: waiting.map((each) => ({
      name: each.name,
      href: addresses.account(each.person_id),
      what: t(`audit.label.role.${each.hat}`),
      about: t(`accounts.entrusted.about.${each.hat}`),
      by: t('accounts.entrusted.by', {
        by: each.by ?? t('accounts.admin.somebody'),
        why: t(`accounts.label.reason.${each.reason}`),
      }),
      at: new Date(each.at),
      confirm: each.mine || each.first ? null : addresses.accountProposal(each.id, 'confirm'),
      withdraw: addresses.accountProposal(each.id, 'withdraw'),
      note: each.mine ? t('accounts.entrusted.another') : each.first ? t('accounts.refusal.first') : null,
    })),
    holders: holders.map(({ name, person_id, hats, last_visit_at }) => [
      { label: name, href: addresses.account(person_id) },
      hats.map((hat) => t(`audit.label.role.${hat}`)).join(', '),
      last_visit_at ? new Date(last_visit_at) : t('accounts.entrusted.never'),
    ]),
    back: { href: addresses.people, label: t('people.person.back') },
  }
}

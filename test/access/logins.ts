import type { Try } from '../support/raw.ts'
import type { Finding } from './attempts.ts'
import { type Facts, isWaiting } from './facts.ts'

type Rows = (table: string) => Set<string> | 'all'

const every =
  (...names: string[]): Rows =>
  (table) =>
    names.includes(table) ? 'all' : new Set()

/** What the roles that sign in may without an actor: what comes before somebody is known, the night's work, and the converting. */
export const logins = ['insyn_web', 'insyn_retention', 'insyn_worker', 'insyn_roster'] as const
export type Login = (typeof logins)[number]

export function loginRules(login: Login, known: Facts) {
  return { insyn_web: web, insyn_retention: night, insyn_worker: converter, insyn_roster: importer }[login](known)
}

function web(known: Facts) {
  const open = every(
    ...['unit', 'setting', 'consent_text', 'account', 'account_role', 'session', 'sign_in_throttle'],
    ...['sealing_key', 'job_run'],
  )
  // The name of who signs in, for the page head.
  const accounts = new Set(known.accounts.map((account) => account.personId))
  return {
    sees: ((table) => (table === 'person' ? accounts : open(table))) as Rows,
    changes: every('account', 'session', 'sign_in_throttle'),
    removes: every('session', 'sign_in_throttle'),
    adds: (attempt: Try) =>
      tried(attempt, [
        ["insert into session values (sha256('x'), null, null, '{}', now(), now())", true],
        ["insert into sign_in_throttle (key) values ('x')", true],
        ["insert into audit_event (event) values ('retention.ran')", false],
      ]),
  }
}

function night() {
  const documentation = ['document', 'document_scope', 'media']
  const swept = ['session', 'sign_in_throttle']
  const scope = 'insert into document_scope (document_id, child_id, published_at)'
  return {
    sees: every(
      ...documentation,
      ...swept,
      'follow_up_note',
      'file_outbox',
      'erasure_outbox',
      'job_run',
      'sealing_key',
      'retention_rule',
      'retention_hold',
      'audit_event',
      'consent_answer',
      'consent_paper',
    ),
    changes: every('job_run', 'sealing_key'),
    removes: every(
      ...documentation,
      ...swept,
      'follow_up_note',
      'file_outbox',
      'erasure_outbox',
      'audit_event',
      'consent_answer',
      'consent_paper',
    ),
    adds: (attempt: Try) =>
      tried(attempt, [
        ['insert into file_outbox (media_id) values (gen_random_uuid())', true],
        ["insert into erasure_outbox (item_id, month) values (gen_random_uuid(), '2031-01')", true],
        ["insert into job_run (job, slot, as_of) values ('retention', '2026-11-24', now())", true],
        ["insert into sealing_key (name, fingerprint) values ('x', 'x')", true],
        ["insert into audit_event (event) values ('retention.ran')", true],
        [`${scope} select document_id, child_id, published_at from document_scope limit 1`, false],
        // The grants with which Postgres lets a row be locked change nothing.
        ['update document set revision = revision + 1', false],
        ['update media set position = position + 1', false],
      ]),
  }
}

/** What waits, the keys of the items it is in, and how it went; no word of any item. */
function converter(known: Facts) {
  const waiting = known.documents.filter(isWaiting)
  const documents = new Set(waiting.map((document) => document.id))
  return {
    sees: ((table) => (table === 'media' ? 'all' : table === 'document' ? documents : new Set())) as Rows,
    changes: every(),
    removes: every(),
    adds: (attempt: Try) =>
      tried(attempt, [
        ["update media set state = 'working', progress = 1", true, waiting.length],
        ["update media set state = 'ready', width = 1, height = 1 where state = 'waiting'", true, waiting.length],
        ["update media set state = 'receiving'", false],
        ['update media set position = 1', false],
        ['update media set sealed_alt = null', false],
        ['select sealed_content from document', false],
        ['select sealed_alt from media', false],
      ]),
  }
}

/** Everybody and how they belong, nothing of what is written about them; and what is decided here is not its to change. */
function importer() {
  const belonging = ['guardianship', 'placement', 'duty', 'household_member', 'protected_identity']
  const report = ['roster_run', 'roster_change', 'roster_problem']
  return {
    sees: every(
      'unit',
      'unit_group',
      'person',
      ...belonging,
      ...report,
      'person_correction',
      'setting',
      'sealing_key',
      'job_run',
      'account',
    ),
    // All that the matrix has is local: none of it may be touched.
    changes: every('unit', 'unit_group', 'person', 'roster_run'),
    removes: every('roster_run'),
    adds: (attempt: Try) =>
      tried(attempt, [
        ["insert into person (id, given_name, family_name) values (gen_random_uuid(), 'x', 'x')", true],
        [
          "insert into placement select child_id, group_id, '[2001-01-01,2001-01-02)', 'roster' from placement limit 1",
          true,
        ],
        [
          "insert into placement select child_id, group_id, '[2002-01-01,2002-01-02)', 'local' from placement limit 1",
          false,
        ],
        [
          "insert into duty (person_id, unit_id, role, title, valid) select person_id, unit_id, 'principal', 'x', valid from duty limit 1",
          false,
        ],
        ["insert into protected_identity select person_id, valid, 'local' from protected_identity limit 1", false],
        ["insert into job_run (job, slot, as_of) values ('roster', '2026-11-24', now())", true],
        ["insert into job_run (job, slot, as_of) values ('retention', '2026-11-25', now())", false],
        ["update job_run set documents = 1 where job = 'retention'", true, 0],
        [
          "insert into audit_event (at, event, actor_id, actor_role) values (now(), 'roster.ran', null, 'system')",
          true,
        ],
        [
          "insert into audit_event (at, event, actor_id, actor_role) values (now(), 'retention.ran', null, 'system')",
          false,
        ],
        ['update account set session_epoch = session_epoch + 1', true],
        ["update account set password_hash = '$argon2id$x'", false],
        ['select password_hash from account', false],
        ['select from document', false],
        ['select from contact_detail', false],
      ]),
  }
}

async function tried(attempt: Try, list: [text: string, allowed: boolean, count?: number][]): Promise<Finding> {
  const found: Finding = { cells: list.length, wrong: [] }
  for (const [text, allowed, expected] of list) {
    const { code, count } = await attempt(text)
    if (expected !== undefined && count !== expected) found.wrong.push(`${text}: ${count} rows`)
    if (allowed !== (code === undefined) || (code && code !== '42501')) found.wrong.push(`${text}: ${code}`)
  }
  return found
}

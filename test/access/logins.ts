import type { Try } from '../support/raw.ts'
import type { Finding } from './attempts.ts'
import { type Facts, isWaiting } from './facts.ts'

type Rows = (table: string) => Set<string> | 'all'

const every =
  (...names: string[]): Rows =>
  (table) =>
    names.includes(table) ? 'all' : new Set()

/** What the roles that sign in may without an actor: what comes before somebody is known, the night's work, and the converting. */
export const logins = ['insyn_web', 'insyn_retention', 'insyn_worker'] as const
export type Login = (typeof logins)[number]

export function loginRules(login: Login, known: Facts) {
  return { insyn_web: web, insyn_retention: night, insyn_worker: converter }[login](known)
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

async function tried(attempt: Try, list: [text: string, allowed: boolean, count?: number][]): Promise<Finding> {
  const found: Finding = { cells: list.length, wrong: [] }
  for (const [text, allowed, expected] of list) {
    const { code, count } = await attempt(text)
    if (expected !== undefined && count !== expected) found.wrong.push(`${text}: ${count} rows`)
    if (allowed !== (code === undefined) || (code && code !== '42501')) found.wrong.push(`${text}: ${code}`)
  }
  return found
}

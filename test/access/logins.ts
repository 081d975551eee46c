import type { Try } from '../support/raw.ts'
import type { Finding } from './attempts.ts'
import type { Facts } from './facts.ts'

type Rows = (table: string) => Set<string> | 'all'

const every =
  (...names: string[]): Rows =>
  (table) =>
    names.includes(table) ? 'all' : new Set()

/** What the two roles that sign in may without an actor: what comes before somebody is known, and the night's work. */
export function loginRules(login: 'insyn_web' | 'insyn_retention', known: Facts) {
  return login === 'insyn_web' ? web(known) : night()
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
      'job_run',
      'sealing_key',
      'retention_rule',
    ),
    changes: every('job_run', 'sealing_key'),
    removes: every(...documentation, ...swept, 'follow_up_note', 'file_outbox'),
    adds: (attempt: Try) =>
      tried(attempt, [
        ['insert into file_outbox (media_id) values (gen_random_uuid())', true],
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

async function tried(attempt: Try, list: [text: string, allowed: boolean][]): Promise<Finding> {
  const found: Finding = { cells: list.length, wrong: [] }
  for (const [text, allowed] of list) {
    const { code } = await attempt(text)
    if (allowed !== (code === undefined) || (code && code !== '42501')) found.wrong.push(`${text}: ${code}`)
  }
  return found
}

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
    ...['sealing_key', 'job_run', 'alarm_mail'],
  )
  // The name of who signs in, for the page head.
  const accounts = new Set(known.accounts.map((account) => account.personId))
  return {
    sees: ((table) => (table === 'person' ? accounts : open(table))) as Rows,
    changes: every('account', 'session', 'sign_in_throttle'),
    removes: every('session', 'sign_in_throttle', 'alarm_mail'),
    adds: (attempt: Try) =>
      tried(attempt, [
        ["insert into session values (sha256('x'), null, null, '{}', now(), now())", true],
        ["insert into sign_in_throttle (key) values ('x')", true],
        ["insert into alarm_mail values ('late', '2026-11-23')", true],
        ["insert into audit_event (event) values ('retention.ran')", false],
      ]),
  }
}

function night() {
  const documentation = ['document', 'document_scope', 'media']
  const swept = ['session', 'sign_in_throttle']
  const protocol = (at: string) =>
    `(run_id, kind, years, days, hours, decision, decided_on, items, files, checksum, at)
     values (gen_random_uuid(), 'documentation', 5, 0, 0, 'UBN 1', '2021-01-01', 1, 1, 'x', ${at})`
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
      'archive_package',
      'archive_item',
      'consent_paper',
    ),
    changes: every('job_run', 'sealing_key', 'archive_package'),
    removes: every(
      ...documentation,
      ...swept,
      'follow_up_note',
      'file_outbox',
      'erasure_outbox',
      'audit_event',
      'consent_answer',
      'archive_item',
      'consent_paper',
    ),
    adds: (attempt: Try) =>
      tried(attempt, [
        ['insert into file_outbox (media_id) values (gen_random_uuid())', true],
        ["insert into erasure_outbox (item_id, month) values (gen_random_uuid(), '2031-01')", true],
        ["insert into job_run (job, slot, as_of) values ('retention', '2026-11-24', now())", true],
        ["insert into sealing_key (name, fingerprint) values ('x', 'x')", true],
        ["insert into audit_event (event) values ('retention.ran')", true],
        [`insert into disposal ${protocol('now()')} returning passed`, true],
        [`insert into disposal ${protocol("'2020-01-01'")}`, false],
        [
          `insert into archive_package (id, decision, decided_on, planned_at, items, key_month, sealed_key)
           values (gen_random_uuid(), 'UBN 1', '2021-01-01', now(), 1, '2031-01', 'x')`,
          true,
        ],
        ["insert into archive_item select gen_random_uuid(), id, 'note', 'x' from archive_package limit 1", true],
        // A receipt is somebody's word.
        ['update archive_package set received_at = now()', false],
        ['select from person', false],
        // What stands in a protocol is the administrator's to read.
        ['select passed from disposal', true, 0],
        ['select items from disposal', false],
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
function importer(known: Facts) {
  const belonging = ['guardianship', 'placement', 'duty', 'household_member', 'protected_identity']
  const report = ['roster_run', 'roster_change', 'roster_problem']
  const long = "'[2001-01-01,2001-01-02)'"
  return {
    sees: every(
      'unit',
      'unit_group',
      'person',
      ...belonging,
      ...report,
      'person_correction',
      'protection_decision',
      'setting',
      'sealing_key',
      'job_run',
      'account',
    ),
    // Of how people belong together only what was delivered before.
    changes: ((table) =>
      ['job_run', 'protected_identity'].includes(table)
        ? new Set([known.delivered[table]!])
        : every('unit', 'unit_group', 'person', 'roster_run')(table)) as Rows,
    removes: ((table) =>
      belonging.includes(table) ? new Set([known.delivered[table]!]) : every('roster_run')(table)) as Rows,
    adds: (attempt: Try) =>
      tried(attempt, [
        ["insert into person (id, given_name, family_name) values (gen_random_uuid(), 'x', 'x')", true],
        // As the register's own; what was decided here is nobody's to bring.
        ...(['roster', 'local'] as const).flatMap((origin): Tried[] => [
          [
            `insert into guardianship select guardian_id, child_id, ${long}, '${origin}' from guardianship limit 1`,
            origin === 'roster',
          ],
          [
            `insert into placement select child_id, group_id, ${long}, '${origin}' from placement limit 1`,
            origin === 'roster',
          ],
          [
            `insert into duty (person_id, unit_id, role, title, valid, origin) select person_id, unit_id, role, 'x', ${long}, '${origin}' from duty limit 1`,
            origin === 'roster',
          ],
          [
            `insert into household_member select gen_random_uuid(), person_id, '${origin}' from household_member limit 1`,
            origin === 'roster',
          ],
          [
            `insert into protected_identity select person_id, ${long}, '${origin}' from protected_identity limit 1`,
            origin === 'roster',
          ],
        ]),
        ["update protected_identity set origin = 'local' where origin = 'roster'", false],
        [
          'insert into unit select gen_random_uuid(), name, kind, street, postal_code, city, phone, email from unit limit 1',
          true,
        ],
        [
          'insert into unit_group select gen_random_uuid(), unit_id, name, kind, curriculum from unit_group limit 1',
          true,
        ],
        [
          "insert into roster_run (id, source, whole, dry_run, started_at, stage) values (gen_random_uuid(), 'api', true, false, now(), 'reading')",
          true,
        ],
        [
          'insert into roster_change (run_id, position, kind, person_id) select run_id, 99, kind, person_id from roster_change limit 1',
          true,
        ],
        [
          "insert into roster_problem (run_id, position, code, resource, stops) select run_id, 99, 'x', 'x', false from roster_problem limit 1",
          true,
        ],
        ["insert into job_run (job, slot, as_of) values ('roster', '2026-11-24', now())", true],
        ["insert into job_run (job, slot, as_of) values ('retention', '2026-11-25', now())", false],
        ["update job_run set job = 'retention' where job = 'roster'", false],
        ["update job_run set documents = 1 where job = 'retention'", true, 0],
        [
          "insert into audit_event (at, event, actor_id, actor_role) values (now(), 'roster.ran', null, 'system')",
          true,
        ],
        [
          "insert into audit_event (at, event, actor_id, actor_role) values (now(), 'retention.ran', null, 'system')",
          false,
        ],
        ['update account set session_epoch = session_epoch + 1', true, known.accounts.length],
        ["update account set password_hash = '$argon2id$x'", false],
        ['select password_hash from account', false],
        ['select from document', false],
        ['select from contact_detail', false],
      ]),
  }
}

type Tried = [text: string, allowed: boolean, count?: number]

/** What is allowed does something: so many rows, or at least one. */
async function tried(attempt: Try, list: Tried[]): Promise<Finding> {
  const found: Finding = { cells: list.length, wrong: [] }
  for (const [text, allowed, expected] of list) {
    const { code, count } = await attempt(text)
    if (allowed && code === undefined && (expected === undefined ? count === 0 : count !== expected))
      found.wrong.push(`${text}: ${count} rows`)
    if (allowed !== (code === undefined) || (code && code !== '42501')) found.wrong.push(`${text}: ${code}`)
  }
  return found
}

import { idOf } from '../../seeds/random.ts'
import { castNow, ids } from '../support/cast.ts'
import type { Tried, Try } from '../support/raw.ts'
import { aliasOf, draftOf, type Facts, type Hat, hiddenColleague, pictureOf, reportedItem } from './facts.ts'
import type { Oracle } from './oracle.ts'
import { constants, tables as everyTable, harmless } from './tables.ts'

/** What was asked, what the rules say and what Postgres answered; `cells` counts the single rows tried. */
export type Finding = { cells: number; wrong: string[] }

export type All = Record<string, Set<string>>

/** Every row that is there, as the owner sees them. */
export async function everything(ask: (text: string) => Promise<{ rows: { key: string }[] }>): Promise<All> {
  const all: All = {}
  for (const [table, key] of Object.entries(everyTable))
    all[table] = new Set((await ask(`select ${key} as key from ${table}`)).rows.map((row) => row.key))
  return all
}

/** The text that guardians are asked by: what an answer points at. */
export async function guardianText(ask: (text: string) => Promise<{ rows: { id: string }[] }>): Promise<string> {
  const { rows } = await ask(
    "select id from consent_text where language = 'sv' and audience = 'guardian' order by version, id limit 1",
  )
  return rows[0]!.id
}

/** Reads every table; each row there is, is a cell: seen or not. */
export async function reads(
  attempt: Try,
  sees: (table: string) => Set<string> | 'all',
  all: All,
  tables = Object.keys(everyTable),
): Promise<Finding> {
  const found: Finding = { cells: 0, wrong: [] }
  for (const table of tables) {
    const key = everyTable[table]!
    const tried = await attempt(`select ${key} as key from ${table}`)
    compare(found, `select ${table}`, sees(table), keysOf(tried.rows), all[table]!)
  }
  return found
}

/** Tries to change and to remove every row of every table. */
export async function alters(
  attempt: Try,
  may: { changes: (table: string) => Set<string> | 'all'; removes: (table: string) => Set<string> | 'all' },
  all: All,
  tables = Object.keys(everyTable),
): Promise<Finding> {
  const found: Finding = { cells: 0, wrong: [] }
  for (const table of tables) {
    const key = everyTable[table]!
    const column = harmless[table]!
    const changed = await attempt(`update ${table} set ${column} = ${column} returning ${key} as key`)
    compare(found, `update ${table}`, may.changes(table), keysOf(changed.rows), all[table]!)
    const removed = await attempt(`delete from ${table} returning ${key} as key`)
    compare(found, `delete ${table}`, may.removes(table), keysOf(removed.rows), all[table]!)
    // Without a word that reads, the policies on reading do not help: the others stand alone.
    const constant = constants[table]
    if (constant)
      count(
        found,
        `blind update ${table}`,
        may.changes(table),
        await attempt(`update ${table} set ${constant}`),
        all[table]!,
      )
    count(found, `blind delete ${table}`, may.removes(table), await attempt(`delete from ${table}`), all[table]!)
  }
  return found
}

/** Tries to add rows: a hat's own and in others' names, for what is near and for what is not, now and backdated. */
export async function adds(
  attempt: Try,
  hat: Hat,
  oracle: Oracle,
  known: Facts,
  now: Date,
  tables = Object.keys(everyTable),
): Promise<Finding> {
  const found: Finding = { cells: 0, wrong: [] }
  for (const { table, row } of candidates(hat, known, now)) {
    if (!tables.includes(table)) continue
    found.cells++
    const names = Object.keys(row)
    const places = names.map((_, index) => `$${index + 1}`)
    const { code } = await attempt(
      `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
      Object.values(row),
    )
    const expected = oracle.adds(hat, table, row, now.toISOString())
    if (expected !== (code === undefined) || (code !== undefined && code !== '42501'))
      found.wrong.push(`insert ${table} ${JSON.stringify(row)}: ${expected ? 'refused' : 'let in'} (${code})`)
  }
  for (const table of tables) {
    if (writable.includes(table)) continue
    found.cells++
    const { code } = await attempt(`insert into ${table} default values`)
    if (code !== '42501') found.wrong.push(`insert ${table}: ${code}`)
  }
  return found
}

/** Where somebody may add rows; nobody may add to any other table. */
const writable = [
  'protected_identity',
  'protection_decision',
  'protection_alias',
  'person',
  'duty',
  'placement',
  'guardianship',
  'person_change',
  'person_correction',
  'guardian_block',
  'comment',
  'comment_opening',
  'audit_event',
  'contact_detail',
  'contact_code',
  'contact_choice',
  'consent_answer',
  'consent_shown',
  'reminder_choice',
  'consent_paper',
  'media_use',
  'document',
  'document_scope',
  'document_goal',
  'follow_up_note',
  'follow_up_version',
  'media',
  'report',
  'report_decision',
  'wording_acknowledgement',
  'media_subject',
  'retention_hold',
  'retention_proposal',
  'handover_answer',
]

function candidates(hat: Hat, known: Facts, now: Date): { table: string; row: Record<string, unknown> }[] {
  const at = now.toISOString()
  const before = '2020-01-01T00:00:00.000Z'
  const someone = hat.id === ids.guardian ? ids.neighbour : ids.guardian
  const children = known.people.filter((person) => person.birthDate).map((person) => person.id)
  const bytes = Buffer.from('x')
  const text = textId
  const answer = { medium: 'photo', level: 'group', answer: 'yes', text_id: text }
  const choice = { group_id: ids.myran, field: 'email', shown: true }
  const fresh = {
    audience: 'child',
    about: [] as string[] | undefined,
    created_at: at,
    saved_at: at,
    key_month: '2031-11',
    sealed_key: bytes,
    sealed_content: bytes,
  }
  const drafts = [ids.draft, ids.draft2, ...Object.values(draftOf)]
  const items = [...drafts, ids.docAlma, ids.docCia]
  const picture = { position: 9, kind: 'photo', width: 1, height: 1, sealed_alt: bytes, created_at: at }
  const scopes = [
    ...[ids.alma, ids.cia, ids.dold, ids.pim, ids.flytt].map((child_id) => ({ child_id })),
    ...[ids.myran, ids.kotten].map((group_id) => ({ group_id })),
    ...[ids.björken, ids.granen].map((unit_id) => ({ unit_id })),
  ]
  const report = { kind: 'document', version: 1, reason: 'insult', reporter_role: hat.role, reported_at: at }
  const decision = { kind: 'document', version: 1, decision: 'show', decided_at: at }
  // Once for each reader: who has said it is refused by the table's own key.
  const told = [ids.docAlma, ids.docCia, ids.draft, ...Object.values(reportedItem)].filter(
    (id) => !known.reports.some((each) => each.documentId === id && ids[each.reporter] === hat.id),
  )
  const spoken = [
    ids.docAlma,
    ids.docBoth,
    ids.docMyran,
    ids.docBjörken,
    ids.docCia,
    ids.docPim,
    ids.docAlmaDold,
    ids.draft,
  ]
  const family = [ids.alma, ids.bo, ids.cia, ids.pim, ids.flytt, ids.dold]
  const words = { id: idOf('new'), author_id: hat.id, author_role: hat.role, written_at: at, sealed_text: bytes }
  const opening = { open: true, decided_at: at, decided_by: hat.id }
  return [
    ...told.flatMap((document_id) => [
      ...[
        {},
        { reporter_id: someone },
        { reporter_role: hat.role === 'guardian' ? 'pupil' : 'guardian' },
        { reported_at: before },
        { version: 2 },
        { item_id: ids.docBo },
      ].map((other) => ({
        table: 'report',
        row: { document_id, item_id: document_id, reporter_id: hat.id, ...report, ...other },
      })),
      ...[{}, { decided_by: someone }, { decided_at: before }, { version: 2 }, { item_id: ids.docBo }].map((other) => ({
        table: 'report_decision',
        row: { document_id, item_id: document_id, decided_by: hat.id, ...decision, ...other },
      })),
    ]),
    ...[{}, { proposed_by: someone }, { proposed_at: before }].map((other) => ({
      table: 'retention_proposal',
      row: {
        ...{ kind: 'audit', years: 3, days: 0, hours: 0, fate: 'delete', decision: 'UBN 3', decided_on: '2026-11-01' },
        ...{ authority: 'board', basis: 'archives', valid_from: '2099-01-01', proposed_by: hat.id, proposed_at: at },
        ...other,
      },
    })),
    ...family.flatMap((child_id) =>
      [
        { guardian_id: hat.id },
        { guardian_id: hat.id, answered_at: before },
        { guardian_id: someone },
        ...['paper', 'phone', 'portal'].map((origin) => ({ guardian_id: ids.guardian, origin, entered_by: hat.id })),
        { guardian_id: ids.hidden, origin: 'paper', entered_by: hat.id },
        { guardian_id: ids.ended, origin: 'paper', entered_by: hat.id },
        { guardian_id: ids.guardian, origin: 'paper', entered_by: ids.principal },
        { guardian_id: ids.guardian, origin: 'paper', entered_by: hat.id, answered_at: before },
      ]
        // The table refuses these by itself, whoever asks.
        .filter((row) => row.guardian_id !== child_id && (!('origin' in row) || row.origin !== 'portal'))
        .map((row) => ({ table: 'handover_answer', row: { child_id, answer: 'no', answered_at: at, ...row } })),
    ),
    ...[{}, { placed_by: someone }, { placed_at: before }].map((other) => ({
      table: 'retention_hold',
      row: {
        child_id: ids.alma,
        cause: 'records',
        reference: 'UBN 1',
        placed_by: hat.id,
        placed_at: at,
        until: '2099-01-01',
        ...other,
      },
    })),
    ...known.comments
      .filter((said) => !said.reported || ids[said.reported.reporter] !== hat.id)
      .flatMap(({ id: item_id, documentId: document_id }) => [
        ...[
          {},
          { reporter_id: someone },
          { reporter_role: hat.role === 'guardian' ? 'pupil' : 'guardian' },
          { reported_at: before },
          { version: 2 },
          { document_id: ids.docBoth },
        ].map((other) => ({
          table: 'report',
          row: { document_id, item_id, reporter_id: hat.id, ...report, kind: 'comment', ...other },
        })),
        ...[{}, { decided_by: someone }, { decided_at: before }, { version: 2 }, { document_id: ids.docBoth }].map(
          (other) => ({
            table: 'report_decision',
            row: { document_id, item_id, decided_by: hat.id, ...decision, kind: 'comment', ...other },
          }),
        ),
      ]),
    { table: 'wording_acknowledgement', row: { person_id: hat.id, acknowledged_at: at } },
    { table: 'wording_acknowledgement', row: { person_id: someone, acknowledged_at: at } },
    { table: 'wording_acknowledgement', row: { person_id: hat.id, acknowledged_at: before } },
    ...(['guardian', 'pupil', 'educator', 'principal'].includes(hat.role) ? spoken : []).flatMap((document_id) => [
      ...family.map((child_id) => ({ table: 'comment', row: { ...words, document_id, child_id } })),
      { table: 'comment', row: { ...words, document_id, child_id: ids.alma, author_id: someone } },
      { table: 'comment', row: { ...words, document_id, child_id: ids.alma, written_at: before } },
      {
        table: 'comment',
        row: {
          ...words,
          document_id,
          child_id: ids.alma,
          author_role: hat.role === 'educator' ? 'guardian' : 'educator',
        },
      },
    ]),
    ...known.units.flatMap(({ id: unit_id }) => [
      { table: 'comment_opening', row: { ...opening, unit_id } },
      { table: 'comment_opening', row: { ...opening, unit_id, decided_by: someone } },
      { table: 'comment_opening', row: { ...opening, unit_id, decided_at: before } },
    ]),
    { table: 'audit_event', row: { event: 'documentation.read', subject_id: ids.alma, object_id: ids.docAlma } },
    { table: 'audit_event', row: { event: 'documentation.read', actor_id: someone } },
    ...[ids.alma, ids.dold].flatMap((person_id) =>
      [
        {},
        { changed_by: someone, corrected_by: someone, decided_by: someone },
        { changed_at: before, corrected_at: before, decided_at: before },
      ].flatMap((other) => {
        const made = {
          changed_by: hat.id,
          changed_at: at,
          corrected_by: hat.id,
          corrected_at: at,
          decided_by: hat.id,
          decided_at: at,
          ...other,
        }
        const { changed_by, changed_at, corrected_by, corrected_at, decided_by, decided_at } = made
        const block = { reason: 'court', reference: 'T 1-26', review_on: '2027-01-01', valid: '[2026-01-01,)' }
        return [
          { table: 'person_change', row: { person_id, kind: 'name', reason: 'other', changed_by, changed_at } },
          { table: 'person_correction', row: { person_id, given_name: 'x', corrected_by, corrected_at } },
          {
            table: 'guardian_block',
            row: { guardian_id: ids.neighbour, child_id: person_id, ...block, decided_by, decided_at },
          },
        ]
      }),
    ),
    ...protections(hat, someone, at, before),
    ...(known.codes.includes(hat.id) ? [] : [{}, { person_id: ids.stranger }, { asked_at: before }])
      .filter((other) => !('person_id' in other) || hat.id !== ids.stranger)
      .map((other) => ({ table: 'contact_code', row: { person_id: hat.id, field: 'email', asked_at: at, ...other } })),
    { table: 'contact_detail', row: { person_id: hat.id, field: 'address', sealed: bytes, changed_at: at } },
    { table: 'contact_detail', row: { person_id: someone, field: 'address', sealed: bytes, changed_at: at } },
    ...[
      { person_id: hat.id, chosen_at: at },
      { person_id: someone, chosen_at: at },
      { person_id: hat.id, chosen_at: before },
    ].map((row) => ({ table: 'reminder_choice', row: { wanted: false, ...row } })),
    ...children.flatMap((child_id) => [
      { table: 'consent_answer', row: { ...answer, child_id, guardian_id: hat.id, answered_at: at } },
      { table: 'consent_answer', row: { ...answer, child_id, guardian_id: someone, answered_at: at } },
      { table: 'consent_answer', row: { ...answer, child_id, guardian_id: hat.id, answered_at: before } },
      ...[
        { guardian_id: child_id, capacity: 'child' },
        { guardian_id: child_id, capacity: 'child', answer: 'no', origin: 'staff', entered_by: hat.id },
        { guardian_id: child_id, capacity: 'child', origin: 'staff', entered_by: hat.id },
        { guardian_id: child_id, capacity: 'child', answer: 'no', origin: 'staff', entered_by: someone },
        { guardian_id: child_id, capacity: 'child', answer: 'no', origin: 'phone', entered_by: hat.id },
        { guardian_id: ids.guardian, origin: 'phone', entered_by: hat.id },
        { guardian_id: ids.hidden, origin: 'phone', entered_by: hat.id },
        { guardian_id: ids.guardian, origin: 'phone', entered_by: someone },
        { guardian_id: ids.guardian, origin: 'phone', entered_by: hat.id, answered_at: before },
        // Paper without the paper, and with another's.
        { guardian_id: ids.guardian, origin: 'paper', entered_by: hat.id },
        { guardian_id: ids.guardian, origin: 'paper', entered_by: hat.id, paper_id: idOf('matrix paper alma') },
      ].map((more) => ({ table: 'consent_answer', row: { ...answer, child_id, answered_at: at, ...more } })),
      ...[
        { entered_by: hat.id, entered_at: at },
        { entered_by: someone, entered_at: at },
        { entered_by: hat.id, entered_at: before },
        { entered_by: hat.id, entered_at: at, said_on: '2030-01-01' },
        { entered_by: hat.id, entered_at: at, guardian_id: ids.hidden },
      ].map((row) => ({
        table: 'consent_paper',
        row: {
          id: idOf('new'),
          child_id,
          guardian_id: ids.guardian,
          text_id: text,
          said_on: '2024-12-01',
          kind: 'jpeg',
          checksum: bytes,
          sealed_scan: bytes,
          ...row,
        },
      })),
      { table: 'consent_shown', row: { child_id, person_id: hat.id, text_id: text, shown_at: at } },
      { table: 'consent_shown', row: { child_id, person_id: someone, text_id: text, shown_at: at } },
      { table: 'consent_shown', row: { child_id, person_id: hat.id, text_id: text, shown_at: before } },
      ...[ids.myran, ids.kotten, ids.fem, null].map((group_id) => ({
        table: 'contact_choice',
        row: { ...choice, group_id, child_id, guardian_id: hat.id, chosen_by: hat.id, chosen_at: at },
      })),
      { table: 'contact_choice', row: { ...choice, child_id, guardian_id: someone, chosen_by: hat.id, chosen_at: at } },
      { table: 'contact_choice', row: { ...choice, child_id, guardian_id: hat.id, chosen_by: someone, chosen_at: at } },
      {
        table: 'contact_choice',
        row: { ...choice, child_id, guardian_id: hat.id, chosen_by: hat.id, chosen_at: before },
      },
    ]),
    ...[
      { unit_id: ids.björken, registered_by: hat.id, registered_at: at },
      { unit_id: ids.granen, registered_by: hat.id, registered_at: at },
      { unit_id: ids.björken, registered_by: someone, registered_at: at },
      { unit_id: ids.björken, registered_by: hat.id, registered_at: before },
    ].map((row) => ({
      table: 'media_use',
      row: {
        id: idOf('new'),
        media_id: pictureOf({ id: ids.docMyran }),
        medium: 'photo',
        kind: 'web',
        place: 'Webben',
        used_on: '2026-11-01',
        owner_id: hat.id,
        about_school: true,
        with_name: false,
        ...row,
      },
    })),
    ...known.groups.flatMap((group) => [
      {
        table: 'document',
        row: { id: idOf('new'), author_id: hat.id, group_id: group.id, unit_id: group.unitId, ...fresh },
      },
      {
        table: 'document',
        row: { id: idOf('new'), author_id: someone, group_id: group.id, unit_id: group.unitId, ...fresh },
      },
      {
        table: 'document',
        row: { id: idOf('new'), author_id: hat.id, group_id: group.id, unit_id: ids.björken, ...fresh },
      },
      // About children in and out of care, some and all of them, hidden ones, and about nobody knows whom.
      ...[[ids.alma], [ids.cia], [ids.alma, ids.cia], [ids.dold], [ids.alma, ids.dold], null].flatMap((about) =>
        [null, at].map((shared_at) => ({
          table: 'document',
          row: {
            id: idOf('new'),
            author_id: hat.id,
            group_id: group.id,
            unit_id: group.unitId,
            ...fresh,
            about,
            shared_at,
          },
        })),
      ),
      {
        table: 'document',
        row: {
          id: idOf('new'),
          author_id: hat.id,
          group_id: group.id,
          unit_id: group.unitId,
          ...fresh,
          published_at: at,
        },
      },
    ]),
    ...known.groups.flatMap(({ id, unitId }) =>
      [
        { group_id: id, unit_id: unitId, created_at: at },
        { unit_id: unitId, created_at: at },
        { unit_id: unitId, created_at: before },
        // A group of another unit than the note's.
        { group_id: id, unit_id: unitId === ids.björken ? ids.granen : ids.björken, created_at: at },
      ].map((row) => ({
        table: 'follow_up_note',
        row: { id: idOf('new'), term: '2026-autumn', key_month: '2031-11', sealed_key: bytes, ...row },
      })),
    ),
    ...known.notes.flatMap(({ id }) =>
      [
        { author_id: hat.id, written_at: at },
        { author_id: someone, written_at: at },
        { author_id: hat.id, written_at: before },
      ].map((row) => ({
        table: 'follow_up_version',
        row: { note_id: id, version: 9, sealed_content: bytes, ...row },
      })),
    ),
    ...items.flatMap((document_id) => [
      ...scopes.map((scope) => ({ table: 'document_scope', row: { document_id, ...scope, published_at: at } })),
      { table: 'document_scope', row: { document_id, child_id: ids.bo, published_at: before } },
      ...[
        { group_id: ids.myran, published_at: at },
        { group_id: ids.kotten, published_at: at },
        { group_id: ids.myran, published_at: before },
      ].map((row) => ({
        table: 'document_goal',
        row: { document_id, curriculum: 'lpfo18', version: 1, goal: 'play', ...row },
      })),
      { table: 'media', row: { id: idOf('new'), document_id, responsible_id: hat.id, ...picture } },
      { table: 'media', row: { id: idOf('new'), document_id, responsible_id: someone, ...picture } },
      { table: 'media', row: { id: idOf('new'), document_id, responsible_id: hat.id, ...picture, state: 'receiving' } },
      { table: 'media', row: { id: idOf('new'), document_id, responsible_id: hat.id, ...picture, state: 'working' } },
      ...[ids.bo, ids.dold, ids.pim, ids.flytt].map((child_id) => ({
        table: 'media_subject',
        row: { media_id: pictureOf({ id: document_id }), child_id },
      })),
    ]),
  ]
}

/** Protecting, deciding and aliases: of one's own, another officer's and nobody's, in one's own name and another's. */
function protections(
  hat: Hat,
  someone: string,
  at: string,
  before: string,
): { table: string; row: Record<string, unknown> }[] {
  const people = [ids.bo, ids.dold, hiddenColleague]
  const today = `[${at.slice(0, 10)},)`
  const here = { valid: '[2027-01-01,2027-02-01)', origin: 'local' }
  const another = { id: idOf('new'), reason: 'agreed', decided_at: at }
  return [
    ...[ids.bo, ids.hidden].flatMap((person_id) =>
      [
        {},
        { origin: 'roster' },
        { cause: 'unknown' },
        { valid: '[2020-01-01,)' },
        { valid: today.replace(')', '2099-01-01)') },
      ].map((other) => ({
        table: 'protected_identity',
        row: { person_id, origin: 'local', cause: 'decided', valid: today, ...other },
      })),
    ),
    ...people.flatMap((person_id) => [
      ...[
        {},
        { decided_by: someone },
        { decided_at: before },
        { officer_id: ids.protection2 },
        { officer_id: ids.protection2, kind: 'handed-over' },
        { officer_id: ids.admin, kind: 'handed-over' },
      ].map((other) => ({
        table: 'protection_decision',
        row: { person_id, kind: 'taken', decided_by: hat.id, officer_id: hat.id, ...another, ...other },
      })),
      ...[{}, { made_by: someone }, { made_at: before }, { child_id: aliasOf.child }, { child_id: ids.bo }].map(
        (other) => ({
          table: 'protection_alias',
          row: {
            alias_id: ids.cia,
            person_id,
            reference: 'UBN 1',
            agreed_on: '2026-01-01',
            valid: '[2026-01-01,2026-12-31]',
            made_by: hat.id,
            made_at: at,
            ...other,
          },
        }),
      ),
    ]),
    ...[{}, { origin: 'roster' }, { origin: 'local' }].map((other) => ({
      table: 'person',
      row: { id: idOf('new'), given_name: 'x', family_name: 'x', ...other },
    })),
    ...[ids.stranger, hiddenColleague].flatMap((person_id) =>
      [{}, { origin: 'roster' }, { role: 'principal' }, { unit_id: ids.granen }, { group_id: null }].map((other) => ({
        table: 'duty',
        row: {
          person_id,
          unit_id: ids.björken,
          group_id: ids.myran,
          role: 'educator',
          title: 'Lärare',
          valid: '[2027-01-01,2027-02-01)',
          ...other,
        },
      })),
    ),
    ...[aliasOf.child, ids.bo].flatMap((child_id) =>
      [{}, { origin: 'roster' }].flatMap((other) => [
        { table: 'placement', row: { child_id, group_id: ids.kotten, ...here, ...other } },
        { table: 'guardianship', row: { child_id, guardian_id: aliasOf.guardian, ...here, ...other } },
        { table: 'guardianship', row: { child_id, guardian_id: ids.stranger, ...here, ...other } },
      ]),
    ),
  ]
}

/** The wording in force, whichever: answers point at one. */
export let textId = ''
export function useText(id: string): void {
  textId = id
}

export const edges = [
  castNow.toISOString(),
  // Erik's custody of Alma: the last second of its last day, and the first of the next, in Sweden.
  '2025-12-31T22:59:59.000Z',
  '2025-12-31T23:00:00.000Z',
  // Frida's last day of duty.
  '2026-06-30T21:59:59.000Z',
  '2026-06-30T22:00:00.000Z',
  // Flora moves.
  '2026-10-31T22:59:59.000Z',
  '2026-10-31T23:00:00.000Z',
  // Vera turns 18.
  '2026-11-23T22:59:59.000Z',
  '2026-11-23T23:00:00.000Z',
  '2026-11-24T12:00:00.000Z',
]

function compare(
  found: Finding,
  what: string,
  expected: Set<string> | 'all',
  got: Set<string>,
  all: Set<string>,
): void {
  const wanted = expected === 'all' ? all : expected
  found.cells += Math.max(1, all.size)
  for (const key of got) if (!wanted.has(key)) found.wrong.push(`${what}: LEAK ${key}`)
  for (const key of wanted) if (!got.has(key)) found.wrong.push(`${what}: missing ${key}`)
}

function count(found: Finding, what: string, expected: Set<string> | 'all', tried: Tried, all: Set<string>): void {
  const wanted = expected === 'all' ? all : expected
  found.cells++
  // A key that stands for several rows counts them all.
  const right = expected === 'all' ? (tried.count ?? 0) >= wanted.size : (tried.count ?? 0) === wanted.size
  if (!right) found.wrong.push(`${what}: ${tried.count ?? tried.code} rows, not ${wanted.size}`)
}

function keysOf(rows: Record<string, unknown>[] | undefined): Set<string> {
  return new Set((rows ?? []).map((row) => String(row.key)))
}

import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type pg from 'pg'
import { sealReason, sealSaid } from '../../src/comments/sealing.ts'
import { sealScan } from '../../src/consent/scan.ts'
import { sealDetail } from '../../src/contacts/details.ts'
import { normalisePhone } from '../../src/contacts/phone.ts'
import { sealReason as sealRecall } from '../../src/corrections/sealing.ts'
import { writeSealedFile } from '../../src/crypto/sealed-file.ts'
import { keyMonth, mediaKey, openItemKey, sealAlt, sealContent } from '../../src/documentation/content.ts'
import { mediaPath, variants } from '../../src/media/files.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { cast, castNow, ids } from '../support/cast.ts'
import { dot } from '../support/dot.ts'
import {
  comingOf,
  type Fact,
  type Facts,
  facts,
  filmOf,
  hiddenColleague,
  isComing,
  isWaiting,
  pastRun,
  pictureOf,
  reasonOf,
  rosterRun,
} from './facts.ts'
import { tables } from './tables.ts'

/** The house with everything in it that facts() tells of, beyond the cast. */
export async function matrixHouse(): Promise<{ house: TestApp; known: Facts }> {
  const house = await testApp()
  const known = facts()
  const { owner } = house.database
  const before = cast()
  const seeded = new Set(before.documents.map((document) => document.id))
  for (const person of known.people.slice(before.people.length)) {
    await owner.query('insert into person (id, given_name, family_name, birth_date) values ($1, $2, $3, $4)', [
      person.id,
      person.givenName,
      person.familyName,
      person.birthDate,
    ])
  }
  for (const { personId, from } of known.protectedPeople.slice(before.protectedPeople.length))
    await owner.query('insert into protected_identity values ($1, daterange($2, null))', [personId, from])
  for (const { childId, groupId, from, to } of known.placements.slice(before.placements.length))
    await owner.query("insert into placement values ($1, $2, daterange($3, $4, '[]'))", [childId, groupId, from, to])
  for (const { guardianId, childId, from, to } of known.guardianships.slice(before.guardianships.length))
    await owner.query("insert into guardianship values ($1, $2, daterange($3, $4, '[]'))", [
      guardianId,
      childId,
      from,
      to,
    ])
  for (const { personId, officerId } of known.protections)
    await owner.query(
      `insert into protection_decision (id, person_id, kind, reason, officer_id, decided_by, decided_at)
       values (gen_random_uuid(), $1, 'taken', 'agreed', $2, $2, '2026-11-01')`,
      [personId, officerId],
    )
  for (const { aliasId, personId, childId } of known.aliases)
    await owner.query(
      `insert into protection_alias (alias_id, person_id, child_id, reference, agreed_on, valid, made_by, made_at)
       values ($1, $2, $3, 'UBN 1', '2026-01-01', '[2026-01-01,2026-12-31]', $4, '2026-01-01')`,
      [aliasId, personId, childId, ids.protection],
    )
  for (const duty of known.duties.slice(before.duties.length))
    await owner.query(
      "insert into duty (person_id, unit_id, group_id, role, title, valid) values ($1, $2, $3, $4, $5, '[2020-08-01,)')",
      [duty.personId, duty.unitId, duty.groupId, duty.role, duty.title],
    )
  await owner.query('delete from document_goal')
  for (const document of known.documents)
    if (seeded.has(document.id)) await giveGoals(owner, document)
    else await addDocument(owner, house, document)
  await rememberVersions(owner, known)
  await givePictures(house, known)
  await talk(owner, house, known)
  await owner.query('delete from reading')
  for (const { readerId } of known.readings)
    await owner.query('insert into reading select id, $1, published_at from document where published_at is not null', [
      readerId,
    ])
  for (const detail of known.contactDetails.slice(before.contactDetails.length)) {
    const sealed = sealDetail(house.services.keys, detail.personId, detail.field, normalisePhone(detail.value)!)
    await owner.query('insert into contact_detail values ($1, $2, $3, now())', [detail.personId, detail.field, sealed])
  }
  for (const each of known.contactChoices.slice(before.contactChoices.length))
    await owner.query(
      'insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by) values ($1, $2, $3, $4, $5, $6, $1)',
      [each.guardianId, each.childId, each.groupId, each.field, each.shown, each.at],
    )
  for (const each of known.consentAnswers)
    await owner.query(
      `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id, capacity)
       select $1, $2, $3, $4, $5, $6, id, case when $1::uuid = $2::uuid then 'child' else 'guardian' end from consent_text where language = 'sv' and audience = 'guardian' limit 1`,
      [each.childId, each.guardianId, each.medium, each.level, each.answer, each.at],
    )
  for (const { childId, personId } of known.shown)
    await owner.query(
      "insert into consent_shown select $1, $2, id, '2025-10-01' from consent_text where audience = 'pupil' order by language desc limit 1",
      [childId, personId],
    )
  for (const { id, childId, guardianId, enteredBy } of known.papers)
    await owner.query(
      `insert into consent_paper (id, child_id, guardian_id, text_id, said_on, entered_by, entered_at, kind, checksum, sealed_scan)
       select $1, $2, $3, id, '2026-09-01', $4, '2026-09-02', 'jpeg', 'matrix', $5 from consent_text where audience = 'guardian' limit 1`,
      [id, childId, guardianId, enteredBy, sealScan(house.services.keys, id, Buffer.from('paper'))],
    )
  for (const { personId } of known.reminded) {
    await owner.query("insert into reminder_choice (person_id, wanted, chosen_at) values ($1, false, '2026-01-01')", [
      personId,
    ])
    await owner.query(
      `insert into consent_reminder (person_id, question, made_at, next_at, ended_at, outcome)
       values ($1, 1, '2026-09-01', '2026-09-01', '2026-09-01', 'sent')`,
      [personId],
    )
  }
  for (const { guardianId, childId } of known.handovers)
    await owner.query(
      "insert into handover_answer (child_id, guardian_id, answer, answered_at) values ($1, $2, 'yes', '2026-10-01')",
      [childId, guardianId],
    )
  // One that is being packed, one to fetch, one to sign for, one that is signed for.
  await owner.query(`
    insert into archive_package (id, decision, decided_on, planned_at, items, key_month, sealed_key)
      select gen_random_uuid(), 'UBN 1', '2021-01-01', now(), 1, '2031-01', 'x' from generate_series(1, 4);
    update archive_package set bytes = 1, checksum = sha256(id::text::bytea), ready_at = now()
      where id <> (select id from archive_package order by id limit 1);
    update archive_package set fetched_at = now(), fetched_by = gen_random_uuid()
      where id in (select id from archive_package order by id limit 2 offset 2);
    update archive_package set received_at = now(), received_by = fetched_by, receipt = 'KA 1', receipt_checksum = checksum
      where id = (select id from archive_package order by id limit 1 offset 3);
    insert into archive_item select gen_random_uuid(), id, 'document', 'x' from archive_package;
    insert into alarm_mail values ('failed', '2026-11-20');
    insert into take_down_mail (day, claimed_at, outcome) values ('2026-11-20', '2026-11-20', 'sent');
    insert into account_change (account_id, kind, reason, changed_by, changed_at) select id, 'made', 'begins', person_id, now() from account;
    insert into account_proposal (account_id, hat, reason, proposed_by, proposed_at) select id, 'dpo', 'duties', person_id, now() from account where username = 'records';
    insert into contact_mail (id, person_id, field, kind, sealed, made_at, next_at) select id, person_id, 'email', 'former', 'x', now(), now() from account where username = 'guardian';
    insert into retention_proposal (kind, years, days, hours, fate, decision, decided_on, authority, basis, valid_from, proposed_by, proposed_at)
      values ('audit', 3, 0, 0, 'delete', 'UBN 2026/1', '2026-11-01', 'board', 'archives', '2099-01-01', gen_random_uuid(), now()),
             ('audit', 3, 0, 0, 'delete', 'UBN 2026/2', '2026-11-01', 'board', 'archives', '2099-01-01', gen_random_uuid(), now());
    update retention_proposal set settled_by = proposed_by, settled_at = now(), settlement = 'withdrawn' where decision = 'UBN 2026/2'`)
  // Nobody can be recognised in the pictures of the groups' items.
  await owner.query(
    'update media m set nobody = true from document d where d.id = m.document_id and d.audience <> $1',
    ['child'],
  )
  for (const { id, place, unitId, takeDown } of known.uses) {
    await owner.query(
      `insert into media_use (id, media_id, unit_id, medium, kind, place, used_on, owner_id, about_school, with_name, registered_at, registered_by)
       select $1, m.id, $2, 'photo', 'print', $3, '2026-10-01', $4, true, false, now(), $4
       from media m join document d on d.id = m.document_id where d.unit_id = $2 and m.nobody limit 1`,
      [id, unitId, place, ids.educator],
    )
    await owner.query('insert into media_use_child values ($1, $2)', [id, ids.alma])
    await owner.query(
      "insert into take_down (id, use_id, child_id, made_at, due_on) values ($1, $2, $3, now(), '2026-12-01')",
      [takeDown, id, ids.alma],
    )
  }
  // The wording holds on every day that the matrix visits.
  await owner.query(`
    update consent_text set valid_from = '2019-01-01';
    insert into job_run (id, job, slot, as_of, finished_at, outcome) values ('${pastRun}', 'retention', '2026-11-23', now(), now(), 'done');
    insert into job_run (job, slot, as_of, finished_at, outcome) values ('roster', '2026-11-22', now(), now(), 'done');
    insert into file_outbox (media_id) values (gen_random_uuid());
    insert into retention_hold (child_id, cause, reference, placed_by, placed_at, until)
      select id, 'records', 'UBN 2026/17', gen_random_uuid(), now(), '2099-01-01' from person where birth_date is not null order by id limit 1;
    insert into retention_hold (child_id, cause, reference, placed_by, placed_at, until, ended_at, ended_by)
      select child_id, cause, 'UBN 2025/4', placed_by, placed_at, until, now(), placed_by from retention_hold;
    insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, checksum)
      values ('${pastRun}', 'documentation', 5, 0, 0, 'UBN 1', '2021-01-01', 7, 9, 'x');
    insert into erasure_outbox (item_id, month) values (gen_random_uuid(), '2031-01');
    insert into sign_in_throttle (key, points, expire) values ('somebody', 1, 1);
    insert into audit_event (at, event, actor_role) values (now(), 'retention.ran', 'system');
    insert into session (id_hash, data, created_at, last_seen_at) values (sha256('a'), '{}', now(), now())`)
  for (const { documentId, reporter, role, decision } of known.reports) {
    await owner.query(
      `insert into report (kind, item_id, document_id, version, reason, reporter_id, reporter_role, reported_at)
       values ('document', $1, $1, 1, 'sensitive', $2, $3, '2026-11-21')`,
      [documentId, ids[reporter], role],
    )
    if (decision)
      await owner.query(
        `insert into report_decision (kind, item_id, document_id, version, decision, decided_by, decided_at)
         values ('document', $1, $1, 1, $2, $3, '2026-11-22')`,
        [documentId, decision, ids.principal],
      )
  }
  await owner.query(
    `insert into guardian_block (guardian_id, child_id, valid, reason, reference, review_on, decided_by, decided_at)
     select guardian_id::uuid, child_id::uuid, '[2020-01-01,2020-12-31)', 'court', 'T 1-20', '2020-06-01', $1, now()
     from unnest($2::text[], $3::text[]) as blocked(guardian_id, child_id)`,
    [ids.admin, known.blocks.map((each) => each.guardianId), known.blocks.map((each) => each.childId)],
  )
  await owner.query(`insert into person_correction select id, 'Rätt', null, $1, now() from unnest($2::uuid[]) as id`, [
    ids.admin,
    known.corrected,
  ])
  await owner.query(
    `insert into person_change (person_id, kind, reason, changed_by, changed_at)
     select id, 'name', 'other', $1, now() from unnest($2::uuid[]) as id`,
    [ids.admin, known.corrected],
  )
  await owner.query(
    "insert into contact_code (person_id, field, asked_at) select id, 'email', '2026-11-01' from unnest($1::uuid[]) as id",
    [known.codes],
  )
  for (const { personId, kind } of known.changed)
    await owner.query(
      "insert into person_change (person_id, kind, reason, changed_by, changed_at) values ($1, $2, 'other', $3, now())",
      [personId, kind, ids.admin],
    )
  await owner.query(
    `insert into roster_run (id, source, whole, dry_run, started_at, stage) values ($1, 'folder', true, false, now(), 'reading')`,
    [rosterRun],
  )
  await owner.query(
    `insert into roster_change (run_id, position, kind, person_id, other_id)
     select $1, place, 'custody-gained', guardian_id::uuid, child_id::uuid
     from unnest($2::text[], $3::text[]) with ordinality as gained(guardian_id, child_id, place)`,
    [rosterRun, known.blocks.map((each) => each.guardianId), known.blocks.map((each) => each.childId)],
  )
  await owner.query(
    `insert into roster_problem (run_id, position, code, resource, stops) values ($1, 1, 'no-unit', 'groups', false)`,
    [rosterRun],
  )
  for (const [table, key] of Object.entries(known.delivered))
    if (table !== 'job_run')
      await owner.query(`update ${table} set origin = 'roster' where ${tables[table]} = $1`, [key])
  await owner.query("insert into wording_override select id, '2026-11-20', 'trait', 2 from unit")
  return { house, known }
}

/** One more item, a draft or published to its children, group or unit. */
export async function addDocument(owner: pg.Client, house: TestApp, document: Fact): Promise<void> {
  const month = keyMonth(castNow, 5, castNow)
  const { title, text, words, signature, childIds, goals } = document
  const content = { title, text, ...(words ? { words } : {}), signature, children: childIds, goals }
  const sealed = sealContent(house.services.keys, document.id, month, content)
  await owner.query(
    `insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, discarded_at, published_at, key_month, sealed_key, sealed_content, sealed_card, about, shared_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      document.id,
      document.unitId,
      document.groupId,
      document.authorId,
      document.audience,
      document.createdAt,
      document.discardedAt,
      document.publishedAt,
      month,
      sealed.sealedKey,
      sealed.sealedContent,
      sealed.sealedCard,
      document.publishedAt ? null : document.audience === 'child' ? document.childIds : [],
      document.sharedAt ?? null,
    ],
  )
  if (!document.publishedAt) return
  if (document.recalledBy) {
    const itemKey = openItemKey(house.services.keys, {
      id: document.id,
      key_month: month,
      sealed_key: sealed.sealedKey,
    })
    const reason = sealRecall(itemKey, document.id, { reason: reasonOf(document), signature: 'Någon, roll' })
    await owner.query(
      'insert into document_recall (document_id, recalled_at, recalled_by, children, sealed_reason) values ($1, $2, $3, $4, $5)',
      [document.id, '2026-11-22T10:00:00Z', document.recalledBy, document.childIds, reason],
    )
  }
  const scopes = document.recalledBy
    ? []
    : { child: document.childIds, group: [document.groupId], unit: [document.unitId] }[document.audience]
  for (const scope of scopes)
    await owner.query(
      `insert into document_scope (document_id, ${document.audience}_id, published_at) values ($1, $2, $3)`,
      [document.id, scope, document.publishedAt],
    )
  await giveGoals(owner, document)
}

async function giveGoals(owner: pg.Client, document: Fact): Promise<void> {
  if (!document.publishedAt) return
  for (const goal of document.goals)
    await owner.query('insert into document_goal values ($1, $2, $3, $4, $5, $6)', [
      ...[document.id, document.groupId, document.publishedAt],
      ...goal.split('.'),
    ])
}

async function rememberVersions(owner: pg.Client, known: Facts): Promise<void> {
  for (const { id, earlier = [] } of known.documents)
    for (const [version, scopes] of earlier.entries())
      await owner.query(
        `insert into document_version (document_id, version, author_id, written_at, audience, scopes, goals, sealed_content, sealed_alts)
         select id, $2, author_id, published_at, audience, $3, '{}', sealed_content, '{}' from document where id = $1`,
        [id, version - earlier.length, scopes],
      )
  // Taken back once, and there again.
  await owner.query(
    "insert into document_recall values ($1, '2026-11-21', $2, array[$3::uuid], 'x', '2026-11-22', $2)",
    [ids.docAlma, ids.principal, ids.alma],
  )
}

async function talk(owner: pg.Client, house: TestApp, known: Facts): Promise<void> {
  await owner.query('delete from comment; truncate comment_opening restart identity')
  for (const { unitId, open } of known.openings)
    await owner.query(
      'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, $2, now(), $3)',
      [unitId, open, known.duties[0]!.personId],
    )
  for (const each of known.comments) {
    const { rows } = await owner.query('select id, key_month, sealed_key from document where id = $1', [
      each.documentId,
    ])
    const itemKey = openItemKey(house.services.keys, rows[0])
    const sealed = sealSaid(itemKey, each.id, { text: each.text, signature: 'Någon, roll' })
    await owner.query(
      `insert into comment (id, document_id, child_id, author_id, author_role, written_at, sealed_text, withdrawn_at, hidden_at, hidden_by, sealed_reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        each.id,
        each.documentId,
        each.childId,
        each.authorId,
        each.role,
        '2020-01-01T10:00:00Z',
        each.withdrawn ? Buffer.alloc(0) : sealed,
        each.withdrawn ? '2020-01-02T10:00:00Z' : null,
        each.hidden ? '2020-01-02T10:00:00Z' : null,
        each.hidden ? known.duties[0]!.personId : null,
        each.hidden ? sealReason(itemKey, each.id, 'Skäl') : null,
      ],
    )
    if (!each.reported) continue
    await owner.query(
      `insert into report (kind, item_id, document_id, version, reason, reporter_id, reporter_role, reported_at)
       values ('comment', $1, $2, 1, 'judging', $3, $4, '2026-11-21')`,
      [
        ...[each.id, each.documentId, ids[each.reported.reporter]],
        each.reported.reporter === 'educator2' ? 'educator' : 'guardian',
      ],
    )
    if (each.reported.decision)
      await owner.query(
        `insert into report_decision (kind, item_id, document_id, version, decision, decided_by, decided_at)
         values ('comment', $1, $2, 1, $3, $4, '2026-11-22')`,
        [each.id, each.documentId, each.reported.decision, ids.principal],
      )
  }
}

async function givePictures(house: TestApp, known: Facts): Promise<void> {
  const { owner } = house.database
  const { keys, config } = house.services
  const drawn = await dot()
  const { rows } = await owner.query(
    'select d.* from document d where not exists (select from media where document_id = d.id)',
  )
  for (const row of rows) {
    const id = pictureOf(row)
    const itemKey = openItemKey(keys, row)
    for (const variant of variants) {
      const path = mediaPath(config.mediaDirectory, id, variant)
      await mkdir(dirname(path), { recursive: true })
      await writeSealedFile(path, mediaKey(itemKey, id), `${id}.${variant}`, drawn[variant] ?? drawn.large)
    }
    await owner.query(
      `insert into media (id, document_id, position, kind, width, height, sealed_alt, responsible_id, created_at)
       values ($1, $2, 1, 'photo', 64, 48, $3, $4, now())`,
      [id, row.id, sealAlt(itemKey, id, 'Bild'), row.author_id],
    )
  }
  const { rows: sealed } = await owner.query('select id, key_month, sealed_key from document')
  const keyOf = ({ id }: Fact) =>
    openItemKey(
      keys,
      sealed.find((row) => row.id === id),
    )
  for (const document of known.documents) {
    for (const [there, id, kind, state] of [
      [isComing(document), comingOf(document), 'photo', 'receiving'],
      [isWaiting(document), filmOf(document), 'film', 'waiting'],
    ] as const)
      if (there)
        await owner.query(
          `insert into media (id, document_id, position, kind, state, bytes, sealed_alt, responsible_id, created_at)
           values ($1, $2, 2, $3, $4, 10, $5, $6, now())`,
          [
            id,
            document.id,
            kind,
            state,
            sealAlt(keyOf(document), id, ''),
            isWaiting(document) ? hiddenColleague : document.authorId,
          ],
        )
    for (const child of document.childIds)
      await owner.query('insert into media_subject values ($1, $2)', [pictureOf(document), child])
  }
  if (known.documents.length !== (await owner.query('select from document')).rowCount) throw new Error('facts differ')
}

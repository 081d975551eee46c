import { idOf } from '../../seeds/random.ts'
import { castNow, ids } from '../support/cast.ts'
import type { Try } from '../support/raw.ts'
import type { Finding } from './attempts.ts'
import { type Fact, type Facts, type Hat, isComing } from './facts.ts'
import type { Oracle } from './oracle.ts'

/** What one has said oneself can be taken back, and what a family said be hidden by its staff; nothing else of it changes. */
export async function speaks(attempt: Try, hat: Hat, known: Facts, truth: Oracle): Promise<Finding> {
  const met = known.comments.filter((said) => truth.meets(hat, said))
  const mine = met.filter((said) => said.authorId === hat.id)
  // Their words stay as they are; what was reported is the principal's, whoever wrote it.
  const families = met.filter((said) => /guardian|pupil/.test(said.role) && !said.hidden)
  const withheld =
    hat.role === 'principal' ? met.filter((said) => said.reported && said.reported.decision !== 'show') : []
  const answers = withheld.filter((said) => said.role === 'educator')
  const own = known.comments.filter((said) => said.authorId === hat.id && !said.withdrawn)
  const stumbles = own.some((said) => said.role !== 'guardian')
  const staff = hat.role === 'educator' || hat.role === 'principal'
  const instant = '(select access.instant())'
  const hiding = `update comment set hidden_at = ${instant}, hidden_by = (select access.actor()), sealed_reason = 'x'`
  const tries: [text: string, rows: number][] = [
    [
      `update comment set withdrawn_at = ${instant}, sealed_text = '' where author_id = '${hat.id}' returning id`,
      mine.length,
    ],
    [`update comment set withdrawn_at = '2020-01-01', sealed_text = '' where author_id = '${hat.id}'`, 0],
    [`${hiding} where author_role in ('guardian', 'pupil') and hidden_at is null`, staff ? families.length : 0],
    [`${hiding} where hidden_at is not null`, withheld.filter((said) => said.hidden).length],
    [`${hiding} where author_role = 'educator'`, answers.length],
    [
      'update comment set hidden_at = null, hidden_by = null, sealed_reason = null where hidden_at is not null',
      withheld.filter((said) => said.hidden).length,
    ],
    [`update comment set sealed_text = 'other words'`, 0],
    // Reads nothing, so that the policies on changing stand alone; over what one said at work it stumbles.
    [hiding, staff && !stumbles ? new Set([...families, ...withheld, ...own]).size : 0],
    [`update comment set hidden_at = ${instant}, hidden_by = author_id, sealed_reason = 'x'`, 0],
  ]
  const found: Finding = { cells: tries.length, wrong: [] }
  for (const [text, rows] of tries) {
    const { count } = await attempt(text)
    if ((count ?? 0) !== rows) found.wrong.push(`${hat.title} ${text}: ${count}, not ${rows}`)
  }
  return found
}

/** R14: a draft goes to no other place or time, nor to children elsewhere; its author throws it away or keeps it to themself. */
export async function redirects(attempt: Try, hat: Hat, known: Facts, truth: Oracle): Promise<Finding> {
  const found: Finding = { cells: 0, wrong: [] }
  const reached = known.documents.filter((document) => truth.ownDraft(hat, document))
  const [own, others] = [true, false].map((mine) => reached.filter((each) => truth.discards(hat, each) === mine)) as [
    Fact[],
    Fact[],
  ]
  const elsewhere = known.groups.find((group) => !truth.units(hat).has(group.unitId))!
  const child = known.placements.find((each) => each.groupId === elsewhere.id && !truth.children(hat).has(each.childId))
  const in_ = (documents: Fact[]) => `id = any ('{${documents.map((each) => each.id)}}')`
  const now = castNow.toISOString()
  const tries: [text: string, documents: Fact[], rows: number | undefined][] = [
    ["published_at = '2020-01-01', about = null", reached, undefined],
    [`published_at = '${now}'`, reached, undefined],
    [`unit_id = '${elsewhere.unitId}'`, reached, undefined],
    [`group_id = '${elsewhere.id}'`, reached, undefined],
    [`about = '{${child?.childId}}'`, reached, undefined],
    [`about = '{${ids.alma},${ids.dold}}'`, reached, undefined],
    ['about = null', reached, undefined],
    ['shared_at = null', others, undefined],
    [`discarded_at = '${now}'`, others, undefined],
    [`shared_at = '${now}'`, reached, reached.length],
    [`discarded_at = '${now}'`, own, own.length],
  ]
  for (const [set, documents, expected] of tries) {
    if (documents.length === 0) continue
    found.cells++
    const { count } = await attempt(`update document set ${set} where ${in_(documents)}`)
    if (count !== expected) found.wrong.push(`${hat.title} ${set}: ${count}`)
  }
  if (reached.length === 0) return found
  const { count } = await attempt(`update media set discarded_at = '${now}' where document_${in_(reached)}`)
  if (count !== reached.length + reached.filter(isComing).length) found.wrong.push(`${hat.title} media: ${count}`)
  return found
}

/** Decision 7: a hold is ended by the administrator, now and in their own name; one that has ended stays as it was. */
export async function releases(attempt: Try, hat: Hat): Promise<Finding> {
  const [instant, me] = ['(select access.instant())', '(select access.actor())']
  const tries: [set: string, rows: number][] = [
    [`ended_at = ${instant}, ended_by = ${me}`, hat.role === 'admin' ? 1 : 0],
    [`ended_at = ${instant}, ended_by = '${ids.principal}'`, 0],
    [`ended_at = '2026-01-01', ended_by = ${me}`, 0],
    [`ended_at = null, ended_by = null`, 0],
  ]
  return await sets(attempt, hat, 'retention_hold', tries)
}

/** Law A6: the records officer fetches what is packed and says what the archive signed for, now and in their own name. */
export async function handsOver(attempt: Try, hat: Hat): Promise<Finding> {
  const [instant, me] = ['(select access.instant())', '(select access.actor())']
  const signed = (by: string, at: string) =>
    `received_at = ${at}, received_by = ${by}, receipt = 'KA 1', receipt_checksum = sha256(id::text::bytea) where fetched_at is not null`
  const records = hat.role === 'records'
  return await sets(attempt, hat, 'archive_package', [
    [`fetched_at = ${instant}, fetched_by = ${me}`, records ? 2 : 0],
    [`fetched_at = ${instant}, fetched_by = '${ids.principal}'`, 0],
    [`fetched_at = '2026-01-01', fetched_by = ${me}`, 0],
    [signed(me, instant), records ? 1 : 0],
    [signed(`'${ids.principal}'`, instant), 0],
    [signed(me, `'2026-01-01'`), 0],
    ['sealed_key = null', 0],
  ])
}

/** Law A5: what somebody has entered is taken back by who may enter, now and in their own name; confirmed by the function alone. */
export async function withdraws(attempt: Try, hat: Hat): Promise<Finding> {
  const [instant, me] = ['(select access.instant())', '(select access.actor())']
  const settled = (how: string, by: string, at: string) =>
    `settlement = '${how}', settled_by = ${by}, settled_at = ${at}`
  const may = hat.role === 'admin' || hat.role === 'records'
  return await sets(attempt, hat, 'retention_proposal', [
    [settled('withdrawn', me, instant), may ? 1 : 0],
    [settled('confirmed', me, instant), 0],
    [settled('withdrawn', `'${ids.principal}'`, instant), 0],
    [settled('withdrawn', me, `'2026-01-01'`), 0],
  ])
}

/** Decision 10: what came on paper is entered together with the paper, by whoever may enter that; it leans on no other. */
export async function answersOnPaper(
  attempt: Try,
  hat: Hat,
  known: Facts,
  truth: Oracle,
  text: string,
): Promise<Finding> {
  const found: Finding = { cells: 0, wrong: [] }
  const now = castNow.toISOString()
  const paper = idOf('paper with its answer')
  for (const { id, childId, guardianId } of known.papers)
    for (const leansOn of [paper, id]) {
      found.cells++
      const { code } = await attempt(`do $$ begin
        insert into consent_paper (id, child_id, guardian_id, text_id, said_on, entered_by, entered_at, kind, checksum, sealed_scan)
        values ('${paper}', '${childId}', '${guardianId}', '${text}', '2026-09-01', '${hat.id}', '${now}', 'jpeg', 'x', 'x');
        insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id, capacity, origin, entered_by, paper_id)
        values ('${childId}', '${guardianId}', 'photo', 'group', 'yes', '${now}', '${text}', 'guardian', 'paper', '${hat.id}', '${leansOn}');
      end $$`)
      const may = leansOn === paper && truth.enters(hat, childId, guardianId)
      if ((code === undefined) !== may) found.wrong.push(`${hat.title} answers on paper for ${childId}: ${code}`)
    }
  return found
}

/** Decision 8: the administrator chooses whether something waits, and no other setting. */
export async function chooses(attempt: Try, hat: Hat): Promise<Finding> {
  const now = 'changed_at = (select access.instant())'
  return await sets(attempt, hat, 'setting', [
    [`value = '"2026-11-23"', ${now}`, hat.role === 'admin' ? 1 : 0],
    [`value = 'null', changed_at = '2026-01-01' where key = 'handover.waits_from'`, 0],
    [`value = '99', ${now} where key = 'consent.own_age'`, 0],
    [`key = 'handover.other' where key = 'handover.waits_from'`, 0],
  ])
}

async function sets(attempt: Try, hat: Hat, table: string, tries: [set: string, rows: number][]): Promise<Finding> {
  const found: Finding = { cells: tries.length, wrong: [] }
  for (const [set, rows] of tries) {
    const { count } = await attempt(`update ${table} set ${set}`)
    if ((count ?? 0) !== rows) found.wrong.push(`${hat.title} ${table} ${set}: ${count}, not ${rows}`)
  }
  return found
}

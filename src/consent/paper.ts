import { createHash, randomUUID } from 'node:crypto'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Read, Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { type Answer, type Level, type Medium, type Question, questions } from './questions.ts'
import { openScan, type Scan, sealScan } from './scan.ts'

export type GivenText = { id: string; title: string; version: number; language: 'sv' | 'en'; valid_from: string }

/** The guardians' texts so far, the latest first: what a paper may have been signed under. */
export async function textsSoFar(tx: Read): Promise<GivenText[]> {
  return tx.rows<GivenText>`
    select id, title, version, language, valid_from from consent_text
    where audience = 'guardian' and valid_from <= (select access.today())
    order by version desc, language desc`
}

export type Given = {
  guardian: string
  text: string
  answers: { medium: Medium; level: Level; answer: 'yes' | 'no' }[]
}
export type Paper = { saidOn: string; scan: Scan; sent: Buffer }

/**
 * Decision 10: what a guardian said by telephone, entered by who took the call. Only what differs becomes a row.
 * NotFound for a child out of reach and for somebody who is not its guardian today.
 */
export async function enterCall(tx: Write, childId: string, given: Given): Promise<void> {
  const latest = await waitForTheirs(tx, childId, given.guardian)
  const changes = given.answers.flatMap((each) => {
    const before = answerTo(each, latest)?.answer
    const said: Answer = each.answer === 'no' && before === 'yes' ? 'withdrawn' : each.answer
    return said === before || (said === 'no' && before === 'withdrawn') ? [] : { ...each, answer: said }
  })
  await add(tx, childId, given, changes, null)
  await tx.audit('consent.registered', { subject: childId })
}

/**
 * The same on paper, with the paper: every answer on it is entered and leans on it. The questions that the guardian has
 * answered otherwise since it was signed, where there are any; then nothing is stored. The same file sent twice is one paper.
 */
export async function enterPaper(
  tx: Write,
  keys: KeyStore,
  childId: string,
  given: Given,
  { saidOn, scan, sent }: Paper,
): Promise<Question[]> {
  const latest = await waitForTheirs(tx, childId, given.guardian)
  const checksum = createHash('sha256').update(sent).digest()
  const known = await tx.maybe`
    select from consent_paper where child_id = ${childId} and guardian_id = ${given.guardian} and checksum = ${checksum}`
  if (known) return []
  const outrun = questions.filter((question) => {
    const [now, before] = [answerTo(question, given.answers), answerTo(question, latest)]
    return now && before && isOutrun(now.answer, before, saidOn)
  })
  if (outrun.length > 0) return outrun
  const id = randomUUID()
  await tx.rows`
    insert into consent_paper (id, child_id, guardian_id, text_id, said_on, entered_by, entered_at, kind, checksum, sealed_scan)
    values (${id}, ${childId}, ${given.guardian}, ${given.text}, ${saidOn}, ${tx.actor.id}, ${tx.now}, ${scan.kind},
            ${checksum}, ${sealScan(keys, id, scan.body)})`
  const changes = given.answers.map((each) => {
    const before = answerTo(each, latest)?.answer
    return { ...each, answer: each.answer === 'no' && before && before !== 'no' ? ('withdrawn' as const) : each.answer }
  })
  await add(tx, childId, given, changes, id)
  await tx.audit('consent.registered', { subject: childId, object: id })
  return []
}

/** The scan as it is kept; NotFound out of reach. That it was opened is in the log. */
export async function openPaper(tx: Read, keys: KeyStore, id: string): Promise<Scan> {
  const paper = await tx.one<{ child_id: string; kind: Scan['kind']; sealed_scan: Buffer }>`
    select child_id, kind, sealed_scan from consent_paper where id = ${id}`
  await tx.audit('consent.paper-read', { subject: paper.child_id, object: id })
  return { kind: paper.kind, body: openScan(keys, id, paper.sealed_scan) }
}

/** Somebody other than who entered it has seen that the paper says so. Once; NotFound for one's own and out of reach. */
export async function countersign(tx: Write, id: string): Promise<string> {
  const { child } = await tx.one<{ child: string | null }>`select access.countersign(${id}) as child`
  if (!child) throw new NotFound()
  await tx.audit('consent.countersigned', { subject: child, object: id })
  return child
}

type Before = { medium: Medium; level: Level; answer: Answer; day: string }

// Sent twice it is one answer: the second waits here for the first. The day of one that came on paper is the paper's.
// About a child of one's own others enter.
async function waitForTheirs(tx: Write, childId: string, guardian: string): Promise<Before[]> {
  await tx.one`
    select from guardianship g
    where g.child_id = ${childId} and g.guardian_id = ${guardian} and range_contains_elem(g.valid, (select access.today()))
      and not exists (select from guardianship o where o.child_id = g.child_id and o.guardian_id = ${tx.actor.id})
      and exists (select from access.consent_status(array[${childId}::uuid]))`
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('consent|' || ${guardian} || ${childId}, 0))`
  return tx.rows<Before>`
    select distinct on (a.medium, a.level) a.medium, a.level, a.answer, coalesce(p.said_on, access.day(a.answered_at)) as day
    from consent_answer a left join consent_paper p on p.id = a.paper_id
    where a.child_id = ${childId} and a.guardian_id = ${guardian}
    order by a.medium, a.level, a.id desc`
}

// Answered otherwise after the paper was signed. On the same day nobody knows which came first, and a no is the safer.
function isOutrun(now: 'yes' | 'no', before: Before, saidOn: string): boolean {
  if (now === 'yes') return before.answer !== 'yes' && before.day >= saidOn
  return before.answer === 'yes' && before.day > saidOn
}

function answerTo<T extends { medium: Medium; level: Level }>(
  question: { medium: Medium; level: Level },
  answers: T[],
): T | undefined {
  return answers.find(({ medium, level }) => medium === question.medium && level === question.level)
}

async function add(
  tx: Write,
  childId: string,
  { guardian, text }: Given,
  changes: { medium: Medium; level: Level; answer: Answer }[],
  paper: string | null,
): Promise<void> {
  if (changes.length === 0) return
  await tx.rows`
    insert into consent_answer (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id, origin, entered_by, paper_id)
    select ${childId}, ${guardian}, 'guardian', g.medium, g.level, g.answer, ${tx.now}, ${text}, ${paper ? 'paper' : 'phone'}, ${tx.actor.id}, ${paper}
    from unnest(${changes.map(({ medium }) => medium)}::text[], ${changes.map(({ level }) => level)}::text[],
                ${changes.map(({ answer }) => answer)}::text[]) as g(medium, level, answer)`
}

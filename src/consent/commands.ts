import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { currentTexts, type MyAnswer, myAnswers } from './queries.ts'
import { type Answer, type Question, questions } from './questions.ts'
import type { ChildAnswers } from './schema.ts'

/**
 * Adds a row for each answer that changed, pointing at the wording that was read; what follows from it, in the portal
 * and outside, follows in this transaction (binding.ts). An answer that is more than a year old, was given to another
 * wording, or came on a paper that waits for a second pair of eyes is confirmed by sending it unchanged. 'outdated' and nothing stored when that wording no longer holds; 'unchanged' where there was nothing new in it.
 * NotFound, and nothing stored, where one of the children is not the guardian's own; for a pupil anybody else.
 */
export async function answerSitting(
  tx: Write,
  text: string,
  given: ChildAnswers[],
): Promise<'stored' | 'unchanged' | 'outdated'> {
  const children = given.map(({ id }) => id)
  await requireOwn(tx, children)
  const texts = await currentTexts(tx)
  if (!texts.some(({ id }) => id === text)) return 'outdated'
  const mine = await waitForMine(tx, children)
  const here = new Set(texts.map(({ id }) => id))
  const changes = given.flatMap(({ id, answers }) =>
    questions
      .map((question) => ({
        child: id,
        question,
        answer: changeOf(
          answerTo(id, question, mine),
          answers[question.input],
          (before) => isOld(before, tx.now) || before.anew || before.unseen || !here.has(before.text_id),
        ),
      }))
      .filter((change): change is Change => change.answer !== undefined),
  )
  await add(tx, changes, text)
  // Sent twice: the second time too what was stored is what is shown.
  return changes.length > 0 || mine.some((answer) => isFresh(answer.answered_at, tx.now)) ? 'stored' : 'unchanged'
}

/** R21: takes back every yes in one step. Never refused for an old wording: the page's language today is what counts. */
export async function withdrawConsent(tx: Write, childId: string, language: string): Promise<void> {
  await requireOwn(tx, [childId])
  const texts = await currentTexts(tx)
  const text = texts.find((candidate) => candidate.language === language) ?? texts[0]
  const mine = await waitForMine(tx, [childId])
  const changes = questions
    .filter((question) => answerTo(childId, question, mine)?.answer === 'yes')
    .map((question) => ({ child: childId, question, answer: 'withdrawn' as const }))
  if (text) await add(tx, changes, text.id)
}

/** A year ago or more: it is shown for review, and counts on until it is changed (R18). */
export function isOld(answer: MyAnswer, now: Date): boolean {
  const due = new Date(answer.answered_at)
  due.setUTCFullYear(due.getUTCFullYear() + 1)
  return due <= now
}

/** So new that its receipt is shown. */
export function isFresh(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() <= 10 * 60_000
}

type Change = { child: string; question: Question; answer: Answer }

async function requireOwn(tx: Write, children: string[]): Promise<void> {
  const own = await tx.rows`
    select from unnest(${children}::uuid[]) as child where child = any ((select access.children())::uuid[])`
  if (own.length < children.length) throw new NotFound()
}

// A form sent twice waits here for the first, and then finds nothing to change. Always in the same order, so that two do
// not wait for each other.
async function waitForMine(tx: Write, children: string[]): Promise<MyAnswer[]> {
  await tx.rows`
    select pg_advisory_xact_lock(hashtextextended('consent|' || ${tx.actor.id} || child, 0))
    from (select child from unnest(${children}::uuid[]) as child order by child offset 0) turns`
  return myAnswers(tx, children)
}

function answerTo(child: string, question: Question, mine: MyAnswer[]): MyAnswer | undefined {
  return mine.find(
    (answer) => answer.child_id === child && answer.medium === question.medium && answer.level === question.level,
  )
}

function changeOf(
  before: MyAnswer | undefined,
  chosen: 'yes' | 'no' | undefined,
  again: (before: MyAnswer) => boolean,
): Answer | undefined {
  if (chosen === 'yes') return before?.answer === 'yes' && !again(before) ? undefined : 'yes'
  if (chosen === undefined) return undefined
  if (before?.answer === 'yes') return 'withdrawn'
  return before === undefined || again(before) ? 'no' : undefined
}

async function add(tx: Write, changes: Change[], textId: string): Promise<void> {
  if (changes.length === 0) return
  const [children, media, levels, answers] = [
    changes.map(({ child }) => child),
    changes.map(({ question }) => question.medium),
    changes.map(({ question }) => question.level),
    changes.map(({ answer }) => answer),
  ]
  // Guardians have no say in whose answer it is; a pupil's is the child's own.
  if (tx.actor.role === 'pupil')
    await tx.rows`
      insert into consent_answer (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id)
      select child, ${tx.actor.id}, 'child', medium, level, answer, ${tx.now}, ${textId}
      from unnest(${children}::uuid[], ${media}::text[], ${levels}::text[], ${answers}::text[]) as given(child, medium, level, answer)`
  else
    await tx.rows`
      insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
      select child, ${tx.actor.id}, medium, level, answer, ${tx.now}, ${textId}
      from unnest(${children}::uuid[], ${media}::text[], ${levels}::text[], ${answers}::text[]) as given(child, medium, level, answer)`
  const about = (taken: boolean) => [
    ...new Set(changes.filter(({ answer }) => (answer === 'withdrawn') === taken).map(({ child }) => child)),
  ]
  if (about(false).length > 0) await tx.audit('consent.answered', { subject: about(false) })
  if (about(true).length > 0) await tx.audit('consent.withdrawn', { subject: about(true) })
}

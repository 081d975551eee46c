import type { Write } from '../database/as-actor.ts'
import { currentTexts, getOwnChild, type MyAnswer, myAnswers } from './queries.ts'
import { type Answer, type Question, questions } from './questions.ts'
import type { ConsentForm } from './schema.ts'

/**
 * Adds a row for each answer that changed, pointing at the wording that was read; what follows from it, in the portal
 * and outside, follows in this transaction (binding.ts). An answer that is more than a year old, or was given to another
 * wording, is confirmed by sending it unchanged. 'outdated' and nothing stored when that wording no longer holds.
 * NotFound for a child that is not the guardian's own, or for a pupil anybody else.
 */
export async function answerConsent(tx: Write, childId: string, form: ConsentForm): Promise<'stored' | 'outdated'> {
  await getOwnChild(tx, childId)
  const texts = await currentTexts(tx)
  if (!texts.some((text) => text.id === form.text)) return 'outdated'
  const mine = await waitForMine(tx, childId)
  const here = new Set(texts.map((text) => text.id))
  const changes = questions
    .map((question) => ({
      question,
      answer: changeOf(
        answerTo(question, mine),
        form[question.input as `${string}.${string}`],
        (before) => isOld(before, tx.now) || !here.has(before.text_id),
      ),
    }))
    .filter((change): change is Change => change.answer !== undefined)
  await add(tx, childId, changes, form.text)
  return 'stored'
}

/** R21: takes back every yes in one step. Never refused for an old wording: the page's language today is what counts. */
export async function withdrawConsent(tx: Write, childId: string, language: string): Promise<void> {
  await getOwnChild(tx, childId)
  const texts = await currentTexts(tx)
  const text = texts.find((candidate) => candidate.language === language) ?? texts[0]
  const mine = await waitForMine(tx, childId)
  const changes = questions
    .filter((question) => answerTo(question, mine)?.answer === 'yes')
    .map((question) => ({ question, answer: 'withdrawn' as const }))
  if (text) await add(tx, childId, changes, text.id)
}

/** A year ago or more: it is shown for review, and counts on until it is changed (R18). */
export function isOld(answer: MyAnswer, now: Date): boolean {
  const due = new Date(answer.answered_at)
  due.setUTCFullYear(due.getUTCFullYear() + 1)
  return due <= now
}

type Change = { question: Question; answer: Answer }

// A form sent twice waits here for the first, and then finds nothing to change.
async function waitForMine(tx: Write, childId: string): Promise<MyAnswer[]> {
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('consent|' || ${tx.actor.id} || ${childId}, 0))`
  return myAnswers(tx, childId)
}

function answerTo(question: Question, mine: MyAnswer[]): MyAnswer | undefined {
  return mine.find((answer) => answer.medium === question.medium && answer.level === question.level)
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

async function add(tx: Write, childId: string, changes: Change[], textId: string): Promise<void> {
  if (changes.length === 0) return
  const [media, levels, answers] = [
    changes.map(({ question }) => question.medium),
    changes.map(({ question }) => question.level),
    changes.map(({ answer }) => answer),
  ]
  // Guardians have no say in whose answer it is; a pupil's is the child's own.
  if (tx.actor.role === 'pupil')
    await tx.rows`
      insert into consent_answer (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id)
      select ${childId}, ${tx.actor.id}, 'child', medium, level, answer, ${tx.now}, ${textId}
      from unnest(${media}::text[], ${levels}::text[], ${answers}::text[]) as given(medium, level, answer)`
  else
    await tx.rows`
      insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
      select ${childId}, ${tx.actor.id}, medium, level, answer, ${tx.now}, ${textId}
      from unnest(${media}::text[], ${levels}::text[], ${answers}::text[]) as given(medium, level, answer)`
  if (answers.some((answer) => answer !== 'withdrawn')) await tx.audit('consent.answered', { subject: childId })
  if (answers.some((answer) => answer === 'withdrawn')) await tx.audit('consent.withdrawn', { subject: childId })
}

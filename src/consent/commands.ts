import type { Write } from '../database/as-actor.ts'
import { currentTexts, getOwnChild, type MyAnswer, myAnswers } from './queries.ts'
import { type Answer, type Question, questions } from './questions.ts'
import type { ConsentForm } from './schema.ts'

/**
 * Adds a row for each answer that changed, pointing at the wording that was read. 'outdated' and nothing stored when
 * that wording no longer holds. NotFound for a child that is not the guardian's.
 */
export async function answerConsent(tx: Write, childId: string, form: ConsentForm): Promise<'stored' | 'outdated'> {
  await getOwnChild(tx, childId)
  const texts = await currentTexts(tx)
  if (!texts.some((text) => text.id === form.text)) return 'outdated'
  const mine = await waitForMine(tx, childId)
  const changes = questions
    .map((question) => ({
      question,
      answer: changeOf(answerTo(question, mine), form[question.input as `${string}.${string}`]),
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
    .filter((question) => answerTo(question, mine) === 'yes')
    .map((question) => ({ question, answer: 'withdrawn' as const }))
  if (text) await add(tx, childId, changes, text.id)
}

type Change = { question: Question; answer: Answer }

// A form sent twice waits here for the first, and then finds nothing to change.
async function waitForMine(tx: Write, childId: string): Promise<MyAnswer[]> {
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('consent|' || ${tx.actor.id} || ${childId}, 0))`
  return myAnswers(tx, childId)
}

function answerTo(question: Question, mine: MyAnswer[]): Answer | undefined {
  return mine.find((answer) => answer.medium === question.medium && answer.level === question.level)?.answer
}

function changeOf(before: Answer | undefined, chosen: 'yes' | 'no' | undefined): Answer | undefined {
  if (chosen === 'yes') return before === 'yes' ? undefined : 'yes'
  if (chosen === 'no') return before === 'yes' ? 'withdrawn' : before === undefined ? 'no' : undefined
  return undefined
}

async function add(tx: Write, childId: string, changes: Change[], textId: string): Promise<void> {
  if (changes.length === 0) return
  await tx.rows`
    insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
    select ${childId}, ${tx.actor.id}, medium, level, answer, ${tx.now}, ${textId}
    from unnest(${changes.map(({ question }) => question.medium)}::text[],
                ${changes.map(({ question }) => question.level)}::text[],
                ${changes.map(({ answer }) => answer)}::text[]) as given(medium, level, answer)`
  if (changes.some(({ answer }) => answer !== 'withdrawn')) await tx.audit('consent.answered', { subject: childId })
  if (changes.some(({ answer }) => answer === 'withdrawn')) await tx.audit('consent.withdrawn', { subject: childId })
}

import { childTabs } from '../documentation/presenter.ts'
import { Unavailable } from '../errors.ts'
import { addresses } from '../web/addresses.ts'
import { dates, swedishDay } from '../web/dates.ts'
import type { Errors } from '../web/forms.ts'
import type { Language, Translate } from '../web/language.ts'
import { isFresh } from './commands.ts'
import type { Asked, AskedChild, CurrentText, MyAnswer, StatusRow } from './queries.ts'
import { media, type Question, questions, type Status } from './questions.ts'

export type Own = {
  child: AskedChild
  texts: CurrentText[]
  mine: MyAnswer[]
  statuses: StatusRow[]
  /** What left the portal with one's latest answer, by its kind. */
  withheld: { kind: string; count: number }[]
  /** Uses outside that have to come down because of it. */
  uses: number
  asked: Asked[]
  /** The pupil's own page. */
  own: boolean
}
export type Reader = { t: Translate; language: Language; now: Date }
type Chosen = Record<string, 'yes' | 'no' | null>
/** What was chosen and could not be stored, to be shown again; without it the page shows what is stored. */
type Typed = { chosen: Chosen; errors: Errors }

/** The questions about one child as consent/child shows them. */
export function presentConsent(own: Own, reader: Reader, saved: boolean, typed?: Typed) {
  const { t } = reader
  const text = own.texts.find((candidate) => candidate.language === reader.language) ?? own.texts[0]
  if (!text) throw new Unavailable('no consent text holds today')
  return {
    title: t(own.own ? 'consent.child.own-title' : 'consent.child.title', { name: own.child.name }),
    own: own.own,
    child: { id: own.child.id, name: own.child.name },
    tabs: childTabs(own.child, t, 'consent', { consent: true, contacts: !own.own }),
    text: presentText(text),
    // Who has answered all of it comes to change something; the text is then one press away.
    answered: !typed && questions.every((question) => sayMine(answerTo(question, own.mine)) !== null),
    questions: media.map((medium) => ({
      medium,
      label: t(`consent.label.medium.${medium}`),
      explanation: t(`consent.label.${own.own ? 'ownExplanation' : 'mediumExplanation'}.${medium}`),
      rows: questions
        .filter((question) => question.medium === medium)
        .map((question) => rowOf(question, own, t, typed?.chosen[question.input])),
    })),
    errors: typed?.errors ?? {},
    receipt: saved ? receiptOf(own, reader) : null,
    review: reviewOf(own, text, reader),
    next: nextOf(own, t),
    anyYes: own.mine.some((answer) => answer.answer === 'yes'),
  }
}

/** The question as it is shown whole before it is answered. */
export function presentText(text: CurrentText) {
  return {
    id: text.id,
    title: text.title,
    paragraphs: text.body.split('\n\n'),
    version: text.version,
    validFrom: text.valid_from,
  }
}

/** One question about one child, with one's own answer and what all answers come to; `chosen` is what was typed just now. */
export function rowOf(
  { medium, level, input }: Question,
  own: Pick<Own, 'mine' | 'statuses'> & { own?: boolean },
  t: Translate,
  chosen: 'yes' | 'no' | null | undefined,
) {
  const mine = answerTo({ medium, level }, own.mine)
  const row = own.statuses.find((row) => row.medium === medium && row.level === level)
  const status = tellable(row?.status ?? 'not_asked', mine !== undefined)
  // That somebody else has answered is theirs to know; what, is not, before it decides what holds.
  const others = row ? row.answered - (mine ? 1 : 0) : 0
  return {
    level,
    label: t(`consent.label.level.${levelKey(level, own.own)}`),
    explanation: t(`consent.label.levelExplanation.${levelKey(level, own.own)}`),
    input,
    mine: chosen ?? sayMine(mine),
    said: mine ? { key: howSaid(mine), at: mine.answered_at } : null,
    status,
    statusLabel: t(`consent.label.status.${status}`),
    statusExplanation: t(`consent.label.statusExplanation.${!mine && status === 'not_answered' ? 'mine' : status}`),
    others: others > 0 && status !== 'yes' ? t('consent.child.others', { count: others }) : null,
  }
}

function answerTo({ medium, level }: Pick<Question, 'medium' | 'level'>, mine: MyAnswer[]): MyAnswer | undefined {
  return mine.find((answer) => answer.medium === medium && answer.level === level)
}

// A pupil is asked as you, not as the child.
function levelKey(level: string, own = false): string {
  return own && level === 'pupil' ? 'own' : level
}

function howSaid({ anew, unseen, origin }: MyAnswer): string {
  if (anew) return 'consent.child.answeredEarlier'
  if (unseen) return 'consent.child.answeredUnseen'
  // Decision 10: entered for them, and theirs to change.
  const how = { paper: 'answeredPaper', phone: 'answeredPhone', portal: 'answered', staff: 'answered' }[origin]
  return `consent.child.${how}`
}

function sayMine(mine: MyAnswer | undefined): 'yes' | 'no' | null {
  // A yes to another question is not ticked for this one.
  if (!mine || mine.anew) return null
  return mine.answer === 'yes' ? 'yes' : 'no'
}

/** When one last answered anything. */
export function latestOf(mine: MyAnswer[]): Date | null {
  return mine.reduce<Date | null>((last, row) => (!last || row.answered_at > last ? row.answered_at : last), null)
}

// Before one has answered oneself, nothing says what another guardian has.
function tellable(status: Status, answered: boolean): Status {
  return answered || status === 'not_asked' ? status : 'not_answered'
}

// Quietly: nothing has to be done for an answer to go on (R18). A no is not asked about again.
function reviewOf(own: Own, text: CurrentText, { t, now, language }: Reader): { heading: string; text: string } | null {
  const asked = own.asked.find((each) => each.child_id === own.child.id)
  const say = (key: string, values = {}) => ({
    heading: t(`consent.review.${key}`),
    text: t(`consent.review.${key}-text`, values),
  })
  if (!asked?.anew) return asked?.review ? say('year') : null
  if (!text.earlier_until || text.earlier_until < swedishDay(now)) return say('text')
  return say('changing', { date: dates(language, () => now).date(text.earlier_until) })
}

// Several children in one sitting, each with answers of its own.
function nextOf(own: Own, t: Translate): { href: string; label: string } | null {
  const waits = (id: string) => own.asked.some((each) => each.child_id === id && each.unanswered + each.anew > 0)
  const next = own.child.siblings.find(({ id }) => waits(id))
  return next ? { href: addresses.consent(next.id), label: t('consent.child.next', { name: next.name }) } : null
}

type Receipt = { at: Date; changes: string[]; gone: string[]; uses: number; left: boolean }

/** What one's latest answers about a child came to, while they are fresh. */
export function receiptOf(
  { mine, withheld, uses, own }: Pick<Own, 'mine' | 'withheld' | 'uses'> & { own?: boolean },
  { t, now }: Reader,
): Receipt | null {
  const at = latestOf(mine)
  if (!at || !isFresh(at, now)) return null
  const answers = questions.map((question) => {
    const row = answerTo(question, mine)
    return { ...question, answer: row?.answered_at.getTime() === at.getTime() ? row.answer : null }
  })
  // Who said the same to all about a medium reads it once.
  const changes = Object.values(Object.groupBy(answers, ({ medium }) => medium)).flatMap((alike) => {
    const [{ medium, answer }] = alike as [(typeof answers)[number]]
    if (answer && alike.length > 1 && alike.every((each) => each.answer === answer))
      return t(`consent.receipt.${answer}`, {
        what: t('consent.receipt.all', { medium: t(`consent.label.medium.${medium}`) }),
      })
    return alike.flatMap((each) =>
      each.answer ? t(`consent.receipt.${each.answer}`, { what: whatOf(medium, each.level, t, own) }) : [],
    )
  })
  const taken = mine.some((row) => row.answered_at.getTime() === at.getTime() && row.answer !== 'yes')
  const gone = withheld.map(({ kind, count }) => t(`consent.receipt.gone-${kind}`, { count }))
  return { at, changes, gone, uses, left: taken }
}

/** A question in words: `Foto, för gruppen`. */
export function whatOf(medium: string, level: string, t: Translate, own?: boolean): string {
  const label = t(`consent.label.medium.${medium}`)
  return level === 'any' ? label : `${label}, ${t(`consent.label.level.${levelKey(level, own)}`).toLowerCase()}`
}

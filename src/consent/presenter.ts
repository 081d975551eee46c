import { childTabs } from '../documentation/presenter.ts'
import { Unavailable } from '../errors.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { AskedChild, CurrentText, MyAnswer, StatusRow } from './queries.ts'
import { media, type Question, questions } from './questions.ts'

export type Own = { child: AskedChild; texts: CurrentText[]; mine: MyAnswer[]; statuses: StatusRow[] }
type Reader = { t: Translate; language: string; now: Date }
type Chosen = Record<string, 'yes' | 'no' | null>
/** What was chosen and could not be stored, to be shown again; without it the page shows what is stored. */
type Typed = { chosen: Chosen; errors: Errors }

const receiptMinutes = 10

/** The questions about one child as consent/child shows them. */
export function presentConsent(own: Own, reader: Reader, saved: boolean, typed?: Typed) {
  const { t } = reader
  const text = own.texts.find((candidate) => candidate.language === reader.language) ?? own.texts[0]
  if (!text) throw new Unavailable('no consent text holds today')
  return {
    title: t('consent.child.title', { name: own.child.name }),
    child: { id: own.child.id, name: own.child.name },
    tabs: childTabs(own.child, t, 'consent', { consent: true, contacts: true }),
    text: {
      id: text.id,
      title: text.title,
      paragraphs: text.body.split('\n\n'),
      version: text.version,
      validFrom: text.valid_from,
    },
    questions: media.map((medium) => ({
      medium,
      label: t(`consent.label.medium.${medium}`),
      explanation: t(`consent.label.mediumExplanation.${medium}`),
      rows: questions.filter((question) => question.medium === medium).map((question) => row(question, own, t, typed)),
    })),
    errors: typed?.errors ?? {},
    receipt: saved ? receiptOf(own.mine, reader) : null,
    anyYes: own.mine.some((answer) => answer.answer === 'yes'),
  }
}

function row({ medium, level, input }: Question, own: Own, t: Translate, typed: Typed | undefined) {
  const mine = own.mine.find((answer) => answer.medium === medium && answer.level === level)
  const status = own.statuses.find((row) => row.medium === medium && row.level === level)?.status ?? 'not_answered'
  return {
    level,
    label: t(`consent.label.level.${level}`),
    explanation: t(`consent.label.levelExplanation.${level}`),
    input,
    mine: typed?.chosen[input] ?? sayMine(mine),
    myAnsweredAt: mine?.answered_at ?? null,
    status,
    statusLabel: t(`consent.label.status.${status}`),
    statusExplanation: t(`consent.label.statusExplanation.${status}`),
  }
}

function sayMine(mine: MyAnswer | undefined): 'yes' | 'no' | null {
  if (!mine) return null
  return mine.answer === 'yes' ? 'yes' : 'no'
}

function receiptOf(mine: MyAnswer[], { t, now }: Reader): { at: Date; changes: string[] } | null {
  const at = mine.reduce<Date | null>((last, row) => (!last || row.answered_at > last ? row.answered_at : last), null)
  if (!at || now.getTime() - at.getTime() > receiptMinutes * 60_000) return null
  const changes = questions.flatMap(({ medium, level }) => {
    const row = mine.find((answer) => answer.medium === medium && answer.level === level)
    if (row?.answered_at.getTime() !== at.getTime()) return []
    return t(`consent.receipt.${row.answer}`, { what: whatOf(medium, level, t) })
  })
  return { at, changes }
}

function whatOf(medium: string, level: string, t: Translate): string {
  const label = t(`consent.label.medium.${medium}`)
  return level === 'any' ? label : `${label}, ${t(`consent.label.level.${level}`).toLowerCase()}`
}

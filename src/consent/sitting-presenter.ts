import { Unavailable } from '../errors.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import { presentText, type Reader, receiptOf, rowOf } from './presenter.ts'
import type { CurrentText } from './queries.ts'
import { media, questions } from './questions.ts'
import type { SittingChild } from './sitting.ts'

/** What was typed and could not be stored, by `<child>.<question>`. */
export type SittingTyped = { chosen: Record<string, 'yes' | 'no' | null>; errors: Errors }

/** Several children in one sitting as consent/sitting shows them: each with questions of its own, and those alone that wait. */
export function presentSitting(
  children: SittingChild[],
  texts: CurrentText[],
  reader: Reader,
  saved: boolean,
  typed?: SittingTyped,
) {
  const { t } = reader
  const text = texts.find((candidate) => candidate.language === reader.language) ?? texts[0]
  if (!text) throw new Unavailable('no consent text holds today')
  const asked = children.filter((child) => questionsLeft(child, typed).length > 0)
  return {
    title: t('consent.sitting.title'),
    text: presentText(text),
    overview: children.map((child) => {
      const { id, given_name: name, unanswered, anew } = child
      const waits = asked.includes(child)
      return {
        name,
        href: waits ? `#child-${id}` : addresses.consent(id),
        said:
          [
            ...(anew > 0 ? [t('consent.sitting.anew', { count: anew })] : []),
            ...(unanswered > 0 ? [t('consent.sitting.unanswered', { count: unanswered })] : []),
          ].join(' ') || t('consent.sitting.done'),
      }
    }),
    children: asked.map((child) => ({
      id: child.id,
      name: child.given_name,
      href: addresses.consent(child.id),
      questions: media.flatMap((medium) => {
        const rows = questionsLeft(child, typed)
          .filter((question) => question.medium === medium)
          .map((question) => {
            const input = `${child.id}.${question.input}`
            return { ...rowOf(question, child, t, typed?.chosen[input]), input }
          })
        return rows.length === 0
          ? []
          : {
              medium,
              label: t(`consent.label.medium.${medium}`),
              explanation: t(`consent.label.mediumExplanation.${medium}`),
              rows,
            }
      }),
    })),
    errors: typed?.errors ?? {},
    receipts: saved ? receiptsOf(children, reader) : [],
  }
}

function questionsLeft({ id, mine }: SittingChild, typed: SittingTyped | undefined) {
  return questions.filter(({ medium, level, input }) => {
    const answer = mine.find((each) => each.medium === medium && each.level === level)
    const name = `${id}.${input}`
    return !answer || answer.anew || typed?.chosen[name] || typed?.errors[name]
  })
}

// For all the children together: what was said of each in the sitting that has just been saved.
function receiptsOf(children: SittingChild[], reader: Reader) {
  const found = children.flatMap((child) => {
    const receipt = receiptOf(child, reader)
    return receipt ? { name: child.given_name, ...receipt } : []
  })
  const last = found.reduce((latest, { at }) => Math.max(latest, at.getTime()), 0)
  return found.filter(({ at }) => at.getTime() === last)
}

import type { Translate } from '../web/language.ts'
import type { Category } from './categories.ts'
import { categoriesOf, type Remark } from './guard.ts'
import { type Answers, overrideReasons } from './overrides.ts'
import { categoryKey, levelKey } from './reasons.ts'

/** A finding as a page says it: the words in their place, what they are, why, and what to do. */
export type Line = {
  level: 'stop' | 'warn' | 'hint'
  start: number
  end: number
  before: string
  found: string
  after: string
  category: string
  reason: string
  todo: string
}

/** Each field's findings. */
export function linesByField(remarks: readonly Remark[], t: Translate): Record<string, Line[]> {
  const fields = [...new Set(remarks.map(({ field }) => field))]
  return Object.fromEntries(
    fields.map((field) => [field, remarks.filter((each) => each.field === field).map((each) => line(each, t))]),
  )
}

/** What a page that publishes asks: what stops, what needs a reason, and what is only said. */
export function questionsOf(
  remarks: readonly Remark[],
  given: { answers: Answers; asked: boolean; label: (field: string) => string },
  t: Translate,
) {
  const of = (level: Remark['level'], category?: Category) =>
    remarks
      .filter((remark) => remark.level === level && (!category || remark.category === category))
      .map((remark) => ({ ...line(remark, t), label: given.label(remark.field) }))
  return {
    stops: of('STOP'),
    hints: of('HINT'),
    warnings: categoriesOf(remarks, 'WARN').map((category) => ({
      name: `reason.${category}`,
      category: t(categoryKey(category)),
      lines: of('WARN', category),
      value: given.answers[category] ?? '',
      error: given.asked && !given.answers[category] ? t('wording.override.missing') : undefined,
      options: overrideReasons(category).map((value) => ({ value, label: t(`wording.override.reason.${value}`) })),
    })),
  }
}

function line({ text, start, end, category, level, reason }: Remark, t: Translate): Line {
  return {
    level: level.toLowerCase() as Line['level'],
    start,
    end,
    before: tail(text.slice(0, start)),
    found: text.slice(start, end),
    after: head(text.slice(end)),
    category: t(categoryKey(category)),
    reason: t(reason),
    todo: t(levelKey(level)),
  }
}

const around = 32

// Whole words, at most so many characters, on the same line.
function tail(text: string): string {
  const same = text.slice(text.lastIndexOf('\n') + 1)
  if (same.length <= around) return same
  const cut = same.slice(-around)
  return `…${cut.slice(cut.indexOf(' ') + 1)}`
}

function head(text: string): string {
  const same = text.split('\n', 1)[0]!
  if (same.length <= around) return same
  const cut = same.slice(0, around)
  const last = cut.lastIndexOf(' ')
  return `${last > 0 ? cut.slice(0, last) : cut}…`
}

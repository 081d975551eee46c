import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { Category } from './categories.ts'
import { categoriesOf, type Remark, type Unworded } from './guard.ts'
import { type Answers, overrideReasons } from './overrides.ts'
import type { Overrides } from './queries.ts'
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
  given: { answers: Answers | undefined; acknowledged: boolean; label: (field: string) => string },
  t: Translate,
) {
  const { answers } = given
  const of = (level: Remark['level'], category?: Category) =>
    remarks
      .filter((remark) => remark.level === level && (!category || remark.category === category))
      .map((remark) => ({ ...line(remark, t), label: given.label(remark.field) }))
  return {
    stops: of('STOP'),
    hints: of('HINT'),
    unread: given.acknowledged
      ? null
      : { error: answers && !answers.acknowledged ? t('wording.writing.missing') : undefined, href: addresses.writing },
    warnings: categoriesOf(remarks, 'WARN').map((category) => ({
      name: `reason.${category}`,
      category: t(categoryKey(category)),
      lines: of('WARN', category),
      value: answers?.reasons[category] ?? '',
      error:
        answers && !answers.reasons[category]
          ? t('wording.override.missing', { category: t(categoryKey(category)) })
          : undefined,
      options: overrideReasons(category).map((value) => ({ value, label: t(`wording.override.reason.${value}`) })),
    })),
  }
}

/** The errors of such a page by their fields. */
export function questionErrors({ warnings, unread }: ReturnType<typeof questionsOf>): Errors {
  const missing = warnings.flatMap(({ name, error }) => (error ? [[name, error]] : []))
  return Object.fromEntries(unread?.error ? [...missing, ['acknowledged', unread.error]] : missing)
}

/** What stops, as the error beside the one field of a form. */
export function stopBeside({ remarks }: Unworded, field: string, t: Translate): Errors {
  const stop = remarks.find(({ level }) => level === 'STOP')
  return stop ? { [field]: t(stop.reason) } : {}
}

/** How we write, in short. */
export function writingPage(acknowledged: boolean, t: Translate) {
  const rows = ['trait', 'praise', 'health', 'family', 'other', 'number', 'picture']
  return {
    title: t('wording.writing.title'),
    acknowledged,
    action: addresses.writing,
    examples: rows.map((row) => ({
      what: t(`wording.writing.example.${row}.what`),
      rather: t(`wording.writing.example.${row}.rather`),
      than: t(`wording.writing.example.${row}.than`),
    })),
    back: { href: addresses.staff, label: t('documentation.editor.back') },
  }
}

/** For the principal: how often the advice was not taken, as a plot and a table; counts alone. */
export function overridesPage(unitId: string, { name, categories, days }: Overrides, t: Translate) {
  const most = Math.max(1, ...categories.map(({ number }) => number))
  return {
    title: t('wording.overrides.title', { unit: name }),
    bars: categories.map(({ category, number }) => ({
      label: t(categoryKey(category)),
      count: number,
      share: Math.round((number / most) * 1000) / 10,
    })),
    rows: days.map(({ day, category, number }) => [`${day}T12:00:00Z`, t(categoryKey(category)), number]),
    back: { href: addresses.staffUnit(unitId), label: name },
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

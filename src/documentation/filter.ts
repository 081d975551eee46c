import { z } from 'zod'
import { spanOf as spanOfTerm, type Term, term, termsOn } from '../follow-up/terms.ts'
import { type Area, areas } from '../goals/curricula.ts'
import { swedishDay } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'
import { type Cursor, newest } from './schema.ts'

const audiences = ['child', 'group', 'unit'] as const
const kinds = ['photo', 'film', 'sound'] as const

/**
 * What a reader wants to see of a timeline, as it stands in the form and the address. Anything else than what the form
 * offers is no choice. A new kind of choice has a field here, a select in views/documentation/filter.ejs and its
 * condition in reading.ts (`wanted`).
 */
const filterForm = z.object({
  audience: z.enum(audiences).optional().catch(undefined),
  kind: z.enum(kinds).optional().catch(undefined),
  period: z
    .string()
    .regex(/^(month|20\d{2}-(spring|autumn)|until-20\d{2}-\d{2}-\d{2})$/)
    .refine((value) => !value.startsWith('until-') || !Number.isNaN(Date.parse(value.slice(6))))
    .optional()
    .catch(undefined),
  /** A goal of a curriculum, whichever version: `lpfo18.speech`. */
  goal: z
    .string()
    .regex(/^[a-z0-9]{2,20}\.[a-z-]{2,40}$/)
    .optional()
    .catch(undefined),
})

export type Filter = z.infer<typeof filterForm>

/** A goal that occurs in what the reader sees, in plain words. */
export type OfferedGoal = { goal: string; area: Area } & Record<Language, string>

/** What Postgres is asked: null is all; `until` is the first instant after. */
export type Wanted = {
  audiences: string[] | null
  kinds: string[] | null
  earliest: Date | null
  until: Date | null
  goal: string | null
}

export const everything: Wanted = { audiences: null, kinds: null, earliest: null, until: null, goal: null }

export function filterFrom(query: unknown): Filter {
  return filterForm.catch({}).parse(query)
}

export function wantedBy({ audience, kind, period, goal }: Filter, now: Date): Wanted {
  const { from, until } = spanOf(period, now)
  return {
    audiences: audience ? [audience] : null,
    kinds: kind ? [kind] : null,
    earliest: from,
    until,
    goal: goal ?? null,
  }
}

/** Whether the form shows the goals there are: where somebody asks for them, or has chosen one. */
export function offersGoals(query: unknown, { goal }: Filter): boolean {
  return goal !== undefined || (query as Record<string, unknown> | undefined)?.goals !== undefined
}

/** Without a goal that nothing here is about: it is no choice. */
export function amongGoals(filter: Filter, offered: OfferedGoal[] | null): Filter {
  const { goal, ...others } = filter
  return goal && offered?.some((each) => each.goal === goal) ? filter : others
}

/** Where a list begins: at the cursor, or where the period ends if that is earlier. */
export function beginning(before: Cursor | undefined, until: Date | null): Cursor {
  const at = before ?? newest
  return until && until < at.at ? { at: until, id: '00000000-0000-0000-0000-000000000000' } : at
}

/** As it stands in an address; the empty string where nothing is chosen. */
export function queryOf(filter: Filter): string {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value) as [string, string][]).toString()
}

const month = 30 * 86_400_000

function spanOf(period: Filter['period'], now: Date): { from: Date | null; until: Date | null } {
  if (!period) return { from: null, until: null }
  if (period === 'month') return { from: new Date(now.getTime() - month), until: null }
  // R14: what is on its way out, published on that day or before; a day reaches into the night after it.
  if (period.startsWith('until-')) return { from: null, until: new Date(Date.parse(period.slice(6)) + 86_400_000) }
  const [year, season] = period.split('-')
  return spanOfTerm(term(Number(year), season as Term['season']))
}

// R14: nothing is older than five years; the first term may be half gone.
const terms = 11

type Say = { t: Translate; language: Language; now: Date }
type Choices = ReturnType<typeof choicesOf>

const unchosen = new Map<string, Choices>()

/** The form's selects with what they offer; the first of each is all. `goals`: those that occur, where they are offered. */
export function filterChoices(filter: Filter, say: Say, own: boolean, goals: OfferedGoal[] | null): Choices {
  if (goals || Object.values(filter).some(Boolean)) return choicesOf(filter, say, own, goals)
  // Where nothing is chosen it is the same for everybody, all month.
  const form = [say.language, own, swedishDay(say.now).slice(0, 7)].join()
  const known = unchosen.get(form)
  if (known) return known
  if (unchosen.size > 8) unchosen.clear()
  const choices = choicesOf(filter, say, own, null)
  unchosen.set(form, choices)
  return choices
}

function choicesOf(filter: Filter, { t, language, now }: Say, own: boolean, goals: OfferedGoal[] | null) {
  const all = (label: string) => ({ value: '', label: t(label) })
  const media = kinds.map((value) => ({ value, label: t(`documentation.filter.kind-${value}`) }))
  const audience = audiences.map((value) => ({
    value,
    label: t(own && value === 'child' ? 'documentation.filter.own' : `documentation.label.audience.${value}`),
  }))
  const periods = termsOn(swedishDay(now), terms).map(({ key, year, season }) => ({
    value: key,
    label: t(`documentation.filter.${season}`, { year: String(year) }),
  }))
  const selects = [
    {
      name: 'period',
      options: [
        all('documentation.filter.any-period'),
        { value: 'month', label: t('documentation.filter.month') },
        ...(filter.period?.startsWith('until-')
          ? [{ value: filter.period, label: t('documentation.filter.leaving') }]
          : []),
        ...periods,
      ],
    },
    { name: 'audience', options: [all('documentation.filter.any-audience'), ...audience] },
    { name: 'kind', options: [all('documentation.filter.any-kind'), ...media] },
    ...(goals
      ? [{ name: 'goal', options: [all('documentation.filter.any-goal'), ...goalOptions(goals, language, t)] }]
      : []),
  ].map(({ name, options }) => ({
    name,
    label: t(`documentation.filter.${name}`),
    value: filter[name as keyof Filter] ?? '',
    options,
  }))
  const chosen = selects.flatMap(({ value, options }) =>
    value ? (options.find((each) => each.value === value)?.label ?? []) : [],
  )
  return { selects, chosen, moreGoals: goals === null, opened: goals !== null }
}

function goalOptions(goals: OfferedGoal[], language: Language, t: Translate) {
  return goals
    .toSorted(
      (a, b) => areas.indexOf(a.area) - areas.indexOf(b.area) || a[language].localeCompare(b[language], language),
    )
    .map((each) => ({ value: each.goal, label: each[language], group: t(`goals.area.${each.area}`) }))
}

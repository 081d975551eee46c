import type { Read, Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { addresses } from '../web/addresses.ts'
import { dates, noon } from '../web/dates.ts'
import type { Errors } from '../web/forms.ts'
import type { Language, Translate } from '../web/language.ts'
import { authorities, bases, type Kind, kinds } from './kinds.ts'
import { decisionOf, ruleInWords } from './presenter.ts'
import type { Rule } from './queries.ts'
import type { RuleForm } from './rule-form.ts'

type Entered = Rule & { authority: string | null; basis: string | null }
export type Proposal = Entered & {
  id: string
  valid_from: string
  own: boolean
  soon: boolean
  proposed_at: Date
  due: number | null
}

/** What holds, or will, and what somebody has entered that waits for another. */
export async function enteredRules(tx: Read): Promise<{ rules: Entered[]; proposals: Proposal[] }> {
  const [rules, proposals] = await Promise.all([
    tx.rows<Entered>`
      select kind, years, days, hours, fate, decision, decided_on, authority, basis, lower(valid) as valid_from, upper(valid) - 1 as valid_to
      from retention_rule where upper(valid) is null or upper(valid) > (select access.today()) order by lower(valid)`,
    // How much would go on its first night: whoever confirms should know.
    tx.rows<Proposal>`
      select id, kind, years, days, hours, fate, decision, decided_on, authority, basis, valid_from, valid_until as valid_to, proposed_at,
             proposed_by = ${tx.actor.id} as own, access.too_soon(kind, years, valid_from) as soon,
             case when kind = 'documentation' then access.due_count((valid_from + time '03:30') at time zone 'Europe/Stockholm', years) end as due
      from retention_proposal where settled_at is null order by proposed_at, id limit 50`,
  ])
  return { rules, proposals }
}

export async function proposeRule(tx: Write, rule: RuleForm): Promise<void> {
  const [made] = await tx.rows<{ id: string }>`
    insert into retention_proposal (kind, years, days, hours, fate, decision, decided_on, authority, basis, valid_from, valid_until, proposed_by, proposed_at)
    values (${rule.kind}, ${rule.years}, ${rule.days}, ${rule.hours}, ${rule.fate}, ${rule.decision}, ${rule.decided_on}, ${rule.authority},
            ${rule.basis}, ${rule.valid_from}, ${rule.valid_until}, ${tx.actor.id}, ${tx.now})
    returning id`
  await tx.audit('retention.rule-proposed', { object: made!.id })
}

/** R14: whether families would hear of it too late that something leaves sooner than they were told. */
export async function tooSoon(tx: Read, { kind, years, valid_from }: RuleForm): Promise<boolean> {
  const { soon } = await tx.one<{ soon: boolean }>`select access.too_soon(${kind}, ${years}, ${valid_from}) as soon`
  return soon
}

type Answer = 'done' | 'own' | 'late' | 'soon'

/**
 * Says 'done', or why not: 'own' for one's own, 'late' where its first day has come, 'soon' where families would hear of it
 * too late. NotFound where nothing waits.
 */
export async function confirmRule(tx: Write, id: string): Promise<Answer> {
  const { answer } = await tx.one<{ answer: Answer | null }>`select access.confirm_rule(${id}) as answer`
  if (!answer) throw new NotFound()
  if (answer === 'done') await tx.audit('retention.rule-confirmed', { object: id })
  return answer
}

export async function withdrawRule(tx: Write, id: string): Promise<void> {
  const [gone] = await tx.rows`
    update retention_proposal set settlement = 'withdrawn', settled_by = ${tx.actor.id}, settled_at = ${tx.now}
    where id = ${id} and settled_at is null returning 1`
  if (!gone) throw new NotFound()
  await tx.audit('retention.rule-withdrawn', { object: id })
}

type Form = { errors: Errors; typed: Record<string, string>; problem: string | null }

export function rulesPage(
  { rules, proposals }: Awaited<ReturnType<typeof enteredRules>>,
  today: string,
  form: Form,
  language: Language,
  t: Translate,
) {
  const { date } = dates(language, () => noon(today))
  const facts = (rule: Entered) => [
    { label: t('retention.overview.decision'), value: decisionOf(rule, date) },
    ...(rule.authority
      ? [{ label: t('retention.rules.authority'), value: t(`retention.authority.${rule.authority}`) }]
      : []),
    ...(rule.basis ? [{ label: t('retention.rules.basis'), value: t(`retention.basis.${rule.basis}`) }] : []),
    { label: t('retention.overview.valid'), value: span(rule, date, t) },
  ]
  const options = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, label: t(`retention.${group}.${value}`) }))
  return {
    title: t('retention.rules.title'),
    kinds: kinds.map((kind: Kind) => ({
      name: t(`retention.kind.${kind}`),
      rules: rules
        .filter((rule) => rule.kind === kind)
        .map((rule) => ({
          words: ruleInWords(rule, t),
          label: t(`retention.rules.${(rule.valid_from ?? '') <= today ? 'now' : 'later'}`),
          status: (rule.valid_from ?? '') <= today ? 'yes' : 'waiting',
          facts: facts(rule),
        })),
    })),
    proposals: proposals.map((each) => ({
      name: t(`retention.kind.${each.kind}`),
      words: ruleInWords(each, t),
      facts: facts(each),
      by: t(`retention.rules.by-${each.own ? 'you' : 'other'}`, { day: date(each.proposed_at) }),
      due: each.due === null ? null : t(`retention.rules.due-${each.fate}`, { count: each.due }),
      // It can no longer be confirmed as it stands.
      over:
        each.valid_from <= today ? t('retention.rules.late') : each.soon ? t('retention.problem.confirm-soon') : null,
      confirm: each.own || each.soon || each.valid_from <= today ? null : addresses.proposal(each.id, 'confirm'),
      withdraw: addresses.proposal(each.id, 'withdraw'),
      label: t('retention.rules.named', {
        kind: t(`retention.kind.${each.kind}`).toLowerCase(),
        decision: each.decision,
      }),
    })),
    form: {
      ...form,
      action: addresses.rules,
      open: Object.keys(form.errors).length > 0,
      kinds: [{ value: '', label: t('retention.rules.choose') }, ...options(kinds, 'kind')],
      fates: options(['delete', 'preserve'], 'fate'),
      authorities: options(authorities, 'authority'),
      bases: options(bases, 'basis'),
    },
  }
}

function span({ valid_from, valid_to, decided_on }: Entered, date: (day: Date) => string, t: Translate): string {
  const from = date(noon(valid_from ?? decided_on))
  return valid_to
    ? t('retention.overview.validBetween', { from, to: date(noon(valid_to)) })
    : t('retention.overview.validSince', { from })
}

import { addresses } from '../web/addresses.ts'
import { dates, noon } from '../web/dates.ts'
import type { Errors } from '../web/forms.ts'
import type { Language, Translate } from '../web/language.ts'
import type { Coming, Handover, Setting } from './queries.ts'

/** What a guardian is told on the start page: what happens, when, to whom it is open; and what is asked, where it waits. */
export function handoverNotice(
  child: { id: string; given_name: string; handover?: Handover | null },
  now: Date,
  language: Language,
  t: Translate,
) {
  const { handover } = child
  if (!handover) return null
  const { date } = dates(language, () => now)
  const { stage, day, from = '', to = '', gate = null, mine = null } = handover
  const said = { name: child.given_name, day: date(noon(day)), from, to }
  const asked = gate !== null && (stage === 'coming' || stage === 'done')
  return {
    text: t(`handover.notice.${asked ? [stage, gate].join('-') : stage}`, said),
    mine: asked && mine ? t(`handover.notice.mine-${mine}`) : null,
    question: asked && gate === 'waits' ? t('handover.notice.question', said) : null,
    action: asked ? addresses.handover(child.id) : null,
    // Where it is open, only the way back is offered; where it waits, both.
    answers: !asked
      ? []
      : (['yes', 'no'] as const)
          .filter((answer) => (gate === 'waits' ? answer !== mine : answer === 'no'))
          .map((answer) => ({ value: answer, label: t(`handover.notice.${answer}`, said) })),
    export:
      stage === 'leaving' || stage === 'left'
        ? { href: addresses.export(child.id), label: t('handover.notice.save', said) }
        : null,
  }
}

type Form = { of: string | undefined; errors: Errors; typed: Record<'guardian' | 'answer' | 'origin', string> }

export function waitingPage(
  { waits_from, law_from }: Setting,
  coming: Coming[],
  among: { schools: { id: string; name: string }[]; school: string | null },
  form: Form,
  now: Date,
  language: Language,
  t: Translate,
) {
  const { date } = dates(language, () => now)
  return {
    title: t('handover.page.title'),
    on: waits_from !== null,
    setting: waits_from
      ? t('handover.page.waits', { from: date(noon(waits_from)), until: date(noon(law_from)) })
      : t('handover.page.automatic'),
    action: addresses.handovers,
    schools: {
      value: among.school ?? '',
      options: [
        { value: '', label: t('handover.page.every-school') },
        ...among.schools.map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
    more:
      coming[0] && coming[0].total > coming.length
        ? t('handover.page.more', { shown: coming.length, count: coming[0].total })
        : null,
    waiting: coming.filter(({ waits }) => waits).map(line),
    open: coming.filter(({ waits }) => !waits).map(line),
  }

  function line({ child_id, name, day, unit_name, guardians }: Coming) {
    return {
      id: child_id.slice(0, 8),
      name,
      begins: t('handover.page.begins', { unit: unit_name, day: date(noon(day)) }),
      said: guardians.map((each) => t(`handover.page.said-${each.answer ?? 'nothing'}`, { name: each.name })),
      action: addresses.registerHandover(child_id),
      guardians: guardians.map((each) => ({ value: each.id, label: each.name })),
      errors: form.of === child_id ? form.errors : {},
      typed: form.of === child_id ? form.typed : { guardian: '', answer: '', origin: '' },
      open: form.of === child_id,
    }
  }
}

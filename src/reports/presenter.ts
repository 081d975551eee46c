import type { KeyStore } from '../crypto/key-store.ts'
import { openCard } from '../documentation/content.ts'
import { headingOf } from '../documentation/presenter.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { Reportable, Reported } from './queries.ts'
import { reportReasons } from './reasons.ts'

/** What one says is wrong. */
export function reportPage(item: Reportable, keys: KeyStore, errors: Errors, t: Translate) {
  return {
    title: t('reports.new.title'),
    heading: headingOf(openCard(keys, item), t),
    action: addresses.report(item.id),
    errors,
    before: item.before,
    options: reportReasons.map((value) => ({ value, label: t(`reports.label.reason.${value}`) })),
    back: { href: addresses.document(item.id), label: t('reports.new.back') },
  }
}

/** What was reported: a principal decides, a writer sees what became of it. */
export function reportsPage(rows: Reported[], keys: KeyStore, deciding: boolean, errors: Errors, t: Translate) {
  return {
    title: t('reports.list.title'),
    lead: t(deciding ? 'reports.list.lead-principal' : 'reports.list.lead-writer'),
    deciding,
    errors,
    items: rows.map((row) => ({
      heading: headingOf(openCard(keys, row), t),
      href: addresses.document(row.id),
      action: addresses.decide(row.id),
      publishedAt: row.published_at,
      audienceLabel: t(`documentation.label.audience.${row.audience}`),
      state: row.decision ?? 'waiting',
      stateLabel: t(`reports.label.state.${row.decision ?? 'waiting'}`),
      decidedAt: row.decided_at,
      said: row.said.map(({ reason, role }) =>
        t('reports.list.said', { who: t(`web.role.${role}`), what: t(`reports.label.reason.${reason}`) }),
      ),
    })),
    back: { href: addresses.staff, label: t('documentation.editor.back') },
  }
}

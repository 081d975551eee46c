import { openSaid } from '../comments/sealing.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { openCard, openItemKey } from '../documentation/content.ts'
import { headingOf, signatureOf } from '../documentation/presenter.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { Unworded } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { linesByField, questionErrors, questionsOf } from '../wording/presenter.ts'
import type { Reportable, ReportableComment, Reported, ReportedComment } from './queries.ts'
import { commentReasons, type Reason, reportReasons } from './reasons.ts'

/** Words to a comment's writer that could not be taken, for showing again. */
export type TriedDecision = { comment: string; reason: string; unworded?: Unworded; answers: Answers }

/** What one says is wrong. */
export function reportPage(item: Reportable, keys: KeyStore, errors: Errors, t: Translate) {
  return {
    title: t('reports.new.title'),
    heading: headingOf(openCard(keys, item), t),
    action: addresses.report(item.id),
    errors,
    before: item.before,
    what: t('reports.new.what'),
    options: optionsOf(reportReasons, t),
    back: { href: addresses.document(item.id), label: t('reports.new.back') },
  }
}

/** The same of a comment, which stands there again. */
export function reportCommentPage(comment: ReportableComment, keys: KeyStore, errors: Errors, t: Translate) {
  const itemKey = openItemKey(keys, { ...comment, id: comment.document_id })
  return {
    title: t('reports.new.title-comment'),
    heading: openSaid(itemKey, comment.id, comment.sealed_text).text,
    action: addresses.reportComment(comment.id),
    errors,
    before: comment.before,
    what: t('reports.new.what-comment'),
    options: optionsOf(commentReasons, t),
    back: { href: `${addresses.document(comment.document_id)}#comments`, label: t('reports.new.back') },
  }
}

const optionsOf = (reasons: readonly Reason[], t: Translate) =>
  reasons.map((value) => ({ value, label: t(`reports.label.reason.${value}`) }))

/** What was reported: a principal decides, a writer sees what became of it. */
export function reportsPage(
  { items, comments }: { items: Reported[]; comments: ReportedComment[] },
  keys: KeyStore,
  deciding: boolean,
  { errors, tried }: { errors: Errors; tried?: TriedDecision | undefined },
  t: Translate,
) {
  const label = () => t('comments.reason')
  const wording = tried?.unworded
    ? questionsOf(tried.unworded.remarks, { ...tried.unworded, ...tried, label }, t)
    : null
  return {
    title: t('reports.list.title'),
    lead: t(deciding ? 'reports.list.lead-principal' : 'reports.list.lead-writer'),
    deciding,
    errors: { ...errorsBeside(errors, tried), ...(wording ? questionErrors(wording) : {}) },
    items: items.map((row) => ({
      heading: headingOf(openCard(keys, row), t),
      href: addresses.document(row.id),
      action: addresses.decide(row.id),
      publishedAt: row.published_at,
      audienceLabel: t(`documentation.label.audience.${row.audience}`),
      ...standing(row, t),
    })),
    comments: comments.map((row) => {
      const { text, signature } = openSaid(openItemKey(keys, { ...row, id: row.document_id }), row.id, row.sealed_text)
      const again = tried?.comment === row.id
      return {
        id: row.id,
        text,
        signature: signatureOf(signature, row.author_hidden),
        childId: row.child_id,
        heading: t('comments.thread', { name: row.child_name }),
        writtenAt: row.written_at,
        href: `${addresses.document(row.document_id)}#comments`,
        action: addresses.decideOnComment(row.id),
        typed: again ? tried.reason : null,
        error: again ? errors.reason : undefined,
        wording: again ? wording : null,
        remarks: again && tried.unworded ? (linesByField(tried.unworded.remarks, t).reason ?? []) : [],
        ...standing(row, t),
      }
    }),
    back: { href: addresses.staff, label: t('documentation.editor.back') },
  }
}

function standing({ decision, decided_at, said }: Pick<Reported, 'decision' | 'decided_at' | 'said'>, t: Translate) {
  return {
    state: decision ?? 'waiting',
    stateLabel: t(`reports.label.state.${decision ?? 'waiting'}`),
    decidedAt: decided_at,
    said: said.map(({ reason, role }) =>
      t('reports.list.said', { who: t(`web.role.${role}`), what: t(`reports.label.reason.${reason}`) }),
    ),
  }
}

// As the fields are named on the page, where several stand on it.
const errorsBeside = (errors: Errors, tried: TriedDecision | undefined): Errors =>
  tried
    ? Object.fromEntries(Object.entries(errors).map(([name, error]) => [`${name}-${tried.comment}`, error]))
    : errors

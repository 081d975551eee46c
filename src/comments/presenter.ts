import { signatureOf } from '../documentation/presenter.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { Remark } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { type Line, linesByField, questionErrors, questionsOf } from '../wording/presenter.ts'
import type { CommentRow, Talk } from './queries.ts'
import { openReason, openSaid } from './sealing.ts'

/** What was typed and could not be taken, for showing again. */
export type Tried = {
  child?: string
  text?: string
  comment?: string
  reason?: string
  errors: Errors
  /** What the check said of it, and what was answered. */
  said?: { remarks: readonly Remark[]; acknowledged: boolean; answers: Answers } | undefined
}

type Given = {
  actorId: string
  family: boolean
  pupil: boolean
  documentId: string
  tried: Tried | undefined
  t: Translate
}

/** What has been said of an item, family by family, with the forms that go on from it. */
export function talk(itemKey: Buffer, { comments, open }: Talk, given: Given) {
  const { t, family, tried } = given
  const label = () => t(tried?.comment ? 'comments.reason' : 'comments.text')
  const wording = tried?.said ? questionsOf(tried.said.remarks, { ...tried.said, label }, t) : null
  const lines = tried?.said ? Object.values(linesByField(tried.said.remarks, t)).flat() : []
  const children = new Map([
    ...open.map((child) => [child.id, child.name] as const),
    ...comments.map((comment) => [comment.child_id, comment.child_name] as const),
  ])
  return {
    heading: t('comments.heading'),
    // Whoever writes is told who will read it, before the first word.
    hint: t(given.pupil ? 'comments.hint-pupil' : family ? 'comments.hint' : 'comments.hint-staff'),
    label: t(given.pupil ? 'comments.label-pupil' : family ? 'comments.label' : 'comments.label-staff'),
    action: addresses.comments(given.documentId),
    errors: { ...errorsBeside(tried, children.size), ...(wording ? questionErrors(wording) : {}) },
    threads: [...children].map(([id, name]) => ({
      child: id,
      heading: children.size > 1 || !family ? t('comments.thread', { name }) : null,
      comments: comments
        .filter((comment) => comment.child_id === id)
        .map((row) => said(itemKey, row, given, { wording, lines })),
      writes: open.some((child) => child.id === id),
      text: tried?.child === id ? (tried.text ?? '') : '',
      error: tried?.child === id ? tried.errors.text : undefined,
      wording: tried?.child === id ? wording : null,
      remarks: tried?.child === id ? lines : [],
    })),
  }
}

// As the fields are named on the page, where several stand on it.
function errorsBeside(tried: Tried | undefined, threads: number): Errors {
  if (!tried) return {}
  const suffix = tried.comment ?? (threads > 1 ? tried.child : undefined)
  return Object.fromEntries(
    Object.entries(tried.errors).map(([name, error]) => [suffix ? `${name}-${suffix}` : name, error]),
  )
}

function said(
  itemKey: Buffer,
  row: CommentRow,
  { actorId, family, tried, t }: Given,
  { wording, lines }: { wording: ReturnType<typeof questionsOf> | null; lines: Line[] },
) {
  const { text, signature } = openSaid(itemKey, row.id, row.sealed_text)
  const own = row.author_id === actorId
  return {
    id: row.id,
    text,
    signature: signatureOf(signature, row.author_hidden),
    writtenAt: row.written_at,
    reason: row.sealed_reason ? openReason(itemKey, row.id, row.sealed_reason) : null,
    withdraw: own ? addresses.withdrawComment(row.id) : null,
    hide:
      !family && !row.sealed_reason && !row.reported && /guardian|pupil/.test(row.author_role)
        ? addresses.hideComment(row.id)
        : null,
    report: own || row.reported || row.sealed_reason ? null : addresses.reportComment(row.id),
    // Until it is decided; kept hidden, the words to its writer say it.
    reported:
      row.reported && !row.sealed_reason
        ? {
            text: t(own ? 'comments.reported-own' : 'comments.reported'),
            href: own ? null : addresses.reports,
          }
        : null,
    typed: tried?.comment === row.id ? (tried.reason ?? '') : null,
    error: tried?.comment === row.id ? tried.errors.reason : undefined,
    wording: tried?.comment === row.id ? wording : null,
    remarks: tried?.comment === row.id ? lines : [],
  }
}

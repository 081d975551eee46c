import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { Package } from './queries.ts'

type Form = { of: string | undefined; errors: Errors; typed: Record<'receipt' | 'checksum', string> }

export function packagesPage(found: Package[], form: Form, t: Translate) {
  return {
    title: t('archive.page.title'),
    open: found.filter(({ closed_at }) => !closed_at).map((each) => shown(each, form, t)),
    done: found.filter(({ closed_at }) => closed_at).map((each) => shown(each, form, t)),
  }
}

function shown(each: Package, form: Form, t: Translate) {
  const { id, items, packed, bytes, checksum, planned_at, ready_at, fetched_at, received_at, receipt, closed_at } = each
  const stage = closed_at ? 'done' : received_at ? 'received' : fetched_at ? 'fetched' : ready_at ? 'ready' : 'packing'
  const mine = form.of === id
  return {
    id,
    number: id.slice(0, 8),
    stage,
    status: { packing: 'waiting', ready: 'waiting', fetched: 'waiting', received: 'yes', done: 'yes' }[stage],
    label: t(`archive.label.stage.${stage}`),
    words: t(`archive.stage.${stage}`, { count: items }),
    packed:
      stage === 'packing' ? { done: packed, items, label: t('archive.page.packed', { done: packed, items }) } : null,
    facts: [
      { label: t('archive.page.planned'), date: planned_at },
      { label: t('archive.page.items'), value: String(items) },
      { label: t('archive.page.decision'), value: each.decision },
      ...(bytes
        ? [{ label: t('archive.page.size'), value: t('archive.page.megabytes', { count: megabytes(bytes) }) }]
        : []),
      ...(fetched_at ? [{ label: t('archive.page.fetched'), date: fetched_at }] : []),
      ...(received_at ? [{ label: t('archive.page.received'), date: received_at }] : []),
      ...(receipt ? [{ label: t('archive.page.receipt'), value: receipt }] : []),
      ...(closed_at ? [{ label: t('archive.page.closed'), date: closed_at }] : []),
    ],
    // Before the receipt the archive says it first: read off the page, a checksum proves nothing.
    checksum: received_at ? checksum!.toString('hex') : null,
    fetch: ready_at && !closed_at ? addresses.archivePackage(id) : null,
    sign:
      fetched_at && !received_at && !closed_at
        ? { action: addresses.archiveReceipt(id), errors: mine ? form.errors : {}, typed: mine ? form.typed : empty }
        : null,
  }
}

const empty = { receipt: '', checksum: '' }
const megabytes = (bytes: number) => Math.max(1, Math.round(bytes / 1_000_000))

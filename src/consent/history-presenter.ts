import { may, type Role } from '../access/roles.ts'
import { addresses } from '../web/addresses.ts'
import { languages, type Translate } from '../web/language.ts'
import type { ChildHistory, HistoryRow, PaperRow } from './history.ts'
import type { GivenText } from './paper.ts'
import { whatOf } from './presenter.ts'
import { questions } from './questions.ts'
import { largestScanMegabytes } from './scan.ts'

/** One child's answers as consent/history shows them: what holds, the papers, answer by answer, and each text whole. */
export function presentHistory(history: ChildHistory, texts: GivenText[], role: Role, t: Translate) {
  const follows = may(role, 'consent.register')
  const registers = follows && !history.own
  const named = new Map(history.texts.map((text) => [text.id, { ...text, heading: nameOf(text, t) }]))
  const anybody = t('consent.history.somebody')
  const answered = (row: HistoryRow) =>
    `${whatOf(row.medium, row.level, t)}: ${t(`consent.history.answer.${row.answer}`)}`
  return {
    title: t('consent.history.title', { name: history.name }),
    back: { href: addresses.consents, label: t('consent.admin.title') },
    cells: questions.map(({ medium, level, input }) => {
      const status =
        history.statuses.find((each) => each.medium === medium && each.level === level)?.status ?? 'not_asked'
      return { input, what: whatOf(medium, level, t), status, label: t(`consent.label.status.${status}`) }
    }),
    papers: history.papers.map((paper) => ({
      ...paper,
      mine: paper.mine || history.own,
      heading: t('consent.paper.signed', { name: paper.whose ?? anybody }),
      answers: history.rows
        .filter((row) => row.paper_id === paper.id)
        .map(answered)
        .reverse(),
      entered_by: paper.entered_by ?? anybody,
      countersigned_by: paper.countersigned_by ?? anybody,
      open: follows ? { href: addresses.consentPaper(paper.id), label: t(`consent.paper.open-${paper.kind}`) } : null,
      sign: registers && mayCountersign(paper) ? addresses.consentPaper(paper.id) : null,
    })),
    sittings: sittingsOf(history.rows).map(([first, ...more]) => ({
      at: first.answered_at,
      whose: first.own ? t('consent.history.child') : (first.whose ?? anybody),
      origin: t(`consent.history.origin.${first.origin}`, { name: first.entered_by ?? anybody }),
      text: named.get(first.text_id)?.heading ?? '',
      anchor: `text-${first.text_id}`,
      answers: [first, ...more].map(answered).reverse(),
    })),
    texts: [...named.values()].map(({ id, heading, body }) => ({
      anchor: `text-${id}`,
      heading,
      paragraphs: body.split('\n\n'),
    })),
    forms: follows
      ? languages.map((language) => ({
          href: `${addresses.consentForm(history.id)}?language=${language}`,
          label: t(`consent.form.one-${language}`, { name: history.name }),
        }))
      : [],
    register: registers
      ? {
          action: addresses.consentHistory(history.id),
          guardians: history.guardians.map(({ id, name }) => ({ value: id, label: name })),
          texts: texts.map((text) => ({ value: text.id, label: nameOf(text, t) })),
          max: largestScanMegabytes,
          options: [
            { value: '', label: t('consent.paper.none') },
            { value: 'yes', label: t('consent.child.yes') },
            { value: 'no', label: t('consent.child.no') },
          ],
        }
      : null,
  }
}

function nameOf({ title, version, language }: Pick<GivenText, 'title' | 'version' | 'language'>, t: Translate): string {
  return t('consent.history.text', { title, version, language: t(`consent.history.language.${language}`) })
}

type Sitting = [HistoryRow, ...HistoryRow[]]

// What one person said at one time in one way is read together.
function sittingsOf(rows: HistoryRow[]): Sitting[] {
  const together = (a: HistoryRow, b: HistoryRow) =>
    a.answered_at === b.answered_at &&
    a.whose === b.whose &&
    a.own === b.own &&
    a.origin === b.origin &&
    a.entered_by === b.entered_by &&
    a.text_id === b.text_id
  const sittings: Sitting[] = []
  for (const row of rows) {
    const last = sittings.at(-1)
    if (last && together(last[0], row)) last.push(row)
    else sittings.push([row])
  }
  return sittings
}

function mayCountersign(paper: PaperRow): boolean {
  return !paper.mine && paper.countersigned_at === null
}

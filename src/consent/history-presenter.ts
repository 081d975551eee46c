import { may, type Role } from '../access/roles.ts'
import { addresses } from '../web/addresses.ts'
import { languages, type Translate } from '../web/language.ts'
import type { ChildHistory, PaperRow } from './history.ts'
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
        .map((row) => `${whatOf(row.medium, row.level, t)}: ${t(`consent.history.answer.${row.answer}`)}`)
        .reverse(),
      entered_by: paper.entered_by ?? anybody,
      countersigned_by: paper.countersigned_by ?? anybody,
      open: follows ? { href: addresses.consentPaper(paper.id), label: t(`consent.paper.open-${paper.kind}`) } : null,
      sign: registers && mayCountersign(paper) ? addresses.consentPaper(paper.id) : null,
    })),
    rows: history.rows.map((row) => ({
      at: row.answered_at,
      what: whatOf(row.medium, row.level, t),
      answer: t(`consent.history.answer.${row.answer}`),
      whose: row.own ? t('consent.history.child') : (row.whose ?? anybody),
      origin: t(`consent.history.origin.${row.origin}`, { name: row.entered_by ?? anybody }),
      text: named.get(row.text_id)?.heading ?? '',
      anchor: `text-${row.text_id}`,
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

function mayCountersign(paper: PaperRow): boolean {
  return !paper.mine && paper.countersigned_at === null
}

import { mark, type Paper, styles } from '../export/paper.ts'
import { dates } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'
import type { FormChild } from './blank-form-queries.ts'
import type { CurrentText } from './queries.ts'
import { media, questions } from './questions.ts'

export type BlankForm = {
  text: CurrentText
  language: Language
  t: Translate
  now: Date
  /** Where one says so who will not use the portal. */
  phone: string
}

const box = 15
/** From the right edge to each of the two boxes: the same box and the same letters for both. */
const places = { yes: 118, no: 54 } as const
const ink = '#1c2044'

/** At the foot of every page, so that a loose sheet says whose it is and which text was signed. */
export function footOf(child: FormChild | null, { text, t, language, now }: BlankForm): [string, string] {
  const version = t('consent.form.version', {
    version: text.version,
    language: t(`consent.history.language.${language}`),
    from: dates(language, () => now).date(text.valid_from),
  })
  return [child ? `${child.name}. ${version}` : version, text.title]
}

/**
 * Decision 10: the question as it stands today, whole, with room for the answers and the signature of one guardian; yes
 * and no in equal weight. `child` null: a blank where the child's name is written by hand.
 */
export function drawForm(sheet: Paper, child: FormChild | null, { text, t, phone, language, now }: BlankForm): void {
  const { doc, say } = sheet
  const { left } = doc.page.margins
  const from = dates(language, () => now).date(text.valid_from)
  sheet.part()
  mark(sheet, 34)
  say('H1', { ...styles.title, size: 22 }, text.title)
  doc.y += 4
  if (child) {
    say('P', styles.strong, t('consent.form.about', { name: child.name }))
    if (child.place) say('P', styles.small, child.place)
  } else {
    lineFor(sheet, t('consent.form.child'))
    lineFor(sheet, t('consent.form.place'))
  }
  doc.y += 8
  for (const paragraph of text.body.split('\n\n')) {
    say('P', { ...styles.body, size: 10.5, lineGap: 3 }, paragraph)
    doc.y += 6
  }
  say('P', styles.small, t('consent.child.version', { version: text.version, from }))

  doc.addPage()
  say('H2', styles.heading, t('consent.form.answers'))
  say('P', styles.body, t('consent.form.how'))
  for (const medium of media) {
    doc.y += 8
    sheet.need(90)
    say('H3', styles.strong, t(`consent.label.medium.${medium}`))
    say('P', styles.body, t(`consent.label.mediumExplanation.${medium}`))
    doc.y += 4
    for (const { level } of questions.filter((question) => question.medium === medium)) {
      sheet.need(40)
      const y = doc.y
      const room = sheet.width - places.yes - 14
      sheet.sayAt('P', styles.strong, t(`consent.label.level.${level}`), { x: left, y, width: room })
      for (const answer of ['yes', 'no'] as const) {
        const x = left + sheet.width - places[answer]
        sheet.ornament(() => doc.rect(x, y - 1, box, box).lineWidth(1.2).strokeColor(ink).stroke())
        sheet.sayAt('P', styles.strong, t(`consent.child.${answer}`), { x: x + box + 6, y, width: 40 })
      }
      doc.y = y + 16
      const explanation = t(`consent.label.levelExplanation.${level}`)
      sheet.narrow('P', styles.small, explanation, room)
      doc.y += 7
    }
  }
  sheet.need(190)
  doc.y += 10
  say('H2', styles.heading, t('consent.form.sign'))
  say('P', styles.body, t('consent.form.each'))
  for (const what of ['signature', 'clear', 'day'] as const) lineFor(sheet, t(`consent.form.${what}`))
  doc.y += 6
  say('P', styles.small, t('consent.form.withdraw', { phone }))
}

// Somewhere to write by hand, with what belongs there below.
function lineFor(sheet: Paper, label: string): void {
  const { doc } = sheet
  const { left } = doc.page.margins
  doc.y += 26
  sheet.ornament(() =>
    doc
      .moveTo(left, doc.y)
      .lineTo(left + sheet.width * 0.7, doc.y)
      .lineWidth(0.9)
      .strokeColor(ink)
      .stroke(),
  )
  doc.y += 3
  sheet.say('P', styles.small, label)
}

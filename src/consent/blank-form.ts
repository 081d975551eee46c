import { mark, type Paper, styles } from '../export/paper.ts'
import { dates } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'
import type { FormChild } from './blank-form-queries.ts'
import type { CurrentText } from './queries.ts'
import { type Level, media, questions } from './questions.ts'

export type BlankForm = {
  text: CurrentText
  language: Language
  t: Translate
  now: Date
  /** Who asks, and where one says so who will not use the portal. */
  municipality: { name: string; phone: string }
}

// Small enough that text and answers come to two pages: one sheet, where the text is no longer than ours.
const body = { ...styles.body, size: 10, lineGap: 2 }
const strong = { ...styles.strong, size: 10.5, lineGap: 1 }
const small = { ...styles.small, size: 8.5, lineGap: 1 }

const box = 15
/** From the right edge to each of the two boxes: the same box and the same letters for both. */
const places = { yes: 112, no: 50 } as const
const ink = '#1c2044'

/** At the foot of every page, so that a loose sheet says whose it is and which text was signed. */
export function footOf(child: FormChild | null, { text, t, language, now, municipality }: BlankForm): [string, string] {
  const version = t('consent.form.version', {
    version: text.version,
    language: t(`consent.history.language.${language}`),
    from: dates(language, () => now).date(text.valid_from),
  })
  return [child ? `${child.name}. ${version}` : version, `${municipality.name}: ${text.title}`]
}

/**
 * Decision 10: the question as it stands today, whole, with room for the answers and the signature of one guardian; yes
 * and no in equal weight. `child` null: a blank where the child's name is written by hand.
 */
export function drawForm(sheet: Paper, child: FormChild | null, form: BlankForm): void {
  const { doc, say } = sheet
  const { text, t, language, now } = form
  sheet.part()
  mark(sheet, 30)
  say('H1', { ...styles.title, size: 20 }, text.title)
  doc.y += 4
  if (child) {
    say('P', strong, t('consent.form.about', { name: child.name }))
    if (child.place) say('P', small, child.place)
  } else writeHere(sheet, [t('consent.form.child'), t('consent.form.place')])
  doc.y += 8
  for (const paragraph of text.body.split('\n\n')) {
    say('P', body, paragraph)
    doc.y += 5
  }
  const from = dates(language, () => now).date(text.valid_from)
  say('P', small, t('consent.child.version', { version: text.version, from }))

  doc.addPage()
  say('H2', { ...styles.heading, size: 16 }, t('consent.form.answers'))
  say('P', body, t('consent.form.how'))
  for (const medium of media) {
    doc.y += 7
    sheet.need(80)
    say('H3', strong, t(`consent.label.medium.${medium}`))
    say('P', body, t(`consent.label.mediumExplanation.${medium}`))
    doc.y += 3
    for (const { level } of questions.filter((question) => question.medium === medium)) choice(sheet, level, t)
  }
  sheet.need(130)
  doc.y += 7
  say('H2', strong, t('consent.form.sign'))
  say('P', body, t('consent.form.each'))
  writeHere(sheet, [t('consent.form.signature'), t('consent.form.day')])
  writeHere(sheet, child ? [t('consent.form.clear')] : [t('consent.form.clear'), t('consent.form.child')])
  doc.y += 3
  say('P', small, t('consent.form.withdraw', { phone: form.municipality.phone }))
}

function choice(sheet: Paper, level: Level, t: Translate): void {
  const { doc } = sheet
  const { left } = doc.page.margins
  sheet.need(36)
  const y = doc.y
  const room = sheet.width - places.yes - 12
  sheet.sayAt('P', strong, t(`consent.label.level.${level}`), { x: left, y, width: room })
  for (const answer of ['yes', 'no'] as const) {
    const x = left + sheet.width - places[answer]
    sheet.ornament(() => doc.rect(x, y, box, box).lineWidth(1.2).strokeColor(ink).stroke())
    sheet.sayAt('P', strong, t(`consent.child.${answer}`), { x: x + box + 6, y: y + 1, width: 40 })
  }
  doc.y = y + 13
  sheet.narrow('P', small, t(`consent.label.levelExplanation.${level}`), room)
  doc.y = Math.max(doc.y, y + box) + 6
}

// Lines to write on by hand, with what belongs there below: one, or a long one and a short.
function writeHere(sheet: Paper, labels: string[]): void {
  const { doc } = sheet
  const { left } = doc.page.margins
  const y = doc.y + 24
  for (const [index, label] of labels.entries()) {
    const x = left + index * sheet.width * 0.68
    const width = sheet.width * (index === 0 ? 0.62 : 0.32)
    sheet.ornament(() =>
      doc
        .moveTo(x, y)
        .lineTo(x + width, y)
        .lineWidth(0.9)
        .strokeColor(ink)
        .stroke(),
    )
    sheet.sayAt('P', small, label, { x, y: y + 3, width })
  }
  doc.y = y + 16
}

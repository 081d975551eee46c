import { openSaid } from '../comments/sealing.ts'
import { openAlt, openContent, openItemKey } from '../documentation/content.ts'
import { leaving } from '../documentation/leaving.ts'
import { blocksOf } from '../documentation/notation.ts'
import { correctedOn, signatureOf, signaturesOf } from '../documentation/presenter.ts'
import { shownGoals } from '../goals/presenter.ts'
import { lengthOf } from '../media/presenter.ts'
import { addresses } from '../web/addresses.ts'
import { dates } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'
import { type Doc, type Paper, styles } from './paper.ts'
import { type Opening, type PaperPicture, paperPicture } from './pictures.ts'
import type { PaperRow } from './queries.ts'

const tallest = 300

/** What an item should have room for before the page turns: its heading and a smaller picture. */
export const itemRoom = 250
const gap = 10

type Manner = {
  t: Translate
  language: Language
  tag: 'H1' | 'H3'
  bookmarks: Doc['outline']
  /** Films and sounds lie beside the paper, under their id. */
  beside?: boolean
}

/**
 * One item as it stands on paper. Whom else it is about is not named: what leaves the portal carries no more names of
 * other people's children than the texts themselves do (docs/decisions/0041).
 */
export async function itemOnPaper(
  paper: Paper,
  row: PaperRow,
  services: Opening,
  { t, language, tag, bookmarks, beside }: Manner,
): Promise<void> {
  const itemKey = openItemKey(services.keys, row)
  const content = openContent(itemKey, row)
  const { date } = dates(language, services.clock)
  const title = content.title || t('documentation.item.untitled', { date: date(row.published_at) })
  const seen = row.media.filter(({ kind }) => kind !== 'sound')
  const pictures = await Promise.all(
    seen.map(({ id, sealed_alt }, index) => {
      const said = openAlt(itemKey, id, Buffer.from(sealed_alt, 'base64'))
      const alt = said || t('export.paper.picture', { number: index + 1, count: seen.length, title })
      return paperPicture(services, itemKey, { id, alt }, seen.length === 1)
    }),
  )

  // The staff write in Swedish, whatever the reader has chosen for the rest.
  paper.part(language === 'sv' ? undefined : 'sv')
  bookmarks.addItem(title)
  paper.say(tag, tag === 'H1' ? styles.title : styles.heading, title)
  paper.doc.y += 4
  const place = row.audience === 'child' ? '' : row.audience === 'group' ? row.group_name : row.unit_name
  const label = t(`documentation.label.audience.${row.audience}`)
  const corrected = correctedOn(content, { t, language, clock: services.clock })
  const meta = [date(row.published_at), corrected, place ? `${label}, ${place}` : label].filter(Boolean)
  paper.say('P', styles.small, meta.join(' · '))
  paper.doc.y += 10
  show(
    paper,
    pictures.filter((picture) => picture !== undefined),
  )
  if (pictures.includes(undefined)) paper.say('P', styles.small, t('export.paper.picture-gone'))
  // Of what moves and sounds: what it is, how long, and where it is seen.
  for (const { id, kind, seconds, sealed_alt } of row.media) {
    if (kind === 'photo') continue
    const about = openAlt(itemKey, id, Buffer.from(sealed_alt, 'base64'))
    const named = [t(`media.show.${kind}`), lengthOf(seconds)].filter(Boolean).join(', ')
    const { baseUrl } = services.config
    const address = baseUrl && !beside ? new URL(addresses.document(row.id), baseUrl).href : ''
    const where = beside ? '-beside' : address ? '-at' : ''
    paper.say('P', styles.strong, about ? `${named}: ${about}` : named)
    paper.say('P', styles.small, t(`export.paper.${kind}${where}`, { address, id }))
    paper.doc.y += 8
  }
  paper.prose(styles.body, blocksOf(content.text))
  if (content.words) {
    paper.need(50)
    paper.doc.y += 4
    paper.say('P', styles.strong, t('documentation.item.words'))
    paper.quote(styles.body, content.words)
    paper.doc.y += 8
  }
  const goals = shownGoals(row.goals, language, t)
  if (goals.length > 0) {
    // The portal's words, not the staff's.
    paper.part()
    paper.doc.y += 4
    paper.need(60)
    paper.say(tag === 'H1' ? 'H2' : 'H4', styles.strong, t('goals.list.heading'))
    for (const { area, words, reference } of goals) {
      paper.say('P', styles.body, words)
      paper.say('P', styles.small, `${area} · ${reference}`)
      paper.doc.y += 4
    }
  }
  paper.doc.y += 4
  if (row.responsible) paper.say('P', styles.small, `${t('media.show.responsible')}: ${row.responsible}`)
  const written = `${t('documentation.item.signature')}: ${signaturesOf(content, row.author_hidden)}, ${row.unit_name}`
  paper.say('P', styles.small, written)
  // In the archive nothing goes.
  if (beside) return
  const goes = leaving(row, { t, language, clock: services.clock })
  paper.say('P', styles.small, `${goes.label}: ${'date' in goes ? date(goes.date) : goes.value}`)
  talk(paper, row, itemKey, { t, language, tag, date })
}

// What the family and the staff have said of it, in the order in which it was said.
function talk(
  paper: Paper,
  { comments }: PaperRow,
  itemKey: Buffer,
  { t, language, tag, date }: Pick<Manner, 't' | 'language' | 'tag'> & { date: (day: Date) => string },
): void {
  if (comments.length === 0) return
  const several = new Set(comments.map(({ child }) => child)).size > 1
  paper.part(language === 'sv' ? undefined : 'sv')
  paper.doc.y += 8
  paper.need(60)
  paper.say(tag === 'H1' ? 'H2' : 'H4', styles.strong, t('comments.heading'))
  for (const { id, child, written_at, author_hidden, sealed_text } of comments) {
    const { text, signature } = openSaid(itemKey, id, Buffer.from(sealed_text, 'base64'))
    const about = several ? [t('comments.thread', { name: child })] : []
    paper.quote(styles.body, text)
    paper.say(
      'P',
      styles.small,
      [signatureOf(signature, author_hidden), date(new Date(written_at)), ...about].join(' · '),
    )
    paper.doc.y += 4
  }
}

// Rows of two as wide as the text and equally high, so that nothing is cut off; a picture alone as wide as it may.
function show(paper: Paper, pictures: PaperPicture[]): void {
  for (let at = 0; at < pictures.length; at += 2) {
    const row = pictures.slice(at, at + 2)
    const ratios = row.map(({ width, height }) => width / height)
    const room = paper.width - gap * (row.length - 1)
    const height = Math.min(pictures.length === 1 ? tallest : tallest * 0.8, room / ratios.reduce((a, b) => a + b))
    paper.need(height + gap)
    let x = paper.doc.page.margins.left
    const y = paper.doc.y
    for (const [index, { data, alt }] of row.entries()) {
      const box = { x, y, width: height * ratios[index]!, height }
      paper.figure(alt, box, () => {
        paper.doc.save().roundedRect(x, y, box.width, height, 8).clip()
        paper.doc.image(data, x, y, { width: box.width, height })
        paper.doc.restore()
      })
      x += box.width + gap
    }
    paper.doc.y = y + height + gap
  }
  if (pictures.length > 0) paper.doc.y += 6
}

import { join } from 'node:path'
import { dates } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'
import { periodInWords } from './presenter.ts'
import type { Protocol } from './protocol.ts'

const fonts = join(import.meta.dirname, '..', '..', 'views', 'assets', 'fonts')
const margin = 62
const width = 595.28 - 2 * margin

/** The protocol as PDF/A-2b for the archive: fonts and colours inside, nothing that has to be fetched. */
export async function protocolPaper(protocol: Protocol, language: Language, t: Translate): Promise<PDFKit.PDFDocument> {
  const { default: PDFDocument } = await import('pdfkit')
  const { date, dateTime } = dates(language, () => protocol.began)
  const title = t('retention.protocol.title')
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    font: '',
    pdfVersion: '1.7',
    subset: 'PDF/A-2b',
    lang: language,
    displayTitle: true,
    info: { Title: title, Creator: 'Insyn', Producer: 'Insyn', CreationDate: protocol.began, ModDate: protocol.began },
  } as unknown as PDFKit.PDFDocumentOptions)
  doc.registerFont('regular', join(fonts, 'atkinson-hyperlegible-next-regular.ttf'))
  doc.registerFont('bold', join(fonts, 'atkinson-hyperlegible-next-bold.ttf'))
  const heading = (text: string, size: number) => doc.font('bold').fontSize(size).text(text).moveDown(0.5)
  const fact = (label: string, value: string) => {
    doc.font('bold').fontSize(9.5).fillColor('#4d5276').text(label, { width })
    doc.font('regular').fontSize(11).fillColor('#1c2044').text(value, { width, lineGap: 2 }).moveDown(0.5)
  }

  doc.fillColor('#1c2044')
  heading(title, 24)
  fact(t('retention.protocol.authority'), protocol.authority)
  fact(t('retention.protocol.began'), dateTime(protocol.began))
  fact(t('retention.protocol.ended'), protocol.ended ? dateTime(protocol.ended) : '–')
  fact(t('retention.protocol.outcome'), t(`retention.label.outcome.${protocol.outcome}`))
  fact(t('retention.protocol.by'), t(`retention.protocol.by-${protocol.byHand ? 'hand' : 'night'}`))
  fact(t('retention.protocol.method'), t('retention.protocol.method-text'))
  fact(t('retention.protocol.run'), protocol.run)
  for (const entry of protocol.entries) {
    doc.moveDown(0.5)
    heading(t(`retention.kind.${entry.kind}`), 15)
    fact(t('retention.overview.decision'), `${entry.decision} (${date(entry.decidedOn)})`)
    fact(t('retention.protocol.period'), periodInWords(entry.period, t))
    const items = t('retention.protocol.item-count', { count: entry.items })
    fact(t('retention.protocol.removed'), `${items}, ${t('retention.protocol.file-count', { count: entry.files })}`)
    if (entry.from && entry.to) fact(t('retention.protocol.span'), `${date(entry.from)} – ${date(entry.to)}`)
    fact(t('retention.protocol.held'), String(entry.held))
    for (const each of entry.handedOver)
      fact(
        t('retention.protocol.handed-over'),
        t('retention.protocol.package', { id: each.package, receipt: each.receipt }),
      )
    if (entry.lists.length > 0) fact(t('retention.protocol.checksum'), entry.checksum)
  }
  doc.end()
  return doc
}

import { join } from 'node:path'
import type { Block, Span } from '../documentation/notation.ts'
import type { Language, Translate } from '../web/language.ts'

export type Doc = PDFKit.PDFDocument

export type Style = { font: 'regular' | 'bold'; size: number; color: string; lineGap?: number }

const ink = '#1c2044'
const soft = '#4d5276'
const line = '#c9c5ba'
const light = '#fff3d1'

export const styles = {
  title: { font: 'bold', size: 32, color: ink, lineGap: 2 },
  lead: { font: 'regular', size: 14, color: soft, lineGap: 3 },
  month: { font: 'bold', size: 12, color: soft },
  heading: { font: 'bold', size: 19, color: ink, lineGap: 1 },
  body: { font: 'regular', size: 11, color: ink, lineGap: 4 },
  strong: { font: 'bold', size: 11, color: ink, lineGap: 4 },
  small: { font: 'regular', size: 9.5, color: soft, lineGap: 2 },
  foot: { font: 'regular', size: 8, color: soft, lineGap: 1.5 },
} as const satisfies Record<string, Style>

const fonts = join(import.meta.dirname, '..', '..', 'views', 'assets', 'fonts')
const margins = { top: 60, bottom: 92, left: 62, right: 62 }
const width = 595.28 - margins.left - margins.right
/** How far in lists and quotations stand. */
const step = 18

export type Paper = {
  doc: Doc
  width: number
  /** Text in a style, as an element of its own in the structure (`H1`, `P` …), in what is open. */
  say: (tag: string, style: Style, text: string, indent?: number) => void
  /** What somebody wrote: paragraphs, lists and links, each as what it is. */
  prose: (style: Style, blocks: Block[]) => void
  /** Words set apart, as their own. */
  quote: (style: Style, text: string) => void
  /** A part of the document, for screen readers; what is said until the next one stands in it. `lang` where it is another. */
  part: (lang?: string) => void
  /** Something that is seen: with words for who does not see it. */
  figure: (alt: string, box: Box, draw: () => void) => void
  /** For the eye alone. */
  ornament: (draw: () => void) => void
  /** The same no wider than this. */
  narrow: (tag: string, style: Style, text: string, width: number) => void
  /** The same on one line at a place of its own; where the page has got to stays as it is. */
  sayAt: (tag: string, style: Style, text: string, place: { x: number; y: number; width: number }) => void
  /** Another document in the same file: a new page, numbered from one, with a foot of its own. */
  anew: (foot: Foot) => void
  /** Turns the page unless there is so much room left. */
  need: (height: number) => void
  end: () => void
}

export type Box = { x: number; y: number; width: number; height: number }

/** What stands at the foot of every page, beside its number and below: whom it was made for (R7), what it is. */
export type Foot = readonly [beside: string, below: string]

export type Occasion = {
  language: Language
  t: Translate
  /** What viewers and file lists show; names nobody. */
  name: string
  foot: Foot
  now: Date
  /** For an archive: PDF/A instead, tagged as well. */
  kept?: boolean
}

/**
 * An A4 document tagged for screen readers (PDF/UA, for an archive PDF/A-2a): language, title, structure, alternative texts, fonts inside. It is
 * a stream; each page leaves when the next begins, so that a thousand items take no more memory than one.
 */
export async function paper(occasion: Occasion): Promise<Paper> {
  // With its first paper: 15 MB that reading and writing do without.
  const { default: PDFDocument } = await import('pdfkit')
  const { t, now, name } = occasion
  const doc = new PDFDocument({
    size: 'A4',
    margins,
    autoFirstPage: false,
    // No font of the viewer's own: all are inside.
    font: '',
    pdfVersion: '1.7',
    subset: occasion.kept ? 'PDF/A-2a' : 'PDF/UA',
    tagged: true,
    lang: occasion.language,
    displayTitle: true,
    info: { Title: name, Creator: 'Insyn', Producer: 'Insyn', CreationDate: now, ModDate: now },
  } as unknown as PDFKit.PDFDocumentOptions)
  doc.registerFont('regular', join(fonts, 'atkinson-hyperlegible-next-regular.ttf'))
  doc.registerFont('bold', join(fonts, 'atkinson-hyperlegible-next-bold.ttf'))

  let style: Style = styles.body
  const use = (next: Style) => {
    style = next
    doc.font(next.font).fontSize(next.size).fillColor(next.color)
  }

  const root = doc.struct('Document')
  doc.addStructure(root)
  let open = root

  let number = 0
  let lines = occasion.foot
  doc.on('pageAdded', () => {
    number += 1
    // In the middle of a text, perhaps: it goes on as it was.
    const before = { style, x: doc.x, y: doc.y }
    const state = doc as unknown as Continued
    const { _wrapper, _textOptions } = state
    Object.assign(state, { _wrapper: null, _textOptions: null })
    foot(doc, use, lines, t('export.paper.page', { number }))
    Object.assign(state, { _wrapper, _textOptions })
    use(before.style)
    doc.x = before.x
    doc.y = before.y
  })
  doc.addPage()

  const ornament: Paper['ornament'] = (draw) => {
    doc.markContent('Artifact', { type: 'Layout' })
    draw()
    doc.endMarkedContent()
  }

  return {
    doc,
    width,
    ornament,
    part: (lang) => {
      if (open !== root) open.end()
      open = doc.struct('Sect', lang ? { lang } : {})
      root.add(open)
    },
    say: (tag, next, text, indent = 0) => {
      const written = writable(doc, next, text, use)
      open.add(
        doc.struct(
          tag,
          {},
          () =>
            void doc.text(written, margins.left + indent, doc.y, {
              width: width - 2 * indent,
              lineGap: next.lineGap ?? 0,
            }),
        ),
      )
    },
    prose: (next, blocks) => writeBlocks(doc, open, blocks, 0, () => use(next), next),
    quote: (next, text) => {
      const written = writable(doc, next, text, use)
      const quote = doc.struct('BlockQuote')
      open.add(quote)
      const shape = { width: width - 2 * step, lineGap: next.lineGap ?? 0 }
      quote.add(doc.struct('P', {}, () => void doc.text(written, margins.left + step, doc.y, shape)))
      quote.end()
    },
    figure: (alt, box, draw) => {
      const bbox = [box.x, box.y, box.x + box.width, box.y + box.height]
      open.add(doc.struct('Figure', { alt, bbox } as PDFKit.Mixins.StructureElementOptions, draw))
    },
    narrow: (tag, next, text, within) => {
      const written = writable(doc, next, text, use)
      const shape = { width: within, lineGap: next.lineGap ?? 0 }
      open.add(doc.struct(tag, {}, () => void doc.text(written, margins.left, doc.y, shape)))
    },
    sayAt: (tag, next, text, { x, y, width }) => {
      const before = doc.y
      const written = writable(doc, next, text, use)
      open.add(doc.struct(tag, {}, () => void doc.text(written, x, y, { width, lineBreak: false })))
      doc.y = before
    },
    anew: (foot) => {
      lines = foot
      number = 0
      doc.addPage()
    },
    need: (height) => {
      if (doc.y + height > doc.page.maxY()) doc.addPage()
    },
    end: () => {
      if (open !== root) open.end()
      root.end()
      doc.end()
    },
  }
}

// pdfkit's place in a text of several runs: what is written in between, at the foot of a page, has none of its own.
type Continued = { _wrapper: unknown; _textOptions: unknown }

type Structure = ReturnType<Doc['struct']>

function writeBlocks(doc: Doc, into: Structure, blocks: Block[], indent: number, use: () => void, style: Style): void {
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      const paragraph = doc.struct('P')
      into.add(paragraph)
      writeSpans(doc, paragraph, block.spans, indent, use, style)
      paragraph.end()
      doc.y += indent > 0 ? 3 : 8
      continue
    }
    const list = doc.struct('L')
    into.add(list)
    for (const [index, item] of block.items.entries()) {
      use()
      if (doc.y + doc.currentLineHeight(true) > doc.page.maxY()) doc.addPage()
      const y = doc.y
      const label = block.ordered ? `${index + 1}.` : '•'
      const entry = doc.struct('LI')
      list.add(entry)
      entry.add(
        doc.struct(
          'Lbl',
          {},
          () => void doc.text(label, margins.left + indent, y, { width: step * 1.6, lineBreak: false }),
        ),
      )
      doc.y = y
      const body = doc.struct('LBody')
      entry.add(body)
      writeBlocks(doc, body, item, indent + step * 1.3, use, style)
      body.end()
      entry.end()
    }
    list.end()
    doc.y += indent > 0 ? 0 : 5
  }
}

// A paragraph is one text of several runs; a link among them is an element of its own, and can be followed.
function writeSpans(doc: Doc, into: Structure, spans: Span[], indent: number, use: () => void, style: Style): void {
  use()
  const x = margins.left + indent
  const options = { width: width - indent, lineGap: style.lineGap ?? 0 }
  for (const [index, { text, href, host }] of spans.entries()) {
    const written = printable(doc, host ? `${text} (${host})` : text)
    const continued = index < spans.length - 1
    const place = index === 0 ? ([x, doc.y] as const) : ([] as const)
    const run = {
      ...options,
      continued,
      link: href ?? null,
      underline: href !== undefined,
    } as PDFKit.Mixins.TextOptions
    const write = () => void (place.length ? doc.text(written, ...place, run) : doc.text(written, run))
    into.add(href ? doc.struct('Link', {}, write) : write)
  }
}

// On each page; screen readers meet it once, where the text says the same.
function foot(doc: Doc, use: (style: Style) => void, [beside, below]: Foot, number: string): void {
  const { bottom } = doc.page.margins
  doc.page.margins.bottom = 0
  doc.markContent('Artifact', { type: 'Pagination' })
  const top = doc.page.height - bottom + 22
  doc
    .moveTo(margins.left, top)
    .lineTo(margins.left + width, top)
    .lineWidth(0.75)
    .strokeColor(line)
    .stroke()
  use(styles.foot)
  const { lineGap } = styles.foot
  doc.text(number, margins.left + width - 60, top + 9, { width: 60, align: 'right' })
  doc.text(printable(doc, beside), margins.left, top + 9, { width: width - 70, lineGap })
  doc.text(printable(doc, below), margins.left, doc.y, { width, lineGap })
  doc.endMarkedContent()
  doc.page.margins.bottom = bottom
}

function writable(doc: Doc, style: Style, text: string, use: (style: Style) => void): string {
  use(style)
  return printable(doc, text)
}

// Signs that the font does not have (emoji, other scripts) become a mark that stands for one: an empty glyph would be read
// as nothing at all.
function printable(doc: Doc, text: string): string {
  const { font } = (doc as unknown as { _font: { font: { hasGlyphForCodePoint: (point: number) => boolean } } })._font
  return [...text.replace(/[\u200d\ufe0e\ufe0f]/g, '')]
    .map((sign) => (/\s/.test(sign) || font.hasGlyphForCodePoint(sign.codePointAt(0)!) ? sign : '?'))
    .join('')
}

/** The window of the portal's mark, as it stands in its pages. */
export function mark({ doc, ornament }: Paper, size: number): void {
  const { x, y } = { x: margins.left, y: doc.y }
  ornament(() => {
    doc
      .save()
      .translate(x, y)
      .scale(size / 40)
    doc.path('M4 38V18a16 16 0 0 1 32 0v20z').fill(ink)
    doc.path('M8 36V18a12 12 0 0 1 24 0v18z').fill('#ffce54')
    doc
      .circle(16, 21, 4.2)
      .path('M8 36a8 8 0 0 1 16 0z')
      .circle(26.4, 27.2, 3.2)
      .path('M20.5 36a5.9 5.9 0 0 1 11.5-1v1z')
      .fill(ink)
    doc.restore()
  })
  doc.y = y + size + 12
}

/** A text on a light ground, so that it is not passed over. */
export function notice(paper: Paper, text: string): void {
  const { doc } = paper
  doc.font('regular').fontSize(styles.body.size)
  const height = doc.heightOfString(text, { width: width - 32, lineGap: 4 }) + 24
  paper.need(height)
  const top = doc.y
  paper.ornament(() => doc.roundedRect(margins.left, top, width, height, 10).fill(light))
  doc.y = top + 14
  paper.say('P', styles.body, text, 16)
  doc.y = top + height + 16
}

/** Before the next thing, which needs so much room: a line between where it fits on the page, otherwise a new page. */
export function rule(paper: Paper, height: number): void {
  const { doc } = paper
  if (doc.y + 32 + height > doc.page.maxY()) return void doc.addPage()
  doc.y += 14
  paper.ornament(() =>
    doc
      .moveTo(margins.left, doc.y)
      .lineTo(margins.left + width, doc.y)
      .lineWidth(0.75)
      .strokeColor(line)
      .stroke(),
  )
  doc.y += 18
}

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

type Node = { role?: string; alt?: string; lang?: string; children?: Node[]; type?: string }

export type ReadPdf = {
  pages: string[]
  /** Every element of the structure, in reading order. */
  elements: { role: string; alt?: string; lang?: string }[]
  /** What stands in no element of the structure: ornaments and what is printed on every page. */
  untagged: string[]
  language: string | undefined
  title: string
  bookmarks: string[]
}

/** A PDF as a reader of files, and of screens, meets it. */
export async function readPdf(data: Buffer): Promise<ReadPdf> {
  const document = await getDocument({ data: new Uint8Array(data), verbosity: 0, useSystemFonts: false }).promise
  const { info } = (await document.getMetadata()) as { info: { Title: string; Language?: string } }
  const read: ReadPdf = {
    pages: [],
    elements: [],
    untagged: [],
    language: info.Language,
    title: info.Title,
    bookmarks: [],
  }
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent({ includeMarkedContent: true })
    let text = ''
    const open: string[] = []
    for (const item of items as { type?: string; tag?: string; str?: string; hasEOL?: boolean }[]) {
      if (item.type?.startsWith('beginMarkedContent')) open.push(item.tag ?? '')
      else if (item.type === 'endMarkedContent') open.pop()
      else if (item.str !== undefined) {
        text += item.str + (item.hasEOL ? '\n' : '')
        if (item.str.trim() && (open.length === 0 || open.includes('Artifact'))) read.untagged.push(item.str)
      }
    }
    read.pages.push(text)
    walk((await page.getStructTree()) as Node, read)
  }
  const outline = await document.getOutline()
  read.bookmarks = (outline ?? []).flatMap((item) => [
    item.title,
    ...item.items.map((inner: { title: string }) => inner.title),
  ])
  await document.cleanup()
  return read
}

function walk(node: Node | null, read: ReadPdf): void {
  if (!node) return
  if (node.role && node.role !== 'Root')
    read.elements.push({
      role: node.role,
      ...(node.alt ? { alt: node.alt } : {}),
      ...(node.lang ? { lang: node.lang } : {}),
    })
  for (const child of node.children ?? []) walk(child, read)
}

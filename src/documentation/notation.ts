import MarkdownIt, { type Token } from 'markdown-it'

/** A run of text, or a link with where it leads: `host` only where the text itself does not show it. */
export type Span = { text: string; href?: string; host?: string }
export type Block = { kind: 'paragraph'; spans: Span[] } | { kind: 'list'; ordered: boolean; items: Block[][] }

// Everything of Markdown is off but paragraphs, lists and bare addresses: what somebody writes by chance as something
// else stays as it was written. No HTML is made anywhere: the views print the blocks, escaped like any other text.
const markdown = new MarkdownIt('zero', { html: false, linkify: true, maxNesting: 8 }).enable([
  'list',
  'newline',
  'linkify',
])
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
for (const scheme of ['ftp:', '//', 'mailto:']) markdown.linkify.add(scheme, null)
// An address is shown in letters (`%C3%84lg` as `Älg`), but not where that would hide some of what was written.
const inLetters = markdown.normalizeLinkText.bind(markdown)
markdown.normalizeLinkText = (address) => {
  const text = inLetters(address)
  return /[\s\p{C}]/u.test(text) ? address : text
}

/** What somebody wrote, as paragraphs, lists and links (docs/decisions/0060). Line breaks are kept; no word is lost. */
export function blocksOf(text: string): Block[] {
  return gather({ tokens: markdown.parse(text, {}), at: 0, lines: text.split('\n'), odd: false })
}

/** The same without signs: for cards, excerpts and headings. One line. */
export function plainOf(text: string): string {
  return inWords(blocksOf(text)).replace(/\s+/g, ' ').trim()
}

type Source = { tokens: Token[]; at: number; lines: string[]; odd: boolean }

function gather(source: Source, end?: string, depth = 0): Block[] {
  const blocks: Block[] = []
  while (source.at < source.tokens.length) {
    const token = source.tokens[source.at]!
    source.at += 1
    if (token.type === end) return blocks
    if (token.type === 'inline') blocks.push({ kind: 'paragraph', spans: spansOf(token.children ?? []) })
    if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open')
      blocks.push(listOf(source, token, depth + 1))
  }
  return blocks
}

function listOf(source: Source, open: Token, depth: number): Block {
  const ordered = open.type === 'ordered_list_open'
  const close = ordered ? 'ordered_list_close' : 'bullet_list_close'
  const items: Block[][] = []
  while (source.tokens[source.at]!.type !== close) {
    source.at += 1
    items.push(gather(source, 'list_item_close', depth))
  }
  source.at += 1
  // `3. oktober`, a line of stars, a heap of dashes: nobody meant a list, so the whole stays as it was written.
  const meant = !ordered || open.attrGet('start') === null
  if (!meant || depth > deepest || items.some((item) => item.length === 0)) source.odd = true
  if (depth > 1 || !source.odd) return { kind: 'list', ordered, items }
  source.odd = false
  return asWritten(source, open)
}

const deepest = 2

function asWritten({ lines }: Source, { map }: Token): Block {
  const text = lines.slice(...(map ?? [])).join('\n')
  return { kind: 'paragraph', spans: spansOf(markdown.parseInline(text.trim(), {})[0]?.children ?? []) }
}

function spansOf(tokens: Token[]): Span[] {
  const spans: Span[] = []
  let link: Span | undefined
  for (const token of tokens) {
    if (token.type === 'link_open') link = linkTo(String(token.attrGet('href')))
    else if (token.type === 'link_close') link = undefined
    else {
      const text = token.type === 'text' ? token.content : '\n'
      const last = spans.at(-1)
      if (!link?.href && last && !last.href) last.text += text
      else spans.push({ ...link, text })
      // A homograph or an escaped letter: the name as browsers look it up stands beside what it looks like.
      if (link?.host && text.toLowerCase().includes(link.host)) delete spans.at(-1)!.host
    }
  }
  return spans
}

// To a page, and to no other kind of address; a name and password before the host are there to hide where it leads.
function linkTo(address: string): Span {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return { text: '' }
  return { text: '', href: url.href, host: url.host }
}

function inWords(blocks: Block[]): string {
  return blocks
    .map((block) =>
      block.kind === 'paragraph'
        ? block.spans.map(({ text }) => text).join('')
        : block.items.map((item) => inWords(item)).join(' · '),
    )
    .join(' ')
}

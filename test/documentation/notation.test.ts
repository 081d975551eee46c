import fc from 'fast-check'
import { type Block, blocksOf, plainOf, type Span } from '../../src/documentation/notation.ts'

const said = (...spans: (string | Span)[]): Block => ({
  kind: 'paragraph',
  spans: spans.map((span) => (typeof span === 'string' ? { text: span } : span)),
})
const bullets = (...items: string[]): Block => ({
  kind: 'list',
  ordered: false,
  items: items.map((item) => [said(item)]),
})
const link = (text: string, href = text, host?: string): Span => ({ text, href, ...(host ? { host } : {}) })

const cases: [string, string, Block[]][] = [
  ['paragraphs and line breaks', 'Ett\ntvå\n\ntre', [said('Ett\ntvå'), said('tre')]],
  ['a list right after a line', 'Vi såg:\n- en mus\n- en mes', [said('Vi såg:'), bullets('en mus', 'en mes')]],
  [
    'a numbered list',
    '1. först\n2. sedan',
    [{ kind: 'list', ordered: true, items: [[said('först')], [said('sedan')]] }],
  ],
  [
    'a list in a list',
    '- ute\n  - skog\n- inne',
    [{ kind: 'list', ordered: false, items: [[said('ute'), bullets('skog')], [said('inne')]] }],
  ],
  ['a date is no list', '3. oktober var vi ute', [said('3. oktober var vi ute')]],
  ['stars, dashes and a single one are no list', '* * *\n\n- -\n\n-', [said('* * *'), said('- -\n\n-')]],
  [
    'nothing else is a sign',
    '# Ute\n> så\n**nu** _då_ `kod`\n[a](https://a.se) ![b](c)\n&lt; \\-',
    [said('# Ute\n> så\n**nu** _då_ `kod`\n[a](', link('https://a.se', 'https://a.se/'), ') ![b](c)\n&lt; \\-')],
  ],
  ['four spaces are no code', 'a\n\n    b', [said('a'), said('b')]],
  [
    'a link ends before the full stop',
    'Se https://ale.se/x. Och http://b.se/?a=1&b=2!',
    [said('Se ', link('https://ale.se/x'), '. Och ', link('http://b.se/?a=1&b=2'), '!')],
  ],
  [
    'a link that looks like another says where it leads',
    'https://аle.se/x',
    [said(link('https://аle.se/x', 'https://xn--le-6kc.se/x', 'xn--le-6kc.se'))],
  ],
  [
    'a link in a list',
    '- https://ale.se',
    [{ kind: 'list', ordered: false, items: [[said(link('https://ale.se', 'https://ale.se/'))]] }],
  ],
]

test.each(cases)('%s', (_what, text, blocks) => {
  expect(blocksOf(text)).toEqual(blocks)
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'ftp://ale.se/a',
  'mailto:a@ale.se',
  '//ale.se/a',
  'www.ale.se',
  'ale.se',
  'tel:112',
  '[x](javascript:alert(1))',
  '<javascript:alert(1)>',
  '<a href="https://ale.se">x</a>'.replace('https://ale.se', 'javascript:x'),
])('%s is text and nothing more', (text) => {
  expect(blocksOf(text)).toEqual([said(text)])
})

test('a name before the host does not hide where a link leads', () => {
  for (const text of [
    'https://ale.se@evil.example/',
    'https://ale.se:x@evil.example/',
    'https://ale.se%40evil.example/',
  ])
    for (const span of spansIn(blocksOf(text)))
      if (span.href) expect(span.text + (span.host ?? '')).toContain(new URL(span.href).host)
})

test.each([
  ['https://sv.wikipedia.org/wiki/%C3%84lg', 'https://sv.wikipedia.org/wiki/Älg'],
  ['https://ale.se/en%0aannan', 'https://ale.se/en%0aannan'],
  ['https://ale.se/%E2%80%AEgnp', 'https://ale.se/%E2%80%AEgnp'],
])('an address in letters hides nothing of what was written: %s', (written, shown) => {
  expect(plainOf(written)).toBe(shown)
})

test('whatever is written: links lead to pages with their host in sight, and no word is lost or added', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '- ',
      '* ',
      '+ ',
      '1. ',
      '2) ',
      '\n',
      '\n\n',
      '    ',
      '\t',
      '> ',
      '# ',
      '---\n',
      '`',
      '**',
      '[',
      '](',
      ')',
      '<',
      '>',
      '&amp;',
      '\\',
    ),
    fc.constantFrom(
      'https://',
      'http://',
      'javascript:',
      'data:',
      '//',
      'www.',
      'ale.se',
      '@',
      'evil.example',
      '%0a',
      'å',
      'е',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0')),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('').replaceAll('\r', '\n')
      const blocks = blocksOf(text)
      for (const { href, host, text: shown } of spansIn(blocks)) {
        if (href === undefined) continue
        expect(href).toMatch(/^https?:\/\//)
        expect(shown.toLowerCase() + (host ?? '')).toContain(new URL(href).host)
      }
      // Only the numbers of lists are signs.
      const words = (from: string) => (from.match(/\p{L}+/gu) ?? []).join(' ')
      expect(words(plainOf(text))).toBe(words(text))
    }),
    { numRuns: 3000 },
  )
})

test('hostile lengths take no time', () => {
  const long = ['- '.repeat(10_000), '1. '.repeat(6_000), 'https://a.se/'.repeat(1_500), '- a\n'.repeat(5_000)]
  for (const text of [
    ...long,
    `https://${'a'.repeat(19_000)}`,
    `http://a.se/${'('.repeat(19_000)}`,
    'https://a'.concat('.a'.repeat(9_000)),
  ]) {
    const began = performance.now()
    plainOf(text)
    expect(performance.now() - began).toBeLessThan(1_000)
  }
})

test('in one line, without signs', () => {
  expect(plainOf('Ute.\n\n- en mus\n- en mes\n\nHem.')).toBe('Ute. en mus · en mes Hem.')
})

function spansIn(blocks: Block[]): Span[] {
  return blocks.flatMap((block) => (block.kind === 'paragraph' ? block.spans : block.items.flatMap(spansIn)))
}

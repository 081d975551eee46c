import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const said = readFileSync(join(root, 'docs', 'rules.md'), 'utf8')

type Row = { id: string; short: string; state: string; today: string; tests: string[] }

const rows = said
  .split('\n')
  .filter((line) => /^\| (R\d+|\d+) \|/.test(line))
  .map((line): Row => {
    const [id = '', short = '', state = '', today = '', tests = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    return { id, short, state, today, tests: tests === '–' ? [] : tests.split(/,\s*/) }
  })

describe('docs/rules.md tells the truth', () => {
  test('every rule and every decision stands there once', () => {
    const rules = Array.from({ length: 31 }, (_, index) => `R${index + 1}`)
    const decisions = Array.from({ length: 12 }, (_, index) => String(index + 1))
    expect(rows.map(({ id }) => id)).toEqual([...rules, ...decisions])
  })

  test.each(rows)('$id says what it asks, how far it has come, and what the product does today', (row) => {
    expect(['holds', 'partly', 'not yet']).toContain(row.state)
    expect(row.short.length).toBeGreaterThan(10)
    expect(row.today.length).toBeGreaterThan(5)
  })

  test.each(rows.filter(({ state }) => state === 'holds'))('$id holds: at least one test proves it', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0)
  })

  test.each(rows.filter(({ tests }) => tests.length > 0))(
    '$id: each named test is there and names it',
    ({ id, tests }) => {
      const name = new RegExp(id.startsWith('R') ? `\\b${id}\\b` : `\\bdecision ${id}\\b`)
      for (const path of tests) {
        const titles = titlesIn(readFileSync(join(root, path), 'utf8'))
        expect([path, titles.some((title) => name.test(title))]).toEqual([path, true])
      }
    },
  )

  test('every rule that a test’s title names stands there', () => {
    const known = new Set(rows.map(({ id }) => id))
    const named = testFiles()
      .flatMap((path) => titlesIn(readFileSync(path, 'utf8')))
      .flatMap((title) => title.match(/\bR\d+\b/g) ?? [])
    expect(named.length).toBeGreaterThan(0)
    expect([...new Set(named)].filter((id) => !known.has(id))).toEqual([])
  })
})

function testFiles(): string[] {
  return readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

// What stands first in a call of test or describe, or in the call that `.each(…)` gives back.
function titlesIn(source: string): string[] {
  return [...source.matchAll(/(?:\b(?:describe|test|it)(?:\.\w+)?|\))\(\s*(['"`])((?:(?!\1).)*)\1,/g)].map(
    (match) => match[2]!,
  )
}

import fc from 'fast-check'
import { type Held, merge, nothingIn } from '../../src/documentation/merging.ts'

const held = (more: Partial<Held>): Held => ({ ...nothingIn({ group: 'myran', audience: 'child' } as Held), ...more })
const texts = (base: string, stored: string, own: string) => {
  const { merged, clashes } = merge(held({ text: base }), held({ text: stored }), held({ text: own }))
  return [merged.text, clashes]
}

const cases: [what: string, base: string, stored: string, own: string, text: string, clash?: true][] = [
  ['only the other changed', 'A', 'A1', 'A', 'A1'],
  ['only oneself changed', 'A', 'A', 'A1', 'A1'],
  ['both wrote the same', 'A', 'A1', 'A1', 'A1'],
  ['different paragraphs', 'A\n\nB', 'A1\n\nB', 'A\n\nB1', 'A1\n\nB1'],
  ['the same paragraph', 'A\n\nB', 'A1\n\nB', 'A2\n\nB', 'A2\n\nB', true],
  ['the same and another', 'A\n\nB\n\nC', 'A1\n\nB\n\nC1', 'A2\n\nB\n\nC', 'A2\n\nB\n\nC1', true],
  ['both begin', '', 'T', 'M', 'T\n\nM'],
  ['both go on', 'A', 'A\n\nT', 'A\n\nM', 'A\n\nT\n\nM'],
  ['both add to a list', '- a', '- a\n- t', '- a\n- m', '- a\n- t\n- m'],
  ['one takes away, the other adds', 'A\n\nB\n\nC', 'A\n\nC', 'A\n\nB\n\nC\n\nD', 'A\n\nC\n\nD'],
  ['one takes away what the other changes', 'A\n\nB', 'A', 'A\n\nB1', 'A\n\nB1', true],
]

for (const [what, base, stored, own, text, clash] of cases)
  test(what, () => {
    expect(texts(base, stored, own)).toEqual([text, clash ? ['text'] : []])
  })

test('whatever two write: where nothing clashes, every line that either added is there, in either order', () => {
  const line = fc.constantFrom('A', 'B', 'C', '', '- x', '- y', '1. z')
  const lines = fc.array(line, { maxLength: 8 })
  const added = fc.array(fc.record({ at: fc.nat(8), words: fc.constantFrom('P', 'Q', 'R', '- s') }), { maxLength: 4 })
  const apply = (base: string[], more: { at: number; words: string }[], who: string) =>
    more.reduce((all, { at, words }) => all.toSpliced(Math.min(at, all.length), 0, `${words} ${who}`), base).join('\n')
  fc.assert(
    fc.property(lines, added, added, fc.nat(8), (base, theirs, mine, removed) => {
      const stored = apply(base, theirs, 'hon')
      const own = apply(base.toSpliced(removed, 1), mine, 'jag')
      const [text, clashes] = texts(base.join('\n').trim(), stored.trim(), own.trim()) as [string, string[]]
      const has = (from: string, who: string) => from.split('\n').filter((each) => each.endsWith(who))
      expect(text.split('\n')).toEqual(expect.arrayContaining(has(own, 'jag')))
      if (clashes.length === 0) expect(text.split('\n')).toEqual(expect.arrayContaining(has(stored, 'hon')))
    }),
    { numRuns: 2000 },
  )
})

test('titles clash whole; words line by line; from nobody knows what, everything that differs clashes', () => {
  const base = held({ title: 'Ute', words: 'Hej' })
  const stored = held({ title: 'Ute nu', words: 'Hej\nTitta' })
  const own = held({ title: 'Ute igår', words: 'Hej' })
  expect(merge(base, stored, own).clashes).toEqual(['title'])
  expect(merge(base, stored, own).merged).toMatchObject({ title: 'Ute igår', words: 'Hej\nTitta' })
  expect(merge(undefined, stored, own).clashes).toEqual(['title', 'words'])
})

test('children and goals: what either has added is there, what either has taken away is gone', () => {
  const base = held({ children: ['alma', 'bo'], goals: ['play'] })
  const stored = held({ children: ['alma', 'bo', 'cia'], goals: [] })
  const own = held({ children: ['bo', 'dan'], goals: ['play', 'sing'] })
  const { merged, clashes } = merge(base, stored, own)
  expect([merged.children.toSorted(), merged.goals, clashes]).toEqual([['bo', 'cia', 'dan'], ['sing'], []])
})

test('another group has other children: one moved it, the other ticked; that is for a person', () => {
  const base = held({ children: ['alma'] })
  const moved = held({ group: 'kotten', children: ['cia'] })
  const ticked = held({ children: ['alma', 'bo'] })
  expect(merge(base, moved, base).merged).toMatchObject({ group: 'kotten', children: ['cia'] })
  expect(merge(base, base, moved).merged).toMatchObject({ group: 'kotten', children: ['cia'] })
  expect(merge(base, moved, ticked)).toMatchObject({ merged: { group: 'myran' }, clashes: ['group'] })
  expect(merge(base, held({ audience: 'group' }), held({ audience: 'unit' })).clashes).toEqual(['audience'])
})

test('pictures: each one’s words and tags by themselves; one that came since is kept', () => {
  const base = held({ alts: { a: 'En bro', b: '' }, subjects: { a: ['alma'] } })
  const stored = held({ alts: { a: 'En bro', b: 'En bäck', c: 'En räv' }, subjects: { a: ['alma', 'bo'], c: ['bo'] } })
  const own = held({ alts: { a: 'En lång bro' }, subjects: { a: [] } })
  const { merged, clashes } = merge(base, stored, own)
  expect(merged.alts).toEqual({ a: 'En lång bro', b: 'En bäck', c: 'En räv' })
  expect(merged.subjects).toEqual({ a: ['bo'], c: ['bo'] })
  expect(clashes).toEqual([])
  expect(merge(base, stored, held({ alts: { b: 'En å' } })).clashes).toEqual(['alt.b'])
})

test('texts too long to compare quickly go to a person at once', () => {
  const many = 'x\n'.repeat(10_000)
  const began = performance.now()
  expect(texts(many, `${many}y`, `${many}z`)[1]).toEqual(['text'])
  expect(performance.now() - began).toBeLessThan(500)
})

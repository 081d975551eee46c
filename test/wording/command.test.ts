import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = join(import.meta.dirname, '..', '..', 'src', 'commands', 'wording.ts')
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'insyn-wording-'))
})
afterAll(() => rm(directory, { recursive: true }))

function run(...words: string[]) {
  return new Promise<{ code: number; said: string; complained: string }>((resolve) => {
    execFile(
      process.execPath,
      [program, ...words],
      { env: { PATH: process.env.PATH! }, maxBuffer: 1 << 26 },
      (error, said, complained) => resolve({ code: error ? Number(error.code) : 0, said, complained }),
    )
  })
}

async function file(name: string, ...lines: unknown[]): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return path
}

test('R28, R29: a file of texts in, their labels out, in the same order', async () => {
  const path = await file(
    'texts.jsonl',
    { id: 'a', text: 'Hon är blyg och har adhd.' },
    { id: 2, text: 'Barnen byggde ett torn.' },
    { id: 'c', text: 'Juni byggde ett torn.', others: ['Juni'] },
  )
  expect(await run(path)).toEqual({
    code: 0,
    said: '{"id":"a","labels":["health","trait"]}\n{"id":2,"labels":[]}\n{"id":"c","labels":["other-child"]}\n',
    complained: '',
  })
})

test('lines that cannot be read are said with their number; the others are answered, and the exit code tells', async () => {
  const path = await file('bad.jsonl', { id: 'a', text: 'Hej' }, 'nej', { id: 'b' }, '', '[1]', {
    id: 'd',
    text: 'Vi ses',
  })
  const { code, said, complained } = await run(path)
  expect(code).toBe(1)
  expect(said.trim().split('\n')).toHaveLength(2)
  expect(complained).toMatch(
    /Rad 2: ingen giltig JSON.*\nRad 3: fältet text saknas.*\nRad 5: raden ska vara ett objekt/,
  )
})

test('no file, or one that is not there, is wrong use', async () => {
  expect(await run()).toMatchObject({ code: 2, complained: expect.stringContaining('Användning') })
  expect(await run(join(directory, 'borta.jsonl'))).toMatchObject({
    code: 2,
    complained: expect.stringContaining('går inte att läsa'),
  })
})

test('a large file runs through', async () => {
  const lines = Array.from({ length: 20_000 }, (_, id) => ({
    id,
    text: `Barnen byggde torn nummer ${id % 100} och räknade klossarna.`,
  }))
  const { code, said } = await run(await file('large.jsonl', ...lines))
  expect([code, said.trim().split('\n').length]).toEqual([0, 20_000])
})

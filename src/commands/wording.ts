import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { StartupError } from '../errors.ts'
import { check, useLists } from '../wording/check.ts'
import { WordListError } from '../wording/lists.ts'

const usage = `Användning: npm run wording -- fil.jsonl
  Varje rad i filen är {"id": …, "text": "…"} och kan ha "others": namn på andra barn i gruppen.
  Varje rad ut är {"id": …, "labels": [ … ]}: vad texten innehåller som den inte bör, eller en tom lista.`

const exit = { badLines: 1, wrongUse: 2 }

const line = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  others: z.array(z.string()).optional(),
  tagged: z.array(z.string()).optional(),
})

process.exitCode = await main(process.argv.slice(2))

/** R28, R29 for a file of texts, a line at a time. Exit code: 0 done, 1 some line could not be read, 2 wrong use. */
async function main(words: string[]): Promise<number> {
  const [path, ...rest] = words
  if (path === undefined || rest.length > 0 || path.startsWith('--')) {
    console.error(usage)
    return path === '--help' ? 0 : exit.wrongUse
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads has had enough (`| head`).
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  try {
    useLists(readConfig().wordingDirectory)
    return await checkLines(path)
  } catch (error) {
    if (error instanceof WordListError || error instanceof StartupError) {
      console.error(error.message)
      return exit.wrongUse
    }
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    console.error(`Filen går inte att läsa: ${path} (${message})`)
    return exit.wrongUse
  }
}

async function checkLines(path: string): Promise<number> {
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' })
  let number = 0
  let bad = 0
  for await (const text of createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++
    const typed = number === 1 ? text.replace(/^\uFEFF/, '') : text
    if (typed.trim() === '') continue
    const read = parse(typed)
    if (typeof read === 'string') {
      bad++
      console.error(`Rad ${number}: ${read}`)
      continue
    }
    const { id, text: written, others, tagged } = read
    const context = { today, ...(others && { others }), ...(tagged && { tagged }) }
    const labels = [...new Set(check(written, context).map(({ category }) => category))].sort()
    if (!process.stdout.write(`${JSON.stringify({ id, labels })}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve))
    }
  }
  return bad > 0 ? exit.badLines : 0
}

function parse(text: string): z.infer<typeof line> | string {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    return `ingen giltig JSON (${(error as Error).message})`
  }
  const parsed = line.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return issue?.path.length
    ? `fältet ${issue.path.join('.')} saknas eller har fel slag av värde`
    : 'raden ska vara ett objekt med id och text'
}

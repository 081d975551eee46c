import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Category } from './categories.ts'
import { lineAt, linesOf } from './json-lines.ts'
import { exceptionsFile, type Group, type Language, languageFile, listFile, namesFile } from './schema.ts'

export type Lists = {
  groups: (Group & { category: Category })[]
  /** Words taken away, by category. */
  without: Map<Category, Set<string>>
  exceptions: string[]
  given: string[]
  alsoWords: string[]
  language: Language
}

/** What is wrong in a list, in words and with the place. */
export class WordListError extends Error {}

export const ownLists = join(import.meta.dirname, 'lists')

/** A file as it was read, whatever its dates say. */
export type ListFile =
  | { kind: 'names'; content: z.infer<typeof namesFile> }
  | { kind: 'exceptions'; content: z.infer<typeof exceptionsFile> }
  | { kind: 'language'; content: z.infer<typeof languageFile> }
  | { kind: 'words'; content: z.infer<typeof listFile> }

/**
 * Every list of the directories. Ours come first; a municipality's own directory may add files in the same format, with
 * more words or with words taken away (`without`). WordListError, which says the file, the line and what was expected.
 */
export function readFiles(directories: readonly string[] = [ownLists]): ListFile[] {
  return directories.flatMap((directory) => jsonFilesIn(directory).map((name) => readFile(join(directory, name), name)))
}

/** Of those, what is in force on a day (YYYY-MM-DD). */
export function listsOn(day: string, files: readonly ListFile[]): Lists {
  const lists: Lists = {
    groups: [],
    without: new Map(),
    exceptions: [],
    given: [],
    alsoWords: [],
    language: { roles: {}, same: {}, spoken: {} },
  }
  for (const file of files) add(lists, file, day)
  return lists
}

export const readLists = (day: string, directories?: readonly string[]): Lists => listsOn(day, readFiles(directories))

function jsonFilesIn(directory: string): string[] {
  let names: string[]
  try {
    names = readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch (error) {
    throw new WordListError(`Katalogen med ordlistor går inte att läsa: ${directory} (${(error as Error).message})`)
  }
  // A mistyped or unmounted directory would otherwise be silence.
  if (names.length === 0)
    throw new WordListError(`Katalogen med ordlistor är tom: ${directory} har inga filer som slutar på .json`)
  return names
}

function readFile(path: string, name: string): ListFile {
  const text = contentOf(path)
  const content = json(text, path)
  if (name.startsWith('names')) return { kind: 'names', content: parse(namesFile, content, path, text) }
  if (name.startsWith('exceptions')) return { kind: 'exceptions', content: parse(exceptionsFile, content, path, text) }
  if (name.startsWith('language')) return { kind: 'language', content: parse(languageFile, content, path, text) }
  return { kind: 'words', content: parse(listFile, content, path, text) }
}

function add(lists: Lists, { kind, content }: ListFile, day: string): void {
  if (kind === 'names') {
    lists.given.push(...content.given)
    lists.alsoWords.push(...content.alsoWords)
  } else if (kind === 'exceptions') {
    if (inForce(content, day)) lists.exceptions.push(...content.phrases)
  } else if (kind === 'language') {
    Object.assign(lists.language.roles, content.roles)
    Object.assign(lists.language.same, content.same)
    Object.assign(lists.language.spoken, content.spoken)
  } else if (inForce(content, day)) {
    for (const group of content.groups) {
      if (inForce(group, day)) lists.groups.push({ ...group, category: content.category })
    }
    const gone = lists.without.get(content.category) ?? new Set()
    for (const word of content.without) gone.add(word.toLowerCase())
    lists.without.set(content.category, gone)
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new WordListError(`${path} går inte att läsa (${(error as Error).message})`)
  }
}

function json(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    const at = /position (\d+)/.exec(message)?.[1]
    throw new WordListError(
      `${path}, rad ${lineAt(text, at ? Number(at) : text.length)}: ingen giltig JSON (${message})`,
    )
  }
}

function parse<T extends z.ZodType>(schema: T, content: unknown, path: string, text: string): z.infer<T> {
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const lines = linesOf(text)
  const wrong = parsed.error.issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
    const place = [...issue.path, ...unknown.slice(0, 1)].map(String)
    const line = lines.get(place.join('\n')) ?? lines.get(issue.path.map(String).join('\n')) ?? 1
    const what = unknown.length > 0 ? `känner inte till ${unknown.join(', ')}` : issue.message
    return `  rad ${line}, ${issue.path.join('.') || 'hela filen'}: ${what}`
  })
  throw new WordListError(`${path} stämmer inte med formatet (docs/wording.md):\n${wrong.join('\n')}`)
}

function inForce({ from, to }: { from?: string | undefined; to?: string | undefined }, day: string): boolean {
  return (from === undefined || from <= day) && (to === undefined || day <= to)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Category } from './categories.ts'
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

/**
 * The lists of the directories that are in force on a day (YYYY-MM-DD). Ours come first; a municipality's own directory
 * may add files in the same format, with more words or with words taken away (`without`).
 */
export function readLists(day: string, directories: readonly string[] = [ownLists]): Lists {
  const lists: Lists = {
    groups: [],
    without: new Map(),
    exceptions: [],
    given: [],
    alsoWords: [],
    language: { roles: {}, same: {}, spoken: {} },
  }
  for (const directory of directories) {
    for (const name of jsonFilesIn(directory)) read(lists, join(directory, name), name, day)
  }
  return lists
}

function jsonFilesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch (error) {
    throw new WordListError(`Katalogen med ordlistor går inte att läsa: ${directory} (${(error as Error).message})`)
  }
}

function read(lists: Lists, path: string, name: string, day: string): void {
  const content = json(path)
  if (name.startsWith('names')) {
    const { given, alsoWords } = parse(namesFile, content, path)
    lists.given.push(...given)
    lists.alsoWords.push(...alsoWords)
  } else if (name.startsWith('exceptions')) {
    const { phrases, from, to } = parse(exceptionsFile, content, path)
    if (inForce({ from, to }, day)) lists.exceptions.push(...phrases)
  } else if (name.startsWith('language')) {
    const { roles, same, spoken } = parse(languageFile, content, path)
    Object.assign(lists.language.roles, roles)
    Object.assign(lists.language.same, same)
    Object.assign(lists.language.spoken, spoken)
  } else {
    const file = parse(listFile, content, path)
    if (!inForce(file, day)) return
    for (const group of file.groups) {
      if (inForce(group, day)) lists.groups.push({ ...group, category: file.category })
    }
    const gone = lists.without.get(file.category) ?? new Set()
    for (const word of file.without) gone.add(word.toLowerCase())
    lists.without.set(file.category, gone)
  }
}

function json(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new WordListError(`${path} är inte giltig JSON: ${(error as Error).message}`)
  }
}

function parse<T extends z.ZodType>(schema: T, content: unknown, path: string): z.infer<T> {
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(
    (issue) =>
      `  ${issue.path.join('.') || '(hela filen)'}: ${issue.code === 'unrecognized_keys' ? `känner inte till ${issue.keys.join(', ')}` : issue.message}`,
  )
  throw new WordListError(`${path} stämmer inte med formatet:\n${wrong.join('\n')}`)
}

function inForce({ from, to }: { from?: string | undefined; to?: string | undefined }, day: string): boolean {
  return (from === undefined || from <= day) && (to === undefined || day <= to)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** The project's own files below `directory` that end in one of `endings`, by path, with what stands in them. */
export function sources(directory: string, ...endings: string[]): Map<string, string> {
  const entries = readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  )
}

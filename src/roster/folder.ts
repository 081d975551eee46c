import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { recordsIn } from './json-stream.ts'
import { BrokenDelivery, type Delivery, type Piece, type Resource, resources } from './resources.ts'

// Half a millisecond's reading: between two pieces a page may go first (web/pages-first.ts).
const piece = 16_384

/**
 * A folder with the register's resources as JSON: `persons.json`, or in several pages `persons-1.json`, `persons-2.json`.
 * Everything there is. Throws BrokenDelivery where a resource is missing: what is not there would count as gone.
 */
export async function folderDelivery(directory: string): Promise<Delivery> {
  const names = await readdir(directory)
  const files = resources.map((resource) => [resource, pagesOf(resource, names)] as const)
  for (const [resource, pages] of files)
    if (pages.length === 0) throw new BrokenDelivery('missing-file', `${resource}.json`)
  return { source: 'folder', whole: true, pieces: pieces(directory, files), removed: async () => ({}) }
}

export function pagesOf(resource: string, names: string[]): string[] {
  const pattern = new RegExp(`^${resource}(?:[-._]?\\d+)?\\.json$`, 'i')
  return names.filter((name) => pattern.test(name)).toSorted(new Intl.Collator('en', { numeric: true }).compare)
}

async function* pieces(directory: string, files: (readonly [Resource, string[]])[]): AsyncGenerator<Piece> {
  for (const [resource, pages] of files)
    for (const name of pages) {
      let number = 0
      for await (const found of recordsIn(createReadStream(join(directory, name), { highWaterMark: piece }), name))
        if ('value' in found) {
          number += 1
          yield { resource, place: `${name} ${number}`, value: found.value }
        }
    }
}

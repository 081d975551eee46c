import { unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** The sizes kept of every picture; each is one sealed file. */
export const variants = ['large', 'small'] as const
export type Variant = (typeof variants)[number]

/** Where a picture's file stands: a random id and a size, nothing that tells of anybody. */
export function mediaPath(directory: string, id: string, variant: Variant): string {
  return join(directory, id.slice(0, 2), `${id}.${variant}`)
}

/** Removes a picture's files; one that is gone already is no error. Returns how many there were. */
export async function removeMediaFiles(directory: string, id: string): Promise<number> {
  const removed = await Promise.all(variants.map((variant) => removeFile(mediaPath(directory, id, variant))))
  return removed.filter(Boolean).length
}

/** Says whether there was one. */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

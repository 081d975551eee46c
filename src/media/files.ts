import { readdir, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The sizes kept of every picture, and of a film's first view; each is one sealed file (WebP). There is no middle one of a
 * picture that is no larger (sizes.ts), nor of those that are older than that size.
 */
export const variants = ['large', 'middle', 'small'] as const
export type Variant = (typeof variants)[number]

/** What the artist makes of a picture: every size as WebP and as JPEG. */
export const pictureKinds = [...variants, 'large-jpeg', 'middle-jpeg', 'small-jpeg'] as const
export type PictureKind = (typeof pictureKinds)[number]

/** Every kind of sealed file that a medium may have: pictures, and what is played or read beside. */
export const fileKinds = [...pictureKinds, 'film', 'sound', 'captions'] as const
export type FileKind = (typeof fileKinds)[number]

export type MediumKind = 'photo' | 'film' | 'sound'

/** Which files a medium has once it is ready. */
const kindsOf: Record<MediumKind, readonly FileKind[]> = {
  photo: pictureKinds,
  film: [...pictureKinds, 'film', 'captions'],
  sound: ['sound', 'captions'],
}

/** Where a medium's file stands: a random id and a kind, nothing that tells of anybody. */
export function mediaPath(directory: string, id: string, kind: FileKind): string {
  return join(directory, id.slice(0, 2), `${id}.${kind}`)
}

/** Where what was sent lies, in sealed pieces, until something has been made of it. */
export function piecesPath(directory: string, id: string): string {
  return join(directory, id.slice(0, 2), `${id}.pieces`)
}

/**
 * Removes a medium's files and what was sent of it; one that is gone already is no error. Of a `ready` one of that kind
 * those that it can have, otherwise all there may be. Returns how many there were.
 */
export async function removeMediaFiles(
  directory: string,
  id: string,
  ready: MediumKind | null = null,
): Promise<number> {
  const kinds = ready ? kindsOf[ready] : fileKinds
  const removed = await Promise.all(kinds.map((kind) => removeFile(mediaPath(directory, id, kind))))
  return removed.filter(Boolean).length + (await removePieces(directory, id))
}

/** Returns how many pieces there were. */
export async function removePieces(directory: string, id: string): Promise<number> {
  const path = piecesPath(directory, id)
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    if (error.code === 'ENOTDIR') return []
    throw error
  })
  if (!names) return 0
  await rm(path, { recursive: true, force: true })
  return names.length
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

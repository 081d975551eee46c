import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UNFINISHED_SUFFIX } from '../crypto/sealed-file.ts'
import { removeFile } from '../media/files.ts'

const folder = (mediaDirectory: string) => join(mediaDirectory, 'archive')

/** Where a package lies until the archive has it: sealed, under a random id. */
export function packagePath(mediaDirectory: string, id: string): string {
  return join(folder(mediaDirectory), `${id}.package`)
}

export async function roomForPackages(mediaDirectory: string): Promise<void> {
  await mkdir(folder(mediaDirectory), { recursive: true, mode: 0o700 })
}

/** Half packages of a night that was killed. One night works at a time, so that whatever is unfinished is nobody's. */
export async function clearUnfinished(mediaDirectory: string): Promise<void> {
  const names = await readdir(folder(mediaDirectory)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  for (const name of names.filter((each) => each.endsWith(UNFINISHED_SUFFIX)))
    await removeFile(join(folder(mediaDirectory), name))
}

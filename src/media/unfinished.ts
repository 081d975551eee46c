import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { thisProcess } from '../crypto/sealed-file.ts'
import { removeFile } from './files.ts'

const unfinished = /\.([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-[0-9a-f]{12}\.part$/

/**
 * Half-written files of processes of this machine that are gone, also those of an earlier process with this one's number.
 * Called once at start, before anything is written; those of other machines are the nightly sweep's, when they are old.
 */
export async function sweepUnfinished(mediaDirectory: string): Promise<number> {
  let removed = 0
  for (const shard of await list(mediaDirectory)) {
    if (!/^[0-9a-f]{2}$/.test(shard)) continue
    for (const name of await list(join(mediaDirectory, shard))) {
      const directory = join(mediaDirectory, shard, name)
      if (abandoned(name)) removed += Number(await removeFile(directory))
      if (!name.endsWith('.pieces')) continue
      for (const piece of await list(directory))
        if (abandoned(piece)) removed += Number(await removeFile(join(directory, piece)))
    }
  }
  return removed
}

function abandoned(name: string): boolean {
  const [, machine, pid, start] = unfinished.exec(name) ?? []
  if (machine !== thisProcess.machine) return false
  return Number(pid) === thisProcess.pid ? start !== thisProcess.start : !alive(Number(pid))
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

async function list(directory: string): Promise<string[]> {
  return await readdir(directory).catch(() => [])
}

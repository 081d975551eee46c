import { closeSync, fsyncSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** Makes new, renamed and removed names in a directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  if (noDirectorySync) return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function syncDirectoryNow(directory: string): void {
  if (noDirectorySync) return
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

// Windows can neither open a directory nor needs it.
const noDirectorySync = process.platform === 'win32'

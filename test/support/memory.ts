import { readFile } from 'node:fs/promises'

export type Watched = { own: number; all: number }

/** Resident memory in MB: of a process, and with all that it has started. Zero where /proc is not to be had. */
export async function memoryOf(pid: number): Promise<Watched> {
  const own = await resident(pid)
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')).trim().split(' ')
  const below = await Promise.all(children.filter(Boolean).map(async (child) => (await memoryOf(Number(child))).all))
  return { own, all: below.reduce((sum, each) => sum + each, own) }
}

/** Looks ten times a second while `work` goes on; the highest of each. */
export async function highest<T>(pid: number, work: Promise<T>): Promise<{ result: T; peak: Watched }> {
  const peak = { own: 0, all: 0 }
  const looking = setInterval(async () => {
    const { own, all } = await memoryOf(pid)
    peak.own = Math.max(peak.own, own)
    peak.all = Math.max(peak.all, all)
  }, 100)
  try {
    return { result: await work, peak }
  } finally {
    clearInterval(looking)
  }
}

async function resident(pid: number): Promise<number> {
  const said = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(said)?.[1] ?? 0) / 1024
}

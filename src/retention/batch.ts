import type { Database, Tag } from '../database/database.ts'
import { TakenOver } from '../jobs/job-run.ts'
import { swedishDay } from '../web/dates.ts'
import { type Rule, RuleChanged } from './rules.ts'

/** Under which rule a run removes, as of when. */
export type Removal = { database: Database; run: string; now: Date; rule: Rule }

/** What one batch took: how much, from when to when what went had begun to count, and SHA-256 of the sorted ids. */
export type Taken = {
  items: number
  files: number
  first_from: Date | null
  last_from: Date | null
  checksum: Buffer | null
}

/**
 * R14: the frame of every removal. In one transaction, and so whole or not at all: the run must still be the one at work
 * (TakenOver) and the rule the one that it began with (RuleChanged); then `take` removes; then what it took stands in the
 * record from which the protocol is read, with the package where the archive has it. Answers how many. Files follow after
 * the commit (outbox.ts), never before.
 */
export async function inBatch(
  removal: Removal,
  take: (rows: Tag) => Promise<Taken[]>,
  packageId: string | null = null,
): Promise<number> {
  return await underRule(removal, async (rows) => {
    const [taken] = await take(rows)
    if (!taken || taken.items === 0) return 0
    const { kind, years, days, hours, decision, decided_on } = removal.rule
    await rows`
      insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, first_from, last_from, checksum, package_id)
      values (${removal.run}, ${kind}, ${years}, ${days}, ${hours}, ${decision}, ${decided_on}, ${taken.items}, ${taken.files},
              ${taken.first_from}, ${taken.last_from}, ${taken.checksum}, ${packageId})`
    return taken.items
  })
}

/** The same without a record of its own: for what belongs to items that stay. */
export async function underRule<T>({ database, run, now, rule }: Removal, work: (rows: Tag) => Promise<T>): Promise<T> {
  const { kind, years, days, hours, fate } = rule
  return await database.transaction('batch', [], async (rows) => {
    const [begun] = await rows<{ ruled: boolean }>`
      update job_run set heartbeat_at = now() where id = ${run} and finished_at is null
      returning exists (
        select from retention_rule
        where kind = ${kind} and years = ${years} and days = ${days} and hours = ${hours} and fate = ${fate}
          and valid @> ${swedishDay(now)}::date) as ruled`
    if (!begun) throw new TakenOver()
    if (!begun.ruled) throw new RuleChanged(kind)
    return await work(rows)
  })
}

import { pino } from 'pino'
import { folderDelivery } from '../../src/roster/folder.ts'
import { type RosterOptions, type RosterResult, runRoster } from '../../src/roster/run.ts'
import type { TestApp } from '../support/app.ts'
import { folderOf, type Register } from './register.ts'

export const quiet = pino({ level: 'silent' })

/** Brings a delivery in at the house's own time. */
export async function bring(
  house: TestApp,
  from: Register | string | RosterOptions['open'],
  options: Partial<RosterOptions> = {},
): Promise<RosterResult> {
  const folder = typeof from === 'object' ? await folderOf(from) : from
  const now = house.now()
  return await runRoster({
    database: house.database.roster,
    keys: house.services.keys,
    open: typeof folder === 'function' ? folder : () => folderDelivery(folder),
    now,
    clock: () => now,
    production: false,
    log: quiet,
    ...options,
  })
}

/** Everything the portal holds about people, in words: who belongs to whom and where, on which days. */
export async function belongings(house: TestApp): Promise<string[]> {
  const { rows } = await house.database.owner.query(`
    select 'custody ' || g.given_name || ' → ' || c.given_name || ' ' || x.valid as line
    from guardianship x join person g on g.id = x.guardian_id join person c on c.id = x.child_id where x.origin = 'roster'
    union all
    select 'place ' || c.given_name || ' in ' || g.name || ' ' || x.valid
    from placement x join person c on c.id = x.child_id join unit_group g on g.id = x.group_id where x.origin = 'roster'
    union all
    select 'duty ' || p.given_name || ' ' || x.role || ' at ' || u.name || coalesce(' ' || g.name, '') || ' ' || x.valid
    from duty x join person p on p.id = x.person_id join unit u on u.id = x.unit_id left join unit_group g on g.id = x.group_id
    where x.origin = 'roster'`)
  return rows.map((row) => row.line).sort()
}

import type pg from 'pg'

/** One word for everything in the tables, but for the named ones. */
export async function checksum(owner: pg.Client, except: string[] = []): Promise<Record<string, string>> {
  const { rows } = await owner.query<{ tablename: string }>(
    "select tablename from pg_tables where schemaname = 'public' and tablename <> all ($1) order by 1",
    [except],
  )
  const parts = rows.map(
    ({ tablename }) =>
      `select '${tablename}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from "${tablename}" t`,
  )
  const sums = await owner.query<{ name: string; sum: string }>(parts.join(' union all '))
  return Object.fromEntries(sums.rows.map(({ name, sum }) => [name, sum]))
}

import type { Read } from '../database/as-actor.ts'
import type { Level, Medium, Status } from './questions.ts'
import type { ConsentFilter } from './schema.ts'

export const pageLength = 40
const mostPapers = 10

export type Place = { id: string; name: string; groups: { id: string; name: string }[] }

/** Every unit with its groups, to choose from; a principal's own. */
export async function placesToChoose(tx: Read): Promise<Place[]> {
  return tx.rows<Place>`
    select u.id, u.name,
           coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name)
                    filter (where g.id is not null), '[]') as groups
    from unit u left join unit_group g on g.unit_id = u.id
    where ${tx.actor.role === 'admin'} or u.id = any ((select access.units())::uuid[])
    group by u.id, u.name order by u.name`
}

/** Reminders by mail: how many went the last 30 days, wait, and did not come through. Nothing for a principal. */
export type Reminders = { sent: number; waiting: number; failed: number }

/** What the municipality has chosen (table setting), and when last. */
export type Settings = {
  every_guardian: boolean
  own_age: number
  needed: Record<'pupil' | 'group' | 'school', 'yes' | 'no-objection'>
  remind_after_days: number
  take_down_days: number
  take_down_remind_days: number
  changed_at: string
}

/** Units that are late taking something down outside the portal; for an administrator alone. */
export type Late = { unit: string; count: number; refused: boolean }

export type Cell = { medium: Medium; level: Level; status: Status }

export type Found = {
  total: number
  reminders: Reminders | null
  late: Late[]
  settings: Settings
  /** Children with papers that nobody has countersigned, the longest waiting first; how many there are. */
  papers: { count: number; first: { id: string; name: string }[] }
  /** The page that was shown: the last where there are fewer. */
  page: number
  counts: Partial<Record<Status, number>>
  children: { id: string; name: string; groups: string[]; units: string[]; cells: Cell[] }[]
}

/** One page of the children that the filter leaves, with what holds for each, and counts over all of them. */
export async function childrenIn(
  tx: Read,
  { unit, group, answer, on, page }: ConsentFilter,
  length = pageLength,
): Promise<Found> {
  return tx.one<Found>`
    with placed as materialized (
      select p.child_id, g.name as group_name, u.name as unit_name
      from placement p join unit_group g on g.id = p.group_id join unit u on u.id = g.unit_id
      where range_contains_elem(p.valid, coalesce(${on}::date, (select access.today())))
        and (${unit}::uuid is null or g.unit_id = ${unit}) and (${group}::uuid is null or g.id = ${group})
    ), cell as materialized (
      select * from access.consent_status(array(select distinct child_id from placed), ${on}::date)
    ), kept as materialized (
      select child_id from cell group by child_id
      having ${answer}::text is null or bool_or(status = ${answer})
    ), size as (
      select count(*) as total, greatest(1, ceil(count(*) / ${length}::numeric))::bigint as last from kept
    ), shown as (
      select p.id, p.family_name, p.given_name from kept join person p on p.id = kept.child_id
      order by p.family_name collate "sv-x-icu", p.given_name collate "sv-x-icu", p.id
      offset (select (least(${page}, last) - 1) * ${length} from size) limit ${length}
    )
    select (select total from size) as total, (select to_jsonb(r) from access.reminder_counts() r) as reminders,
           (select coalesce(jsonb_agg(to_jsonb(l)), '[]') from access.take_downs_late() l) as late,
           (select jsonb_object_agg(substr(key, 9), value) || jsonb_build_object('changed_at', max(changed_at))
            from setting where key like 'consent.%') as settings,
           (select jsonb_build_object('count', count(*), 'first', coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name) order by w.since) filter (where w.n <= ${mostPapers}), '[]'))
            from (select c.id, c.given_name || ' ' || c.family_name as name, min(d.entered_at) as since,
                         row_number() over (order by min(d.entered_at)) as n
                  from consent_paper d join person c on c.id = d.child_id where d.countersigned_at is null group by c.id) w) as papers, (select least(${page}, last) from size) as page,
           (select coalesce(jsonb_object_agg(status, count), '{}')
            from (select status, count(*) from cell join kept using (child_id) group by status) as counted) as counts,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'id', id, 'name', given_name || ' ' || family_name,
                     'groups', (select jsonb_agg(distinct group_name) from placed where child_id = shown.id),
                     'units', (select jsonb_agg(distinct unit_name) from placed where child_id = shown.id),
                     'cells', (select jsonb_agg(jsonb_build_object('medium', medium, 'level', level, 'status', status))
                               from cell where child_id = shown.id))
                   order by family_name collate "sv-x-icu", given_name collate "sv-x-icu", id), '[]') from shown) as children`
}

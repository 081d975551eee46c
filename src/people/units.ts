import type { Read } from '../database/as-actor.ts'
import { addresses } from '../web/addresses.ts'
import type { Translate } from '../web/language.ts'

type Unit = { id: string; name: string; groups: number; children: number; staff: number }

/** Every unit, with how many belong there today. */
export async function allUnits(tx: Read): Promise<Unit[]> {
  return tx.rows<Unit>`
    with today as materialized (select access.today() as day), inside as (
      select g.unit_id, count(distinct g.id) as groups, count(distinct x.child_id) as children
      from unit_group g left join placement x on x.group_id = g.id and range_contains_elem(x.valid, (select day from today))
      group by 1
    ), working as (
      select unit_id, count(distinct person_id) as staff from duty where range_contains_elem(valid, (select day from today)) group by 1
    )
    select u.id, u.name, coalesce(i.groups, 0) as groups, coalesce(i.children, 0) as children, coalesce(w.staff, 0) as staff
    from unit u left join inside i on i.unit_id = u.id left join working w on w.unit_id = u.id
    order by u.name collate "sv-x-icu", u.id`
}

type Somebody = { id: string; name: string; title: string | null }
export type WholeUnit = {
  id: string
  name: string
  /** Those whose duty is in no group: the principal among them. */
  staff: Somebody[]
  groups: { id: string; name: string; children: Somebody[]; staff: Somebody[] }[]
}

/** Who belongs to a unit today, group by group. NotFound for one that is not there. */
export async function wholeUnit(tx: Read, id: string): Promise<WholeUnit> {
  return tx.one<WholeUnit>`
    with today as materialized (select access.today() as day), working as materialized (
      select distinct d.group_id, p.id, p.given_name || ' ' || p.family_name as name, d.title
      from duty d join person p on p.id = d.person_id where d.unit_id = ${id} and range_contains_elem(d.valid, (select day from today))
    ), placed as materialized (
      select distinct x.group_id, p.id, p.given_name || ' ' || p.family_name as name
      from placement x join unit_group g on g.id = x.group_id and g.unit_id = ${id} join person p on p.id = x.child_id
      where range_contains_elem(x.valid, (select day from today))
    )
    select u.id, u.name,
      coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'title', w.title) order by w.name collate "sv-x-icu", w.id)
                from working w where w.group_id is null), '[]') as staff,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name,
          'children', coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'title', null) order by p.name collate "sv-x-icu", p.id)
                                from placed p where p.group_id = g.id), '[]'),
          'staff', coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'title', w.title) order by w.name collate "sv-x-icu", w.id)
                             from working w where w.group_id = g.id), '[]')) order by g.name collate "sv-x-icu", g.id)
        from unit_group g where g.unit_id = u.id), '[]') as groups
    from unit u where u.id = ${id}`
}

/** The units as people/units shows them. */
export function presentUnits(units: Unit[], t: Translate) {
  return {
    title: t('people.units.title'),
    rows: units.map((unit) => [
      { label: unit.name, href: addresses.peopleUnit(unit.id) },
      unit.groups,
      unit.children,
      unit.staff,
    ]),
    back: { href: addresses.people, label: t('people.person.back') },
  }
}

/** One unit as people/unit shows it. */
export function presentUnit(unit: WholeUnit, t: Translate) {
  const people = (list: Somebody[]) => list.map(({ id, name, title }) => ({ name, href: addresses.person(id), title }))
  return {
    title: unit.name,
    staff: people(unit.staff),
    groups: unit.groups.map((group) => ({
      id: group.id,
      name: group.name,
      counted: t('people.units.counted', { children: group.children.length, staff: group.staff.length }),
      children: people(group.children),
      staff: people(group.staff),
    })),
    back: { href: addresses.peopleUnits, label: t('people.units.title') },
  }
}

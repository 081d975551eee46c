import type { Read } from '../database/as-actor.ts'
import type { ChoiceField, DetailField } from './details.ts'

export type GroupHead = {
  id: string
  name: string
  unit_name: string
  street: string
  postal_code: string
  city: string
  phone: string
  email: string
  staff: { name: string; title: string }[]
}

/** The group, its unit's public contact and who works there; NotFound when it is not one of the actor's. */
export async function getGroup(tx: Read, groupId: string): Promise<GroupHead> {
  return tx.one<GroupHead>`
    select g.id, g.name, u.name as unit_name, u.street, u.postal_code, u.city, u.phone, u.email,
           coalesce((
             select jsonb_agg(jsonb_build_object('name', p.given_name || ' ' || p.family_name, 'title', d.title)
                              order by d.role = 'principal', p.given_name, p.family_name)
             from duty d join person p on p.id = d.person_id
             where d.unit_id = g.unit_id and (d.group_id = g.id or d.role = 'principal')
               and d.valid @> (select access.today())), '[]') as staff
    from unit_group g join unit u on u.id = g.unit_id
    where g.id = ${groupId}`
}

/** One row for each detail that shows, at least one for each guardian, at least one for each child. */
export type EntryRow = {
  group_id: string
  group_name: string
  child_id: string
  child_name: string
  child_mine: boolean
  guardian_id: string | null
  guardian_name: string | null
  field: DetailField | null
  sealed: Buffer | null
}

/**
 * R4 to R6: the groups' children, the guardians whose names show, and exactly the details each of them shows for that
 * child. Where a name is hidden nothing else shows. Staff and the child's other guardian know the name all the same;
 * `asOthers` leaves that out, so that a guardian sees themself exactly as another family does.
 */
export async function entriesOf(tx: Read, groupIds: string[], asOthers = false): Promise<EntryRow[]> {
  return tx.rows<EntryRow>`
    with here as (
      select p.group_id, p.child_id, p.child_id = any ((select access.children())::uuid[]) as near
      from placement p
      where p.group_id = any (${groupIds}::uuid[]) and p.valid @> (select access.today())
    ), choice as (
      select distinct on (c.child_id, c.guardian_id, c.field) c.child_id, c.guardian_id, c.field, c.shown
      from contact_choice c
      where c.child_id = any (array(select child_id from here))
      order by c.child_id, c.guardian_id, c.field, c.id desc
    ), custodian as (
      select g.child_id, g.guardian_id, p.given_name || ' ' || p.family_name as name,
             coalesce(n.shown, (select value = 'true' from setting where key = 'contacts.name_shown')) as shown
      from guardianship g
      join person p on p.id = g.guardian_id
      left join choice n on n.child_id = g.child_id and n.guardian_id = g.guardian_id and n.field = 'name'
      where g.child_id = any (array(select child_id from here)) and g.valid @> (select access.today())
    )
    select h.group_id, ug.name as group_name, h.child_id, child.given_name || ' ' || child.family_name as child_name,
           h.near and (select access.role()) = 'guardian' as child_mine,
           who.guardian_id, who.name as guardian_name, d.field, d.sealed
    from here h
    join unit_group ug on ug.id = h.group_id
    join person child on child.id = h.child_id
    left join custodian who on who.child_id = h.child_id and (who.shown or (h.near and not ${asOthers}))
    left join choice c on c.child_id = who.child_id and c.guardian_id = who.guardian_id
                      and c.field <> 'name' and c.shown and who.shown
    left join contact_detail d on d.person_id = c.guardian_id and d.field = c.field`
}

export type OwnChild = {
  id: string
  name: string
  groups: { id: string; name: string }[]
  shown: Record<ChoiceField, boolean>
}

/** The guardian's children today, their groups, and what the guardian shows for each. */
export async function ownChildren(tx: Read): Promise<OwnChild[]> {
  return tx.rows<OwnChild>`
    select c.id, c.given_name || ' ' || c.family_name as name,
           coalesce((
             select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name)
             from placement p join unit_group g on g.id = p.group_id
             where p.child_id = c.id and p.valid @> (select access.today())), '[]') as groups,
           jsonb_build_object(
             'name', (select value = 'true' from setting where key = 'contacts.name_shown'),
             'phone', false, 'email', false, 'address', false)
           || coalesce((
             select jsonb_object_agg(latest.field, latest.shown)
             from (select distinct on (ch.field) ch.field, ch.shown from contact_choice ch
                   where ch.child_id = c.id and ch.guardian_id = (select access.actor())
                   order by ch.field, ch.id desc) as latest), '{}') as shown
    from person c
    where c.id = any ((select access.children())::uuid[])
    order by c.birth_date, c.given_name, c.id`
}

export type DetailRow = { field: DetailField; sealed: Buffer }

export async function ownDetails(tx: Read): Promise<DetailRow[]> {
  return tx.rows<DetailRow>`select field, sealed from contact_detail where person_id = (select access.actor())`
}

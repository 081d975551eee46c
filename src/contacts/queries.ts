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
           (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'title', title) order by leads, name), '[]')
            from access.group_staff(g.id)) as staff
    from unit_group g join unit u on u.id = g.unit_id
    where g.id = ${groupId}`
}

/** One row for each detail that shows, at least one for each guardian, at least one for each child. */
export type EntryRow = {
  group_id: string
  child_id: string
  child_name: string
  /** The actor's own child, or one in their care. */
  child_near: boolean
  guardian_id: string | null
  guardian_name: string | null
  field: DetailField | null
  sealed: Buffer | null
}

/**
 * R4 to R6: what the groups' list holds (src/contacts/policy.ts). `asOthers`: without what the actor knows as the child's
 * guardian or teacher, so that a guardian sees themself exactly as another family does.
 */
export async function entriesOf(tx: Read, groupIds: string[], asOthers = false): Promise<EntryRow[]> {
  return tx.rows<EntryRow>`
    select group_id, child_id, child_name, child_near, guardian_id, guardian_name, field, sealed
    from access.contact_entries(${groupIds}::uuid[], ${asOthers})`
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
             where p.child_id = c.id and range_contains_elem(p.valid, (select access.today()))), '[]') as groups,
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

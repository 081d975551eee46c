import { Opened } from '../crypto/opened.ts'
import type { Ask, Read } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { ChoiceField, DetailField, ProvenField } from './details.ts'
import type { LetterState } from './letters.ts'

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

/** What a guardian shows; the details sealed, as base64. */
export type ListedGuardian = { id: string; name: string } & Partial<Record<DetailField, string>>

export type GroupList = {
  head: GroupHead
  /** In alphabetical order, and so are their guardians. */
  families: { id: string; name: string; guardians: ListedGuardian[] }[]
  /** A guardian's own children. */
  near: string[]
  /** By child: guardians whose name only the child's other guardian and its staff know. */
  unshown: Record<string, ListedGuardian[]>
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
 * R4 to R6: the group, its unit's public contact, who works there, and what the list holds (policy.ts); NotFound when the
 * group is not one of the actor's. The reading is recorded.
 */
export async function readContacts(ask: Ask, groupId: string): Promise<GroupList> {
  const [list] = await ask.page<Omit<GroupList, 'families'> & { families: string }>`read_contacts(${groupId})`
  if (!list) throw new NotFound()
  const families = parsed.get(groupId, [list.families], () => JSON.parse(list.families) as GroupList['families'])
  return { ...list, families }
}

// A group's families ask for the same list one after the other.
const parsed = new Opened<GroupList['families']>(200)

/** The groups' lists as another family sees them: without what the actor knows as the child's guardian (R6). */
export async function entriesAsOthersSee(tx: Read, groupIds: string[]): Promise<EntryRow[]> {
  return tx.rows<EntryRow>`
    select group_id, child_id, child_name, child_near, guardian_id, guardian_name, field, sealed
    from access.contact_entries(${groupIds}::uuid[], true)`
}

export type OwnChild = {
  id: string
  name: string
  /** What the guardian shows for the child there; `named`: they have chosen about the name themself. */
  groups: { id: string; name: string; named: boolean; shown: Record<ChoiceField, boolean> }[]
}

/** The guardian's children today, their groups, and what the guardian shows in each. */
export async function ownChildren(tx: Read): Promise<OwnChild[]> {
  return tx.rows<OwnChild>`
    select c.id, c.given_name || ' ' || c.family_name as name,
           coalesce((
             select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'named', exists (
                      select from contact_choice ch where ch.child_id = c.id and ch.group_id = g.id
                        and ch.guardian_id = (select access.actor()) and ch.field = 'name'), 'shown', jsonb_build_object(
                      'name', access.own_name_shown(c.id, g.id), 'phone', false, 'email', false, 'address', false)
                    || coalesce((
                      select jsonb_object_agg(latest.field, latest.shown)
                      from (select distinct on (ch.field) ch.field, ch.shown from contact_choice ch
                            where ch.child_id = c.id and ch.group_id = g.id and ch.guardian_id = (select access.actor())
                            order by ch.field, ch.id desc) as latest), '{}')) order by g.name)
             from placement p join unit_group g on g.id = p.group_id
             where p.child_id = c.id and range_contains_elem(p.valid, (select access.today()))), '[]') as groups
    from person c
    where c.id = any ((select access.children())::uuid[])
    order by c.birth_date, c.given_name, c.id`
}

/** Whether the guardian wants a mail when something waits for their answer. */
export async function wantsReminders(tx: Read): Promise<boolean> {
  const { wanted } = await tx.one<{ wanted: boolean }>`
    select coalesce((select wanted from reminder_choice where person_id = (select access.actor()) order by id desc limit 1), true) as wanted`
  return wanted
}

/** `confirmed`: its owner has shown that it is theirs, by a code that was sent there. */
export type DetailRow = { field: DetailField; sealed: Buffer; confirmed: boolean }

export async function ownDetails(tx: Read): Promise<DetailRow[]> {
  return tx.rows<DetailRow>`
    select field, sealed, confirmed_at is not null as confirmed from contact_detail where person_id = (select access.actor())`
}

declare module 'express-session' {
  interface SessionData {
    /** At this sign-in a year had gone since the guardian looked at their own details. */
    detailsDue?: boolean
  }
}

/** Whether it is a year since the guardian looked at what they have given of themself. */
export async function detailsDue(tx: Read): Promise<boolean> {
  const { due } = await tx.one<{ due: boolean }>`select access.details_due() as due`
  return due
}

export type ByHand = { kind: 'name' | 'number-shown'; reason: string; at: string }
/** `sealed` as base64; `letter`: how it went with the code. */
export type CodeRow = { field: ProvenField; sealed: string | null; asked_at: string; letter: LetterState }
export type Beside = {
  reminded: boolean
  /** What administrators have done by hand with what is stored of the actor, latest first (R24). */
  by_hand: ByHand[]
  codes: CodeRow[]
  /** A year has gone since anybody looked at this. */
  due: boolean
}

/** What stands beside one's details: by one question, for the page. */
export async function besideDetails(tx: Read): Promise<Beside> {
  return tx.one<Beside>`
    select coalesce((select wanted from reminder_choice where person_id = me.id order by id desc limit 1), true) as reminded,
           coalesce((
             select jsonb_agg(jsonb_build_object('kind', kind, 'reason', reason, 'at', changed_at) order by changed_at desc, id desc)
             from person_change where person_id = me.id), '[]') as by_hand,
           coalesce((
             select jsonb_agg(jsonb_build_object('field', field, 'sealed', encode(sealed, 'base64'), 'asked_at', asked_at,
                                                 'letter', access.letter_state(field)) order by field)
             from contact_code where person_id = me.id), '[]') as codes,
           access.details_due() as due
    from (select access.actor() as id) me`
}

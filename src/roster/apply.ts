import type { Database, Tag } from '../database/database.ts'
import { grown, keep } from './store.ts'

const chunk = 2_000

export type Applying = {
  database: Database
  today: string
  onApplied: (rows: number) => Promise<void>
  signal?: AbortSignal
}

/**
 * Makes the plan true: places first, then protection with those whom it hides, then everybody else, who reach nothing by
 * themselves; then the relations, a transaction for each unit, so that none is long and each unit is always whole. Killed anywhere, the next run finds
 * what is left, since the plan is worked out from what is.
 */
export async function apply({ database, today, onApplied, signal }: Applying): Promise<void> {
  await database.transaction('roster', [], places)
  await database.transaction('roster', [], numbers)
  // Decision 3: before anybody meets them, or a relation of theirs; they and their protection in one.
  const hidden = await database.transaction('roster', [], async (rows) => {
    const done = await people(
      rows,
      await rows`
        delete from roster.plan_person
        where id in (select person_id from roster.plan_protection union select person_id from roster.plan_household)
        returning id`,
    )
    await protection(rows, today)
    return done
  })
  await grown(database.rows)
  await onApplied(hidden)
  for (;;) {
    signal?.throwIfAborted()
    const done = await database.transaction('roster', [], async (rows) =>
      people(
        rows,
        await rows`
          delete from roster.plan_person where id in (select id from roster.plan_person order by id limit ${chunk}) returning id`,
      ),
    )
    if (done === 0) break
    await grown(database.rows)
    await onApplied(done)
  }
  const units = await database.rows<{ unit: string }>`
    select unit_id as unit from roster.plan_placement union select unit_id from roster.plan_custody
    union select unit_id from roster.plan_duty order by 1`
  for (const { unit } of units) {
    signal?.throwIfAborted()
    const done = await database.transaction('roster', [], (rows) => relations(rows, unit))
    await grown(database.rows)
    await onApplied(done)
  }
}

/** Only a register that is asked for changes needs to be remembered. */
export async function remember(database: Database): Promise<void> {
  await database.transaction('roster', [], keep)
}

async function places(rows: Tag): Promise<void> {
  const [plan] = await rows<{ units: number; groups: number }>`
    select (select count(*) from roster.plan_unit) as units, (select count(*) from roster.plan_group) as groups`
  // A statement that finds nothing would still tell everybody that relations have changed.
  if (plan!.units > 0) {
    await rows`
      update unit u set name = o.name, kind = o.kind, street = o.street, postal_code = o.postal_code, city = o.city,
                        phone = o.phone, email = o.email
      from roster.plan_unit p join roster.next_organisation o on o.id = p.id where u.id = p.id`
    await rows`
      insert into unit (id, name, kind, street, postal_code, city, phone, email, origin)
      select o.id, o.name, o.kind, o.street, o.postal_code, o.city, o.phone, o.email, 'roster'
      from roster.plan_unit p join roster.next_organisation o on o.id = p.id
      where not exists (select from unit u where u.id = p.id)`
  }
  if (plan!.groups > 0) {
    await rows`
      update unit_group x set unit_id = g.unit_id, name = g.name, kind = g.kind
      from roster.plan_group p join roster.next_group g on g.id = p.id where x.id = p.id`
    await rows`
      insert into unit_group (id, unit_id, name, kind, curriculum, origin)
      select g.id, g.unit_id, g.name, g.kind, case g.kind when 'preschool' then 'lpfo18' else 'lgr22' end, 'roster'
      from roster.plan_group p join roster.next_group g on g.id = p.id
      where not exists (select from unit_group x where x.id = p.id)`
  }
}

// Numbers are let go before they are given: two people may change places.
async function numbers(rows: Tag): Promise<void> {
  const [changed] = await rows`select from roster.plan_person where kind = 'changed' limit 1`
  if (!changed) return
  await rows`
    update person p set personnummer = null, personnummer_index = null
    from roster.next_person n
    where p.personnummer_index is not null and n.id = p.id and n.number_index is distinct from p.personnummer_index`
}

async function people(rows: Tag, taken: Record<string, unknown>[]): Promise<number> {
  if (taken.length === 0) return 0
  const ids = taken.map(({ id }) => id as string)
  const [changed] = await rows<{ count: number }>`select count(*) from person where id = any (${ids}::uuid[])`
  if (changed!.count > 0) {
    await rows`
      update person p set
        origin = 'roster',
        given_name  = coalesce(c.given_name,  case when n.marking in ('none', 'unknown') then n.given_name  else p.given_name  end),
        family_name = coalesce(c.family_name, case when n.marking in ('none', 'unknown') then n.family_name else p.family_name end),
        birth_date = coalesce(n.birth_date, p.birth_date),
        personnummer = case when n.number_index is distinct from p.personnummer_index then n.number_sealed else p.personnummer end,
        personnummer_index = n.number_index
      from roster.next_person n left join lateral (select given_name, family_name from person_correction x where x.person_id = n.id
                       order by corrected_at desc limit 1) c on true
      where p.id = n.id and p.id = any (${ids}::uuid[]) `
  }
  if (changed!.count < ids.length)
    await rows`
      insert into person (id, given_name, family_name, birth_date, personnummer, personnummer_index, origin)
      select n.id, n.given_name, n.family_name, n.birth_date, n.number_sealed, n.number_index, 'roster'
      from roster.next_person n
      where n.id = any (${ids}::uuid[]) and not exists (select from person p where p.id = n.id)`
  return ids.length
}

async function protection(rows: Tag, today: string): Promise<void> {
  const [plan] = await rows<{ people: number; households: boolean }>`
    select (select count(*) from roster.plan_protection) as people,
           exists (select household_id, person_id from household_member where origin = 'roster'
                   except select household_id, person_id from roster.plan_household)
           or exists (select household_id, person_id from roster.plan_household
                      except select household_id, person_id from household_member where origin = 'roster') as households`
  // First who lives together: a mark without a household hides all brothers and sisters (src/access/reader.ts).
  if (plan!.households) {
    await rows`
      delete from household_member m where origin = 'roster'
        and not exists (select from roster.plan_household p where p.household_id = m.household_id and p.person_id = m.person_id)`
    await rows`
      insert into household_member (household_id, person_id, origin)
      select household_id, person_id, 'roster' from roster.plan_household p
      where not exists (select from household_member m where m.origin = 'roster' and m.household_id = p.household_id and m.person_id = p.person_id)`
  }
  if (plan!.people > 0) {
    await rows`
      update protected_identity x set cause = p.cause from roster.plan_protection p
      where p.hidden and x.person_id = p.person_id and x.origin = 'roster' and range_contains_elem(x.valid, ${today}::date)`
    await rows`
      insert into protected_identity (person_id, valid, origin, cause)
      select person_id, daterange(${today}::date, null), 'roster', cause from roster.plan_protection p
      where hidden and not exists (select from protected_identity x where x.person_id = p.person_id and x.origin = 'roster'
                                   and range_contains_elem(x.valid, ${today}::date))`
    // What began today and is taken back today never was.
    await rows`
      delete from protected_identity x using roster.plan_protection p
      where not p.hidden and x.person_id = p.person_id and x.origin = 'roster' and lower(x.valid) >= ${today}::date`
    await rows`
      update protected_identity x set valid = daterange(lower(x.valid), ${today}::date)
      from roster.plan_protection p
      where not p.hidden and x.person_id = p.person_id and x.origin = 'roster' and range_contains_elem(x.valid, ${today}::date)`
    await rows`
      update account a set session_epoch = session_epoch + 1
      where a.person_id in (select person_id from roster.plan_protection where hidden)
         or a.person_id in (select near.person_id from roster.plan_household near join roster.plan_household mine using (household_id)
                            join roster.plan_protection p on p.person_id = mine.person_id and p.hidden)`
  }
}

type Planned = { placements: number; custody: number; duties: number }

// One unit, whole. Whoever loses something is signed out everywhere in the same transaction.
async function relations(rows: Tag, unit: string): Promise<number> {
  const [plan] = await rows<{ all: Planned; old: Planned }>`
    select jsonb_build_object('placements', p.every, 'custody', c.every, 'duties', d.every) as all,
           jsonb_build_object('placements', p.before, 'custody', c.before, 'duties', d.before) as old
    from (select count(*) as every, count(*) filter (where before <> '{}') as before from roster.plan_placement where unit_id = ${unit}) p,
         (select count(*) as every, count(*) filter (where before <> '{}') as before from roster.plan_custody where unit_id = ${unit}) c,
         (select count(*) as every, count(*) filter (where before <> '{}') as before from roster.plan_duty where unit_id = ${unit}) d`
  const { all, old } = plan!
  // Only where there is something: each statement would tell everybody that relations have changed.
  if (old.placements > 0)
    await rows`
      delete from placement x using roster.plan_placement p
      where p.unit_id = ${unit} and x.origin = 'roster' and x.child_id = p.child_id and x.group_id = p.group_id`
  if (all.placements > 0)
    await rows`
      insert into placement (child_id, group_id, valid, origin)
      select child_id, group_id, unnest(after), 'roster' from roster.plan_placement where unit_id = ${unit} order by 1, 2`
  if (old.custody > 0)
    await rows`
      delete from guardianship x using roster.plan_custody p
      where p.unit_id = ${unit} and x.origin = 'roster' and x.child_id = p.child_id and x.guardian_id = p.guardian_id`
  if (all.custody > 0)
    await rows`
      insert into guardianship (child_id, guardian_id, valid, origin)
      select child_id, guardian_id, unnest(after), 'roster' from roster.plan_custody where unit_id = ${unit} order by 2, 1`
  if (old.duties > 0)
    await rows`
      delete from duty x using roster.plan_duty p
      where p.unit_id = ${unit} and x.origin = 'roster' and x.person_id = p.person_id and x.unit_id = p.unit_id and x.role = p.role
        and coalesce(x.group_id, x.unit_id) = coalesce(p.group_id, p.unit_id)`
  if (all.duties > 0)
    await rows`
      insert into duty (person_id, unit_id, group_id, role, title, valid, origin)
      select person_id, unit_id, group_id, role, title, unnest(after), 'roster' from roster.plan_duty where unit_id = ${unit}`
  if (old.custody + old.duties > 0)
    await rows`
      update account set session_epoch = session_epoch + 1
      where person_id in (
        select guardian_id from roster.plan_custody where unit_id = ${unit} and not before <@ after
        union select person_id from roster.plan_duty where unit_id = ${unit} and not before <@ after)`
  return all.placements + all.custody + all.duties
}

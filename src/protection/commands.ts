import { randomUUID } from 'node:crypto'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { Conflict, NotFound } from '../errors.ts'
import { type DecisionKind, type DecisionReason, plainReason } from './grounds.ts'
import { sealNote } from './note.ts'
import type { AliasForm, CheckForm, GuardianAliasForm, LiftForm, ProtectForm } from './schema.ts'

/**
 * Decision 3: from this moment nobody meets the person, the household, or anything with them in it, and whoever of them
 * was signed in is so no longer. Conflict where a decision here stands already.
 */
export async function protect(tx: Write, keys: KeyStore, id: string, form: ProtectForm): Promise<void> {
  await meet(tx, id)
  if (await tx.maybe`select from protection_alias where alias_id = ${id}`)
    throw new Conflict('an alias is nobody to protect')
  await mark(tx, id)
  await decide(tx, keys, id, 'set', form)
}

/** What the register says nothing about has been looked into: protected from now on by decision, or not at all. */
export async function settle(tx: Write, keys: KeyStore, id: string, { verdict, ...form }: CheckForm): Promise<void> {
  await meet(tx, id)
  const silent = await tx.maybe`
    select from protected_identity
    where person_id = ${id} and cause = 'unknown' and range_contains_elem(valid, (select access.today()))`
  if (!silent) throw new Conflict('nothing to look into')
  // Decided while it is still there: afterwards the person is nobody's, as everybody is.
  await decide(tx, keys, id, verdict === 'protected' ? 'confirmed' : 'cleared', form)
  if (verdict === 'protected') await mark(tx, id)
  else await unmark(tx, id)
}

/** Looked at again: the register's silence still stands for what was found. Conflict where nothing was. */
export async function keepOpen(tx: Write, keys: KeyStore, id: string, form: LiftForm): Promise<void> {
  await meet(tx, id)
  const found = await tx.maybe`
    select from (select kind from protection_decision
                 where person_id = ${id} and kind in ('set', 'confirmed', 'cleared', 'lifted') order by number desc limit 1) d
    where d.kind = 'cleared'`
  if (!found) throw new Conflict('nothing was found here')
  await decide(tx, keys, id, 'cleared', form)
}

/** What was decided here ends; what the register marks does not. Conflict where there is nothing to end. */
export async function lift(tx: Write, keys: KeyStore, id: string, form: LiftForm): Promise<void> {
  await meet(tx, id)
  await decide(tx, keys, id, 'lifted', form)
  if ((await unmark(tx, id)) === 0) throw new Conflict('nothing was decided here')
}

/** The actor is responsible from now on. */
export async function take(tx: Write, keys: KeyStore, id: string): Promise<void> {
  await meetProtected(tx, id)
  await decide(tx, keys, id, 'taken', { reason: plainReason, note: '' })
}

/** Another officer is, and the actor sees the person no more. NotFound for somebody who is no officer. */
export async function handOver(tx: Write, keys: KeyStore, id: string, officer: string): Promise<void> {
  await meetProtected(tx, id)
  const known = await tx.maybe`select from access.protection_officers() where id = ${officer}`
  if (!known) throw new NotFound()
  await decide(tx, keys, id, 'handed-over', { reason: plainReason, note: '' }, officer)
}

/** Another name for a protected child in one of its groups, until a day; everybody else meets a child like others. */
export async function makeAlias(tx: Write, keys: KeyStore, id: string, form: AliasForm): Promise<void> {
  const child = await tx.maybe<{ birth_date: string | null }>`
    select p.birth_date from person p
    where p.id = ${id} and exists (select from protected_identity x where x.person_id = p.id and range_contains_elem(x.valid, (select access.today())))
      and exists (select from placement x where x.child_id = p.id and x.group_id = ${form.group} and range_contains_elem(x.valid, (select access.today())))`
  if (!child) throw new NotFound()
  const alias = randomUUID()
  // The first of the year: old enough to be in the right group, and no way to the day.
  const born = child.birth_date && `${child.birth_date.slice(0, 4)}-01-01`
  await tx.rows`
    insert into person (id, given_name, family_name, birth_date, origin)
    values (${alias}, ${form.givenName}, ${form.familyName}, ${born}::date, 'roster')`
  await tx.rows`
    insert into protection_alias (alias_id, person_id, reference, agreed_on, valid, made_by, made_at)
    values (${alias}, ${id}, ${form.reference}, ${form.agreedOn}, daterange((select access.today()), ${form.last}::date, '[]'), ${tx.actor.id}, ${tx.now})`
  await tx.rows`
    insert into placement (child_id, group_id, valid, origin)
    values (${alias}, ${form.group}, daterange((select access.today()), ${form.last}::date, '[]'), 'local')`
  await decide(tx, keys, id, 'alias-made', { reason: plainReason, note: '' })
}

/** A guardian's way in under another name, for as long as the child's alias holds; the password is shown this once. */
export async function makeGuardianAlias(
  tx: Write,
  keys: KeyStore,
  id: string,
  form: GuardianAliasForm,
  account: { username: string; hash: string; until: Date },
): Promise<void> {
  const child = await tx.maybe<{ valid: string }>`
    select valid::text from protection_alias
    where alias_id = ${form.alias} and person_id = ${id} and child_id is null and range_contains_elem(valid, (select access.today()))`
  if (!child) throw new NotFound()
  const alias = randomUUID()
  await tx.rows`
    insert into person (id, given_name, family_name, origin) values (${alias}, ${form.givenName}, ${form.familyName}, 'roster')`
  await tx.rows`
    insert into protection_alias (alias_id, person_id, child_id, reference, agreed_on, valid, made_by, made_at)
    select ${alias}::uuid, person_id, alias_id, reference, agreed_on,
           daterange((select access.today()), upper(valid)), ${tx.actor.id}::uuid, ${tx.now}::timestamptz
    from protection_alias where alias_id = ${form.alias}`
  await tx.rows`
    insert into guardianship (child_id, guardian_id, valid, origin)
    select child_id, alias_id, valid, 'local' from protection_alias where alias_id = ${alias}`
  await tx.rows`select access.protection_lets_in(${alias}, ${account.username}, ${account.hash}, ${account.until})`
  await decide(tx, keys, id, 'alias-made', { reason: plainReason, note: '' })
}

/** The alias, and for a child's those of its guardians: no place and no way in from now on. What was documented stays. */
export async function endAlias(tx: Write, keys: KeyStore, id: string, alias: string): Promise<void> {
  // A day is the smallest period there is: what began today is over tomorrow, and the way in at once.
  const ended = await tx.rows<{ alias_id: string }>`
    update protection_alias set valid = daterange(lower(valid), greatest((select access.today()), lower(valid) + 1))
    where (alias_id = ${alias} or child_id = ${alias}) and person_id = ${id} and upper(valid) > (select access.today())
    returning alias_id`
  if (ended.length === 0) throw new NotFound()
  const ids = ended.map(({ alias_id }) => alias_id)
  await tx.rows`
    update placement set valid = daterange(lower(valid), greatest((select access.today()), lower(valid) + 1))
    where child_id = any (${ids}::uuid[]) and upper(valid) > (select access.today())`
  await tx.rows`
    update guardianship set valid = daterange(lower(valid), greatest((select access.today()), lower(valid) + 1))
    where guardian_id = any (${ids}::uuid[]) and upper(valid) > (select access.today())`
  await tx.rows`select access.protection_shuts_out(${alias})`
  await decide(tx, keys, id, 'alias-ended', { reason: plainReason, note: '' })
}

// Out of the officer's sight is not there; and two who decide at once wait for each other.
async function meet(tx: Write, id: string): Promise<void> {
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('protection|' || ${id}, 0))`
  await tx.one`select id from person where id = ${id}`
}

async function meetProtected(tx: Write, id: string): Promise<void> {
  await meet(tx, id)
  const found = await tx.maybe`
    select from protected_identity where person_id = ${id} and range_contains_elem(valid, (select access.today())) limit 1`
  if (!found) throw new NotFound()
}

async function mark(tx: Write, id: string): Promise<void> {
  await tx.rows`
    insert into protected_identity (person_id, valid, origin, cause)
    values (${id}, daterange((select access.today()), null), 'local', 'decided')`
  await tx.rows`select access.protection_signs_out(${id})`
}

async function unmark(tx: Write, id: string): Promise<number> {
  const never = await tx.rows`
    delete from protected_identity
    where person_id = ${id} and (origin = 'local' or cause = 'unknown') and lower(valid) >= (select access.today()) returning person_id`
  const ended = await tx.rows`
    update protected_identity set valid = daterange(lower(valid), (select access.today()))
    where person_id = ${id} and (origin = 'local' or cause = 'unknown') and range_contains_elem(valid, (select access.today())) returning person_id`
  return never.length + ended.length
}

async function decide(
  tx: Write,
  keys: KeyStore,
  person: string,
  kind: DecisionKind,
  { reason, note }: { reason: DecisionReason; note: string },
  officer = tx.actor.id,
): Promise<void> {
  const id = randomUUID()
  await tx.rows`
    insert into protection_decision (id, person_id, kind, reason, sealed_note, officer_id, decided_by, decided_at, review_on)
    values (${id}, ${person}, ${kind}, ${reason}, ${sealNote(keys, id, note)}, ${officer}, ${tx.actor.id}, ${tx.now},
            case when ${kind === 'cleared'} then ((select access.today()) + interval '1 year')::date end)`
  await tx.audit('protection.decided')
}

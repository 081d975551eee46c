import type pg from 'pg'
import { actorRoles, helperGrants, helpers, reach } from '../access/policy.ts'
import { reader, upkeep } from '../access/reader.ts'
import { helpers as accountsHelpers } from '../accounts/admin-policy.ts'
import { policy as accounts, arriving } from '../accounts/policy.ts'
import { policy as archive, helpers as archiveHelpers } from '../archive/policy.ts'
import { policy as audit } from '../audit/policy.ts'
import { policy as comments, helpers as commentsHelpers } from '../comments/policy.ts'
import { binding as consentBinding } from '../consent/binding.ts'
import { policy as consent } from '../consent/policy.ts'
import { policy as consentReminders, reminding as consentReminding } from '../consent/reminders.ts'
import { status as consentStatus } from '../consent/status.ts'
import { policy as contactsLetters, helpers as contactsLettersHelpers } from '../contacts/letters-policy.ts'
import { policy as contacts, helpers as contactsHelpers } from '../contacts/policy.ts'
import { policy as corrections, helpers as correctionsHelpers } from '../corrections/policy.ts'
import { policy as documentation, helpers as documentationHelpers } from '../documentation/policy.ts'
import { reading as documentationReading } from '../documentation/reading.ts'
import { policy as followUp } from '../follow-up/policy.ts'
import { policy as goals } from '../goals/policy.ts'
import { policy as handover, helpers as handoverHelpers, reach as handoverReach } from '../handover/policy.ts'
import { policy as media, helpers as mediaHelpers } from '../media/policy.ts'
import { policy as people } from '../people/policy.ts'
import { policy as protection, helpers as protectionHelpers } from '../protection/policy.ts'
import { policy as reports, helpers as reportsHelpers } from '../reports/policy.ts'
import { policy as retention, helpers as retentionHelpers } from '../retention/policy.ts'
import { policy as roster, helpers as rosterHelpers } from '../roster/policy.ts'
import { policy as uses, helpers as usesHelpers } from '../uses/policy.ts'
import { policy as useReminders, reminding as usesReminding } from '../uses/reminders.ts'
import { policy as wording, helpers as wordingHelpers } from '../wording/policy.ts'

/**
 * Makes src/*\/policy.ts the truth in Postgres: every policy and grant is dropped and made anew in one transaction, so
 * that there is no gap and nothing old stays. Run as the owner after the migrations. `contextKey`: 32 bytes.
 */
export async function applyPolicies(owner: pg.Client, contextKey: Buffer): Promise<void> {
  await owner.query('begin')
  try {
    await owner.query(clearAway)
    await owner.query(reader)
    await owner.query(handoverReach)
    await owner.query(upkeep)
    await owner.query(reach)
    await owner.query(helpers)
    await owner.query(arriving)
    await owner.query(consentStatus)
    await owner.query(consentReminding)
    await owner.query(commentsHelpers)
    await owner.query(documentationHelpers)
    await owner.query(reportsHelpers)
    await owner.query(correctionsHelpers)
    await owner.query(usesHelpers)
    await owner.query(usesReminding)
    await owner.query(consentBinding)
    await owner.query(documentationReading)
    await owner.query(contactsHelpers)
    await owner.query(contactsLettersHelpers)
    await owner.query(mediaHelpers)
    await owner.query(retentionHelpers)
    await owner.query(archiveHelpers)
    await owner.query(handoverHelpers)
    await owner.query(wordingHelpers)
    await owner.query(rosterHelpers)
    await owner.query(protectionHelpers)
    await owner.query(accountsHelpers)
    await owner.query(helperGrants)
    for (const policy of [
      people,
      accounts,
      documentation,
      corrections,
      comments,
      media,
      goals,
      followUp,
      contacts,
      contactsLetters,
      consent,
      consentReminders,
      uses,
      useReminders,
      audit,
      retention,
      archive,
      handover,
      reports,
      wording,
      roster,
      protection,
    ])
      await owner.query(policy)
    await storeContextKey(owner, contextKey)
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}

const clearAway = `
  create schema if not exists reach;
  revoke all on schema reach from public;
  revoke create on schema public from public;
  grant usage on schema public to public;
  do $$
  declare item record;
  begin
    -- A temporary table of somebody's own is found before the real one of that name, wherever no path says otherwise.
    execute format('revoke temporary on database %I from public', current_database());
    -- No policy leans on these, and one that answers with other columns than before could not be replaced.
    for item in select oid::regprocedure as name from pg_proc where pronamespace = 'access'::regnamespace and (proname like 'read\\_%' or proname = 'consent_status') loop
      execute format('drop function %s', item.name);
    end loop;
    for item in select policyname, schemaname, tablename from pg_policies where schemaname = 'public' loop
      execute format('drop policy %I on %I.%I', item.policyname, item.schemaname, item.tablename);
    end loop;
    for item in select tablename from pg_tables where schemaname = 'public' loop
      execute format('alter table public.%I enable row level security', item.tablename);
      execute format('revoke all on public.%I from public, insyn_web, insyn_retention, insyn_worker, insyn_roster, ${actorRoles}', item.tablename);
    end loop;
  end $$;
`

// HMAC (RFC 2104) with the key padded here, so that Postgres needs only its built-in sha256.
async function storeContextKey(owner: pg.Client, key: Buffer): Promise<void> {
  const padded = Buffer.concat([key, Buffer.alloc(64 - key.length)])
  const pad = (byte: number) => Buffer.from(padded.map((value) => value ^ byte))
  await owner.query('delete from access.context_key')
  await owner.query('insert into access.context_key (inner_pad, outer_pad) values ($1, $2)', [pad(0x36), pad(0x5c)])
}

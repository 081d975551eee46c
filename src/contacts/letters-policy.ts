import { actorRoles } from '../access/policy.ts'

/**
 * Mail and text messages about one's own address and number: written down in the transaction that they belong to, handed
 * over by the portal right after and again until they are taken. Table and functions are closed to all but these ways.
 */
export const helpers = `
  -- What there is to write of stands here; the one about a password keeps its address as it stands in contact_detail.
  alter table contact_mail drop constraint contact_mail_kind_check,
    add constraint contact_mail_kind_check check (kind in ('code', 'former', 'password'));
  -- Answers with more than it did at first.
  drop function if exists access.claim_letter(timestamptz), access.post_letter(uuid, text, bytea), access.letter_state();
  create or replace function access.post_letter(letter uuid, field text, kind text, sealed bytea) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if access.role() is distinct from 'guardian' or kind not in ('code', 'former') then raise exception 'no letter of this role''s' using errcode = '42501'; end if;
    insert into contact_mail (id, person_id, field, kind, sealed, made_at, next_at)
    values (letter, access.actor(), post_letter.field, post_letter.kind, post_letter.sealed, access.instant(), access.instant());
  end $$;

  -- How it went with the latest code that the guardian asked for, for this detail: sent, refused, given-up, or waiting.
  create or replace function access.letter_state(field text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if access.role() is distinct from 'guardian' then return null; end if;
    return (select coalesce(m.outcome, 'waiting') from contact_mail m
            where m.person_id = access.actor() and m.field = letter_state.field and m.kind = 'code'
              and m.made_at = (select c.asked_at from contact_code c where c.person_id = access.actor() and c.field = letter_state.field)
            order by m.id desc limit 1);
  end $$;

  -- What does not stay: letters of a month ago, codes that are no longer good, and what could not go for a week. The clock asks.
  create or replace function access.sweep_letters(at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    delete from contact_mail m where m.ended_at < at - interval '30 days';
    update contact_code set sealed = null where contact_code.sealed is not null and asked_at < at - interval '30 minutes';
    -- By whichever way: it may have been closed since.
    update contact_mail m set outcome = case when m.kind = 'code' then 'unneeded' else 'given-up' end, ended_at = at, sealed = null
    where m.outcome is null and m.made_at < at - case when m.kind = 'code' then interval '30 minutes' else interval '7 days' end;
  end $$;

  -- The next to hand over, of those that can be: by mail, by text message. A code that is no longer waited for is not sent,
  -- nor to whom the portal is closed; what a killed process had in its hands goes once more, since the same code twice does no harm.
  create or replace function access.claim_letter(at timestamptz, fields text[])
  returns table (id uuid, field text, kind text, person_id uuid, sealed bytea)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    next contact_mail;
    hidden boolean;
  begin
    loop
      select * into next from contact_mail m
      where m.outcome is null and m.field = any (fields) and m.next_at <= at and (m.claimed_at is null or m.claimed_at < at - interval '2 minutes')
      order by m.next_at, m.id limit 1 for update skip locked;
      if not found then return; end if;
      -- Decision 3: nothing leaves to somebody who is protected by now; where the address leads nobody knows. Nor do they wait for it.
      hidden := reach.is_hidden(next.person_id, access.day(at));
      if hidden then
        update contact_code set sealed = null where contact_code.person_id = next.person_id;
      end if;
      if hidden or next.kind = 'code' and not exists (
        select from contact_code c join account a on a.person_id = c.person_id and a.disabled_at is null
        where c.person_id = next.person_id and c.field = next.field and c.sealed is not null and c.asked_at = next.made_at
          and c.asked_at >= at - interval '30 minutes') then
        update contact_mail m set outcome = 'unneeded', ended_at = at, sealed = null where m.id = next.id;
        continue;
      end if;
      update contact_mail m set claimed_at = at, attempts = m.attempts + 1 where m.id = next.id;
      return query select next.id, next.field, next.kind, next.person_id, next.sealed;
      return;
    end loop;
  end $$;

  -- How it went. again: later, after 1, 4, 9 … minutes. An address that the server will never take waits for no code either.
  create or replace function access.note_letter(letter uuid, said text, at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare m contact_mail;
  begin
    select * into m from contact_mail x where x.id = letter and x.outcome is null for update;
    if m.id is null then return; end if;
    if said = 'again' and m.attempts < 10 then
      update contact_mail set claimed_at = null, next_at = at + make_interval(mins => m.attempts * m.attempts) where id = letter;
      return;
    end if;
    update contact_mail set outcome = case when said = 'again' then 'given-up' else said end, ended_at = at, sealed = null where id = letter;
    if said = 'refused' and m.kind = 'code' then
      update contact_code set sealed = null where person_id = m.person_id and field = m.field and asked_at = m.made_at;
    end if;
  end $$;
`

export const policy = `
  revoke execute on function access.sweep_letters(timestamptz), access.claim_letter(timestamptz, text[]), access.note_letter(uuid, text, timestamptz) from ${actorRoles};
  grant execute on function access.sweep_letters(timestamptz), access.claim_letter(timestamptz, text[]), access.note_letter(uuid, text, timestamptz) to insyn_web;
`

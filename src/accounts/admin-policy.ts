import { functions, ordinary } from './grounds.ts'

const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')
const beyond = list(functions)
const near = list(ordinary)

/**
 * What administrators see and do of accounts. The tables are closed to every actor's role; these functions are the only
 * way, so that no statement gives anybody more than the rules let one administrator give (decision 160). Each answers null
 * for somebody who is not there for the administrator (decision 3), and otherwise a word.
 */
export const helpers = `
  -- The account of somebody whom the administrator meets; nobody else's, whoever asks. Locked, so that two wait for each other.
  create or replace function reach.account_met(person uuid) returns account
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  declare
    a account;
    hidden uuid[] := access.hidden();
  begin
    if access.role() is distinct from 'admin' or person = any (hidden) then return null; end if;
    select * into a from account where person_id = person for update;
    return a;
  end $$;

  create or replace function reach.account_noted(account uuid, kind text, hat text, reason text) returns void
  language sql set search_path = pg_catalog, public, pg_temp as $$
    insert into account_change (account_id, kind, hat, reason, changed_by, changed_at)
    values (account, kind, hat, reason, access.actor(), access.instant())
  $$;

  -- Whoever has shown an address to be theirs learns there that somebody gave them a new first password.
  create or replace function reach.password_told(person uuid) returns void
  language sql set search_path = pg_catalog, public, pg_temp as $$
    insert into contact_mail (id, person_id, field, kind, sealed, made_at, next_at)
    select gen_random_uuid(), d.person_id, 'email', 'password', d.sealed, access.instant(), access.instant()
    from contact_detail d where d.person_id = person and d.field = 'email' and d.confirmed_at is not null
  $$;

  -- Somebody has to be there who can let the others in.
  create or replace function reach.last_administrator(account uuid) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select exists (select from account_role r where r.account_id = account and r.role = 'admin')
       and not exists (select from account_role r join account a on a.id = r.account_id
                       where r.role = 'admin' and a.id <> account and a.disabled_at is null)
  $$;

  create or replace function access.account_of(person uuid) returns jsonb
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare hidden uuid[] := access.hidden();
  begin
    if access.role() is distinct from 'admin' or person = any (hidden) then return null; end if;
    return (
      select jsonb_build_object(
        'username', a.username, 'closed_at', a.disabled_at, 'first_until', a.first_until, 'last_visit_at', a.last_visit_at,
        'hats', array(select r.role from account_role r where r.account_id = a.id order by r.role),
        'waiting', coalesce((
          select jsonb_agg(jsonb_build_object('hat', p.hat, 'by', case when b.id <> all (hidden) then b.given_name || ' ' || b.family_name end, 'at', p.proposed_at)
                           order by p.proposed_at, p.id)
          from account_proposal p left join person b on b.id = p.proposed_by where p.account_id = a.id and p.settled_at is null), '[]'),
        'history', coalesce((
          -- Not by whom: an officer for protected identity makes some of them, and nobody may see which (decision 3).
          select jsonb_agg(jsonb_build_object('kind', c.kind, 'hat', c.hat, 'reason', c.reason, 'at', c.changed_at) order by c.id desc)
          from (select * from account_change where account_id = a.id order by id desc limit 30) c), '[]'))
      from account a where a.person_id = person);
  end $$;

  -- Who wears a hat that reaches beyond relations, and what waits for a second administrator.
  create or replace function access.accounts_entrusted() returns jsonb
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    hidden uuid[] := access.hidden();
    me uuid := access.actor();
  begin
    if access.role() is distinct from 'admin' then return null; end if;
    return jsonb_build_object(
      'waiting', coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'hat', p.hat, 'reason', p.reason, 'at', p.proposed_at, 'person_id', o.id,
                 'name', o.given_name || ' ' || o.family_name, 'by', case when b.id <> all (hidden) then b.given_name || ' ' || b.family_name end,
                 'mine', me in (p.proposed_by, a.person_id), 'first', a.first_until is not null) order by p.proposed_at, p.id)
        from account_proposal p join account a on a.id = p.account_id join person o on o.id = a.person_id
        left join person b on b.id = p.proposed_by
        where p.settled_at is null and a.person_id <> all (hidden)), '[]'),
      'holders', coalesce((
        select jsonb_agg(jsonb_build_object('person_id', h.id, 'name', h.name, 'hats', h.hats, 'last_visit_at', h.last_visit_at)
                         order by h.name collate "sv-x-icu", h.id)
        from (select p.id, p.given_name || ' ' || p.family_name as name, a.last_visit_at, array_agg(r.role order by r.role) as hats
              from account a join account_role r on r.account_id = a.id join person p on p.id = a.person_id
              where r.role in (${beyond}) and a.disabled_at is null and p.id <> all (hidden)
              group by p.id, a.last_visit_at) h), '[]'));
  end $$;

  -- An account with a first password. exists: they have one; taken: the user name is somebody else's.
  create or replace function access.account_make(person uuid, username text, hash text, until timestamptz, hats text[], reason text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    a account;
    hidden uuid[] := access.hidden();
    made uuid := gen_random_uuid();
    hat text;
  begin
    if access.role() is distinct from 'admin' or person = any (hidden) or not exists (select from person p where p.id = account_make.person) then return null; end if;
    a := reach.account_met(person);
    if a.id is not null then return 'exists'; end if;
    if not hats <@ array[${near}] then return null; end if;
    if exists (select from account x where x.username = account_make.username) then return 'taken'; end if;
    insert into account (id, person_id, username, password_hash, first_until) values (made, person, account_make.username, hash, until);
    perform reach.account_noted(made, 'made', null, reason);
    foreach hat in array hats loop
      insert into account_role (account_id, role) values (made, hat);
      perform reach.account_noted(made, 'given', hat, reason);
    end loop;
    return 'done';
  end $$;

  -- Of the hats that follow relations exactly these from now on; the others stay as they are.
  create or replace function access.account_wear(person uuid, hats text[], reason text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    a account := reach.account_met(person);
    had text[];
    hat text;
  begin
    if a.id is null or not hats <@ array[${near}] then return null; end if;
    had := array(select r.role from account_role r where r.account_id = a.id and r.role in (${near}));
    foreach hat in array array(select unnest(hats) except select unnest(had)) loop
      insert into account_role (account_id, role) values (a.id, hat);
      perform reach.account_noted(a.id, 'given', hat, reason);
    end loop;
    foreach hat in array array(select unnest(had) except select unnest(hats)) loop
      delete from account_role where account_id = a.id and role = hat;
      perform reach.account_noted(a.id, 'taken', hat, reason);
    end loop;
    if had <@ hats then return 'done'; end if;
    update account set session_epoch = session_epoch + 1 where id = a.id;
    return 'done';
  end $$;

  -- A hat that reaches beyond relations: proposed by one. own: nobody gives themself anything. first: whoever handed over the
  -- password would know how to wear it.
  create or replace function access.account_propose(person uuid, hat text, reason text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare a account := reach.account_met(person);
  begin
    if a.id is null or hat not in (${beyond}) then return null; end if;
    if person = access.actor() then return 'own'; end if;
    if a.disabled_at is not null then return 'closed'; end if;
    if a.first_until is not null then return 'first'; end if;
    if exists (select from account_role r where r.account_id = a.id and r.role = hat)
      or exists (select from account_proposal p where p.account_id = a.id and p.hat = account_propose.hat and p.settled_at is null) then return 'has'; end if;
    insert into account_proposal (account_id, hat, reason, proposed_by, proposed_at)
    values (a.id, account_propose.hat, account_propose.reason, access.actor(), access.instant());
    perform reach.account_noted(a.id, 'proposed', hat, reason);
    return 'done';
  end $$;

  -- By another than the one who proposed it and the one whom it is for.
  create or replace function access.account_confirm(proposal uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    p account_proposal;
    a account;
  begin
    select * into p from account_proposal where id = proposal and settled_at is null for update;
    a := reach.account_met((select x.person_id from account x where x.id = p.account_id));
    if a.id is null then return null; end if;
    if access.actor() in (p.proposed_by, a.person_id) then return 'own'; end if;
    if a.disabled_at is not null then return 'closed'; end if;
    if a.first_until is not null then return 'first'; end if;
    update account_proposal set settled_by = access.actor(), settled_at = access.instant(), settlement = 'confirmed' where id = p.id;
    insert into account_role (account_id, role) values (a.id, p.hat);
    perform reach.account_noted(a.id, 'confirmed', p.hat, p.reason);
    return 'done';
  end $$;

  create or replace function access.account_withdraw(proposal uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    p account_proposal;
    a account;
  begin
    select * into p from account_proposal where id = proposal and settled_at is null for update;
    a := reach.account_met((select x.person_id from account x where x.id = p.account_id));
    if a.id is null then return null; end if;
    update account_proposal set settled_by = access.actor(), settled_at = access.instant(), settlement = 'withdrawn' where id = p.id;
    perform reach.account_noted(a.id, 'withdrawn', p.hat, p.reason);
    return 'done';
  end $$;

  -- To take such a hat away one is enough, and it is off at once.
  create or replace function access.account_relieve(person uuid, hat text, reason text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare a account := reach.account_met(person);
  begin
    if a.id is null or hat not in (${beyond}) then return null; end if;
    -- Two who take each other away at once wait for each other here.
    if hat = 'admin' then
      lock table account_role in share row exclusive mode;
      if reach.last_administrator(a.id) then return 'last'; end if;
    end if;
    delete from account_role r where r.account_id = a.id and r.role = hat;
    if not found then return 'has'; end if;
    update account set session_epoch = session_epoch + 1 where id = a.id;
    perform reach.account_noted(a.id, 'taken', hat, reason);
    return 'done';
  end $$;

  -- A new first password. entrusted: whoever hands it over could wear what takes two to give, so that goes first.
  create or replace function access.account_password(person uuid, hash text, until timestamptz, reason text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare a account := reach.account_met(person);
  begin
    if a.id is null then return null; end if;
    if person = access.actor() then return 'own'; end if;
    if a.disabled_at is not null then return 'closed'; end if;
    if exists (select from account_role r where r.account_id = a.id and r.role in (${beyond})) then return 'entrusted'; end if;
    update account set password_hash = hash, first_until = until, session_epoch = session_epoch + 1 where id = a.id;
    update account_proposal set settled_by = access.actor(), settled_at = access.instant(), settlement = 'withdrawn'
    where account_id = a.id and settled_at is null;
    perform reach.account_noted(a.id, 'password', null, reason);
    perform reach.password_told(person);
    return 'done';
  end $$;

  -- Nobody comes in by it from this moment, whoever is in is out, and what takes two to give has to be given anew.
  create or replace function access.account_close(person uuid, reason text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare a account := reach.account_met(person);
  begin
    if a.id is null then return null; end if;
    if person = access.actor() then return 'own'; end if;
    if a.disabled_at is not null then return 'closed'; end if;
    lock table account_role in share row exclusive mode;
    if reach.last_administrator(a.id) then return 'last'; end if;
    update account set disabled_at = access.instant(), session_epoch = session_epoch + 1 where id = a.id;
    delete from account_role r where r.account_id = a.id and r.role in (${beyond});
    update account_proposal set settled_by = access.actor(), settled_at = access.instant(), settlement = 'withdrawn'
    where account_id = a.id and settled_at is null;
    perform reach.account_noted(a.id, 'closed', null, reason);
    return 'done';
  end $$;

  create or replace function access.account_reopen(person uuid, hash text, until timestamptz, reason text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare a account := reach.account_met(person);
  begin
    if a.id is null then return null; end if;
    if a.disabled_at is null then return 'open'; end if;
    update account set disabled_at = null, password_hash = hash, first_until = until, session_epoch = session_epoch + 1 where id = a.id;
    perform reach.account_noted(a.id, 'reopened', null, reason);
    perform reach.password_told(person);
    return 'done';
  end $$;
`

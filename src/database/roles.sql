-- The database's roles, made once by a superuser. The web's login role owns nothing, bypasses nothing and inherits
-- nothing: it acts only by stepping into one of the actor roles, each with its own policies (src/*/policy.ts).
do $$
declare name text;
begin
  foreach name in array array['insyn_owner', 'insyn_web', 'insyn_retention', 'insyn_worker', 'insyn_roster'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I login noinherit nosuperuser nobypassrls nocreatedb nocreaterole', name);
    end if;
  end loop;
  foreach name in array array['guardian', 'pupil', 'educator', 'principal', 'admin', 'records', 'dpo', 'protection'] loop
    if not exists (select from pg_roles where rolname = 'insyn_' || name) then
      execute format('create role %I nologin nosuperuser nobypassrls', 'insyn_' || name);
    end if;
    execute format('grant %I to insyn_web with inherit false, set true', 'insyn_' || name);
  end loop;
end $$;

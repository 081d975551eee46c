/**
 * R6: what somebody shows, they show in one group: a child who changes groups takes nothing along to people whom nobody
 * chose. What holds today goes on in the groups of today, and in none that is only planned; choices without a group are
 * from before, or hold for the name alone.
 */
export const up = `
  alter table contact_choice add column group_id uuid references unit_group;
  drop index contact_choice_child_id_guardian_id_field_id_idx;
  create index on contact_choice (child_id, guardian_id, field, group_id, id desc);
  insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by)
    select c.guardian_id, c.child_id, p.group_id, c.field, c.shown, c.chosen_at, c.chosen_by
    from (select distinct on (child_id, guardian_id, field) * from contact_choice order by child_id, guardian_id, field, id desc) c
    join (select distinct child_id, group_id from placement where valid @> (now() at time zone 'Europe/Stockholm')::date) p using (child_id)
    order by c.id;
  comment on table contact_choice is 'R6: each choice is a dated row and stays; the latest per guardian, child, group and field counts. No row: the name shows where it is hidden nowhere, the rest does not';
`
/**
 * Without groups the latest choice holds in all of them, so the way back opens nothing: a name that is hidden somewhere is
 * hidden, and a detail that does not show in each group of today shows in none.
 */
export const down = `
  -- Made from src/contacts/policy.ts, which names the column; the version that is gone back to makes its own.
  drop policy if exists choose on contact_choice;
  with latest as (
    select distinct on (guardian_id, child_id, field, group_id) * from contact_choice
    order by guardian_id, child_id, field, group_id, id desc
  ), today as (
    select distinct child_id, group_id from placement where valid @> (now() at time zone 'Europe/Stockholm')::date
  )
  insert into contact_choice (guardian_id, child_id, field, shown, chosen_at, chosen_by)
    select guardian_id, child_id, field, false, max(chosen_at), guardian_id
    from latest l
    group by guardian_id, child_id, field
    having case field when 'name' then not bool_and(shown)
           else count(*) filter (where shown and (child_id, group_id) in (select child_id, group_id from today))
                < greatest((select count(*) from today t where t.child_id = l.child_id), 1) end;
  delete from contact_choice c where group_id is not null and exists (
    select from contact_choice x where x.group_id is null
      and (x.guardian_id, x.child_id, x.field, x.shown, x.chosen_at) = (c.guardian_id, c.child_id, c.field, c.shown, c.chosen_at));
  drop index contact_choice_child_id_guardian_id_field_group_id_id_idx;
  alter table contact_choice drop column group_id;
  create index on contact_choice (child_id, guardian_id, field, id desc);
`

/**
 * R6: what somebody shows, they show in one group: a child who changes groups takes nothing along to people whom nobody
 * chose. What holds today goes on in the groups of today; choices without a group are from before, or hold for the name alone.
 */
export const up = `
  alter table contact_choice add column group_id uuid references unit_group;
  drop index contact_choice_child_id_guardian_id_field_id_idx;
  create index on contact_choice (child_id, guardian_id, field, group_id, id desc);
  insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by)
    select c.guardian_id, c.child_id, p.group_id, c.field, c.shown, c.chosen_at, c.chosen_by
    from (select distinct on (child_id, guardian_id, field) * from contact_choice order by child_id, guardian_id, field, id desc) c
    join (select distinct child_id, group_id from placement where upper_inf(valid) or upper(valid) > current_date) p using (child_id)
    order by c.id;
  comment on table contact_choice is 'R6: each choice is a dated row and stays; the latest per guardian, child, group and field counts. No row: the name shows where it is hidden nowhere, the rest does not';
`
export const down = `
  delete from contact_choice c where group_id is not null and exists (
    select from contact_choice x where x.group_id is null and (x.guardian_id, x.child_id, x.field, x.chosen_at) = (c.guardian_id, c.child_id, c.field, c.chosen_at));
  drop index contact_choice_child_id_guardian_id_field_group_id_id_idx;
  alter table contact_choice drop column group_id;
  create index on contact_choice (child_id, guardian_id, field, id desc);
`

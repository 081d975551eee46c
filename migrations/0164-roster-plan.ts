/**
 * The plan of a delivery is carried out unit by unit: each finds its rows by an index. Custody of a child without a place
 * stands under the unit that is none (zeros), since nothing is found by what is null.
 */
export const up = `
  delete from roster.plan_custody;
  delete from roster.plan_placement;
  delete from roster.plan_duty;
  alter table roster.plan_custody alter column unit_id set not null;
  alter table roster.plan_placement alter column unit_id set not null;
  alter table roster.plan_duty alter column unit_id set not null;
  create index on roster.plan_custody (unit_id);
  create index on roster.plan_placement (unit_id);
  create index on roster.plan_duty (unit_id);
`
export const down = `
  drop index roster.plan_custody_unit_id_idx, roster.plan_placement_unit_id_idx, roster.plan_duty_unit_id_idx;
  alter table roster.plan_custody alter column unit_id drop not null;
  alter table roster.plan_placement alter column unit_id drop not null;
  alter table roster.plan_duty alter column unit_id drop not null;
`

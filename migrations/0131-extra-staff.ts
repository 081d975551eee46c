import { handKinds } from '../src/people/by-hand.ts'

const oneOf = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')

/** Staff whom the register does not know of, given a group here for a time. */
export const up = `
  alter table person_change drop constraint person_change_kind_check,
    add constraint person_change_kind_check check (kind in (${oneOf(handKinds)}));
  create index on duty (upper(valid)) where origin = 'local';
  create index on guardian_block (review_on);
`
export const down = `
  drop index duty_upper_idx, guardian_block_review_on_idx;
`

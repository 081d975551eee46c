/** What was erased, on its way to the ledger beside the keys, which a restored backup cannot undo (R14). */
export const up = `
  create table erasure_outbox (
    id      bigint generated always as identity primary key,
    item_id uuid not null,
    month   text not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
  );
  comment on table erasure_outbox is 'What was erased, until the ledger in the key store has it; ids and the month of their key, nothing personal';
`
export const down = 'drop table erasure_outbox'

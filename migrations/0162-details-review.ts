/** Once a year a guardian is asked whether their details are still right. */
export const up = `
  alter table account add column details_reviewed_at timestamptz;
  comment on column account.details_reviewed_at is 'When its owner last said that what they show of themself is right; changes to it count as well';
`
export const down = 'alter table account drop column details_reviewed_at'

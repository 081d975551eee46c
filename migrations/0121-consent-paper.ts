/** The paper that an answer came on: who signed it when, what it says, and a second pair of eyes (decision 10). */
export const up = `
  create table consent_paper (
    id               uuid primary key,
    child_id         uuid not null references person,
    guardian_id      uuid not null references person,
    text_id          uuid not null references consent_text,
    said_on          date not null,
    entered_by       uuid not null references person,
    entered_at       timestamptz not null,
    kind             text not null check (kind in ('jpeg', 'pdf')),
    checksum         bytea not null,
    sealed_scan      bytea not null,
    countersigned_by uuid references person,
    countersigned_at timestamptz,
    check (num_nonnulls(countersigned_by, countersigned_at) in (0, 2)),
    check (countersigned_by <> entered_by)
  );
  create unique index consent_paper_once on consent_paper (child_id, guardian_id, checksum);
  create index consent_paper_waiting on consent_paper (entered_at) where countersigned_at is null;
  comment on table consent_paper is 'A scanned answer to the question of consent, sealed; gone with the last answer that leans on it';
  comment on column consent_paper.said_on is 'The day it was signed: what was answered in the portal after it stands';
  comment on column consent_paper.checksum is 'SHA-256 of the file as it was sent: the same paper sent twice is one';

  alter table consent_answer add column paper_id uuid references consent_paper check (paper_id is null or origin = 'paper');
  create index on consent_answer (paper_id);
`
export const down = `
  alter table consent_answer drop column paper_id;
  drop table consent_paper;
`

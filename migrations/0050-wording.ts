import { auditEvents } from '../src/audit/events.ts'

/** The free-text check in the pages: what is counted of it, and what is looked up for it. */
export const up = `
  create table wording_override (
    unit_id  uuid not null references unit,
    day      date not null,
    category text not null,
    number   integer not null check (number > 0),
    primary key (unit_id, day, category)
  );
  comment on table wording_override is 'How often a text went out although the check advised against it, by unit, day and category. Counts alone: no person, no child, no text';

  -- For asking whether a word that no list knows is somebody's given name.
  create index person_given_names on person using gin (string_to_array(translate(lower(given_name), '-', ' '), ' '));

  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check
    check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));
`
export const down = `
  drop index person_given_names;
  drop table wording_override;
`

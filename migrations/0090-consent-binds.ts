import { auditEvents } from '../src/audit/events.ts'

/** Consent that binds: whose answer it is, what was shown before it, and media that wait or are gone because of it (R16 to R22). */
export const up = `
  alter table consent_text
    add column audience text not null default 'guardian' check (audience in ('guardian', 'pupil')),
    add column earlier_until date;
  alter table consent_text drop constraint consent_text_version_language_key;
  alter table consent_text add constraint consent_text_version_language_key unique (audience, version, language);
  comment on column consent_text.audience is 'Whom it speaks to: guardians about their child, or the pupil in words of its own';
  comment on column consent_text.earlier_until is 'Set where the substance changed: the last day on which a yes to an earlier version counts. Null: only the wording did, and earlier answers go on';

  alter table consent_answer
    add column capacity   text not null default 'guardian' check (capacity in ('guardian', 'child')),
    add column entered_by uuid references person,
    add constraint consent_answer_own_check check ((capacity = 'child') = (guardian_id = child_id));
  alter table consent_answer drop constraint consent_answer_origin_check;
  alter table consent_answer add constraint consent_answer_origin_check check (origin in ('portal', 'paper', 'phone', 'staff'));
  alter table consent_answer add constraint consent_answer_entered_check check ((origin = 'portal') = (entered_by is null));
  comment on column consent_answer.guardian_id is 'Whose answer it is: a guardian, or the child itself (capacity child)';
  comment on column consent_answer.origin is 'Given here; or on paper, by telephone or to the staff, and then entered_by says who wrote it down (decision 10)';

  create table consent_shown (
    child_id  uuid not null references person,
    person_id uuid not null references person,
    text_id   uuid not null references consent_text,
    shown_at  timestamptz not null,
    primary key (child_id, person_id, text_id)
  );
  create index on consent_shown (person_id);
  comment on table consent_shown is 'Which question somebody has been shown about a child, and when first: asked is not the same as not answered. Only ever added';

  alter table media drop constraint media_state_check;
  alter table media add constraint media_state_check check (state in ('receiving', 'waiting', 'working', 'ready', 'failed', 'withheld'));
  alter table media
    add column nobody   boolean not null default false,
    add column withheld text check (withheld in ('suspended', 'withdrawn')),
    add column withheld_at timestamptz,
    add constraint media_withheld_state_check check ((withheld is not null) = (state = 'withheld') and (withheld is null) = (withheld_at is null));
  create index media_withheld on media (document_id) where state = 'withheld';
  comment on column media.nobody is 'Its educator says that nobody can be recognised in it; not the same as not having said';
  comment on column media.withheld is 'Consent is lacking, so no road leads to it. suspended: until everybody who must has answered; withdrawn: for good (R21)';
  comment on column media.state is 'receiving: pieces are coming; waiting and working: the queue of what is converted; ready; failed with a problem; withheld: ready, but consent is lacking';

  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));

  insert into setting (key, value, comment) values
    ('consent.own_age', '13', 'Decision 4: from this age in years the pupil''s own yes is needed too'),
    ('consent.needed', '{"pupil": "no-objection", "group": "yes", "school": "yes"}',
     'Decision 5: what each level needs: yes from everybody, or that nobody has said no');
`
export const down = `
  delete from setting where key in ('consent.own_age', 'consent.needed');
  drop index media_withheld;
  delete from media where state = 'withheld';
  alter table media drop column withheld_at, drop column withheld, drop column nobody;
  alter table media drop constraint media_state_check;
  alter table media add constraint media_state_check check (state in ('receiving', 'waiting', 'working', 'ready', 'failed'));
  drop table consent_shown;
  delete from consent_answer where origin = 'staff' or capacity = 'child';
  alter table consent_answer drop column capacity, drop column entered_by;
  delete from consent_text where audience = 'pupil';
  alter table consent_text drop column earlier_until, drop column audience;
  alter table consent_text add constraint consent_text_version_language_key unique (version, language);
`

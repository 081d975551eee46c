/**
 * A telephone number too counts when its code has come back, where the municipality sends text messages: what waits, and
 * what is on its way, says which detail it is about. Whoever had a code waiting at that minute asks for another.
 */
export const up = `
  alter table contact_code add column field text not null default 'email' check (field in ('email', 'phone'));
  alter table contact_code alter column field drop default;
  alter table contact_code drop constraint contact_code_pkey, add primary key (person_id, field);
  update contact_code set sealed = null;
  create index on contact_code (asked_at) where sealed is not null;
  comment on table contact_code is 'A new e-mail address or telephone number that waits for its code; one row a person and detail, and nothing sealed in it when none waits';
  comment on column contact_code.sealed is 'R9: where the code went, and the code, as JSON; context contact_code|field|person; gone when it is no longer good';

  alter table contact_mail add column field text not null default 'email' check (field in ('email', 'phone'));
  alter table contact_mail alter column field drop default;
  drop index contact_mail_person_id_made_at_idx;
  create index on contact_mail (person_id, field, made_at);
  comment on table contact_mail is 'A code to a new address or number, or word to the one before it; to whom and what is gone when it has ended, the rest after a month';
  comment on column contact_mail.field is 'The detail it is about, and so the way it goes: email by mail, phone by text message';
`
export const down = `
  delete from contact_mail where field = 'phone';
  alter table contact_mail drop column field;
  create index on contact_mail (person_id, made_at);
  delete from contact_code where field = 'phone';
  update contact_code set sealed = null;
  alter table contact_code drop column field, add primary key (person_id);
`

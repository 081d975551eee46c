/** What is needed to go on with a file whose sending was broken off: to know it again, and to name it to its sender. */
export const up = `
  alter table media
    add column sent_print bytea check (length(sent_print) = 32),
    add column sealed_name bytea,
    add constraint media_sent_check check (state = 'receiving' or (sent_print is null and sealed_name is null));
  comment on column media.sent_print is 'While it comes: a keyed hash, under the item''s key, of what the sender''s device says of the file, so that the same file chosen again goes on';
  comment on column media.sealed_name is 'While it comes: the file''s name, sealed, for its sender alone';
`
export const down =
  'alter table media drop constraint media_sent_check, drop column sent_print, drop column sealed_name'

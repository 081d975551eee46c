/** What a film's captions said before they were corrected: with the film, so that it goes when that does. */
export const up = `
  alter table media add column sealed_captions jsonb;
  comment on column media.sealed_captions is 'Once corrected: what they said from which version of the item on, sealed under its key, [{version, sealed: base64}]; context media|captions|id';
`
export const down = 'alter table media drop column sealed_captions'

/** A scope row carries its card as one text, put together when the item changes and not each time a list is read. */
export const up = `
  alter table document_scope add column card text;
  -- What is sealed does not compress, and beside the row it would have to be looked up apart.
  alter table document_scope alter column card set storage external, set (toast_tuple_target = 4080);
  update document_scope set card = json_build_array(
    document_id, audience, published_at, key_month, case when media_id is not null then translate(encode(sealed_key, 'base64'), E'\\n', '') end,
    translate(encode(sealed_card, 'base64'), E'\\n', ''), media_id, width, height, translate(encode(sealed_alt, 'base64'), E'\\n', ''), pictures)::text
  where audience is not null;
  alter table document_scope drop column key_month, drop column sealed_key, drop column sealed_card, drop column media_id,
    drop column width, drop column height, drop column sealed_alt, drop column pictures;
  comment on column document_scope.card is 'R9: what lists show of the item, sealed, as JSON (src/documentation/line.ts); set by triggers from document and media';
`
export const down = `
  alter table document_scope add column key_month text, add column sealed_key bytea, add column sealed_card bytea, add column media_id uuid,
    add column width integer, add column height integer, add column sealed_alt bytea, add column pictures integer not null default 0;
  update document_scope set key_month = card::json ->> 3, sealed_key = decode(card::json ->> 4, 'base64'), sealed_card = decode(card::json ->> 5, 'base64'),
    media_id = (card::json ->> 6)::uuid, width = (card::json ->> 7)::integer, height = (card::json ->> 8)::integer,
    sealed_alt = decode(card::json ->> 9, 'base64'), pictures = (card::json ->> 10)::integer
  where card is not null;
  alter table document_scope drop column card;
`

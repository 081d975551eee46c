/** A draft that colleagues write on together, whom it is about, and who saved it last. */
export const up = `
  alter table document
    add column about uuid[],
    add column shared_at timestamptz,
    add column saved_by uuid references person,
    add column saved_form uuid,
    add column co_author_ids uuid[] not null default '{}';
  comment on column document.about is 'R3, R13: the children a draft is about, so that it is there for those alone who care for one of them; null in what is published, where document_scope says it';
  comment on column document.shared_at is 'Since when colleagues in the unit may write on the draft; null: its author alone';
  comment on column document.saved_by is 'Whose saving or publishing was the last; kept by a trigger';
  comment on column document.saved_form is 'The page that saved last, so that a saving whose answer was lost can be sent again; null after two texts were put together';
  comment on column document.co_author_ids is 'Others than the author who have saved or published it; kept by the same trigger';
`
export const down = `
  alter table document drop column about, drop column shared_at, drop column saved_by, drop column saved_form, drop column co_author_ids;
`

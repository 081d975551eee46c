/** What is held because somebody reported it is found by itself: a night, and a family's first page, ask for it (decision 7). */
export const up = `
  create index document_scope_reported on document_scope (document_id) where reported;
  create index comment_reported on comment (document_id) where reported;
`
export const down = 'drop index document_scope_reported, comment_reported'

import type { Read } from '../database/as-actor.ts'

export type CommentRow = {
  id: string
  document_id: string
  child_id: string
  child_name: string
  author_id: string
  author_role: 'guardian' | 'pupil' | 'educator' | 'principal'
  /** Decision 3: under protection today, whatever was signed then. */
  author_hidden: boolean
  written_at: Date
  sealed_text: Buffer
  sealed_reason: Buffer | null
  /** By somebody who met it; the actor wrote it, or decides. */
  reported: boolean
}

export type Talk = {
  comments: CommentRow[]
  /** The children as whose family, or of whose family's talk, the actor may say something here. */
  open: { id: string; name: string }[]
}

/**
 * What has been said of an item, oldest first, as far as the actor meets it. Families may say something for each child of
 * theirs that it belongs with; staff answer where a family has begun.
 */
export async function talkOf(tx: Read, documentId: string, family: boolean): Promise<Talk> {
  const comments = await tx.rows<CommentRow>`
    select c.id, c.document_id, c.child_id, p.given_name || ' ' || p.family_name as child_name, c.author_id, c.author_role,
           c.author_id = any ((select access.hidden())::uuid[]) as author_hidden, c.written_at, c.sealed_text, c.sealed_reason,
           c.reported
    from comment c join person p on p.id = c.child_id
    where c.document_id = ${documentId} and c.withdrawn_at is null
    order by c.written_at, c.id`
  const begun = [...new Set(comments.map((comment) => comment.child_id))]
  const open = await tx.rows<Talk['open'][number]>`
    select p.id, p.given_name as name from person p
    where p.id = any ((select access.children())::uuid[]) and (${family} or p.id = any (${begun}::uuid[]))
      and access.comments_open(${documentId}, p.id)
    order by p.birth_date desc`
  return { comments, open }
}

export type Recent = CommentRow & { key_month: string; sealed_key: Buffer; sealed_content: Buffer }

/** The latest said by families in the actor's units, newest first. */
export function recentComments(tx: Read): Promise<Recent[]> {
  return tx.rows<Recent>`
    select c.id, c.document_id, c.child_id, p.given_name || ' ' || p.family_name as child_name, c.author_id, c.author_role,
           c.author_id = any ((select access.hidden())::uuid[]) as author_hidden, c.written_at, c.sealed_text, c.sealed_reason,
           c.reported, d.key_month, d.sealed_key, d.sealed_content
    from comment c join person p on p.id = c.child_id join document d on d.id = c.document_id
    where c.child_id = any ((select access.children())::uuid[]) and c.withdrawn_at is null and c.author_role in ('guardian', 'pupil')
    order by c.written_at desc limit 50`
}

/** The key of an item that the actor reads; NotFound out of reach. */
export function getItemKey(tx: Read, id: string): Promise<{ id: string; key_month: string; sealed_key: Buffer }> {
  return tx.one`select id, key_month, sealed_key from document where id = ${id} and published_at is not null`
}

export type Met = {
  id: string
  document_id: string
  child_id: string
  author_role: CommentRow['author_role']
  hidden_at: Date | null
  key_month: string
  sealed_key: Buffer
}

/** A comment that the actor meets, with the key of its item; NotFound for any other. */
export function getComment(tx: Read, id: string): Promise<Met> {
  return tx.one<Met>`
    select c.id, c.document_id, c.child_id, c.author_role, c.hidden_at, d.key_month, d.sealed_key
    from comment c join document d on d.id = c.document_id
    where c.id = ${id} and c.withdrawn_at is null`
}

/** Whether a unit of the actor's takes comments. */
export async function takesComments(tx: Read, unit: string): Promise<boolean> {
  const row = await tx.maybe<{ open: boolean }>`
    select open from comment_opening where unit_id = ${unit} order by id desc limit 1`
  return row?.open ?? false
}

import type { Read } from '../database/as-actor.ts'
import type { MediumKind } from './files.ts'

/** A medium in an item, as the item's own queries gather them into JSON. */
export type MediaRow = {
  id: string
  kind: MediumKind
  state: 'receiving' | 'waiting' | 'working' | 'ready' | 'failed' | 'withheld'
  progress: number
  problem: string | null
  width: number | null
  height: number | null
  seconds: number | null
  captioned: boolean
  sealed_alt: string
  /** Who was responsible for the recording (R17); null where the name is not for this reader. */
  responsible: string | null
  /** Children marked as recognisable; staff alone. */
  subjects: string[]
  /** Its educator says that nobody is; for drafts alone. */
  nobody?: boolean
  /** Of what is still coming, in its sender's draft: how large it is and its name, sealed. */
  bytes?: number | null
  sealed_name?: string | null
}

/** What is still coming to one's own draft and is this very file, as it was when its sending was broken off. */
export function findSent(
  tx: Read,
  documentId: string,
  bytes: number,
  print: Buffer,
): Promise<{ id: string } | undefined> {
  return tx.maybe<{ id: string }>`
    select m.id from media m
    where m.document_id = ${documentId} and m.state = 'receiving' and m.discarded_at is null
      and m.bytes = ${bytes} and m.sent_print = ${print}
    order by m.position limit 1`
}

export type Receiving = {
  id: string
  document_id: string
  bytes: number
  key_month: string
  sealed_key: Buffer
}

/** A medium of a draft within reach that is still coming; NotFound for any other. */
export function getReceiving(tx: Read, id: string): Promise<Receiving> {
  return tx.one<Receiving>`
    select m.id, m.document_id, m.bytes, d.key_month, d.sealed_key
    from media m join document d on d.id = m.document_id
    where m.id = ${id} and m.state = 'receiving' and m.discarded_at is null
      and d.published_at is null and d.discarded_at is null`
}

/** The kind and size of a medium and the key of its item; NotFound out of reach. */
export function getMedium(
  tx: Read,
  id: string,
): Promise<{
  document_id: string
  kind: MediaRow['kind']
  width: number | null
  height: number | null
  captioned: boolean
  published: boolean
  key_month: string
  sealed_key: Buffer
}> {
  return tx.one`
    select d.id as document_id, m.kind, m.width, m.height, m.captioned_at is not null as captioned, d.published_at is not null as published, d.key_month, d.sealed_key
    from media m join document d on d.id = m.document_id
    where m.id = ${id} and m.state = 'ready'`
}

/** What waits to be converted, since when the oldest does, and whether the queue stands still (policy.ts). */
export type FilmQueue = { waiting: number; oldest_seconds: number | null; stuck: boolean }

export function filmQueue(tx: Read): Promise<FilmQueue> {
  return tx.one<FilmQueue>`select waiting, oldest_seconds, stuck from access.film_queue()`
}

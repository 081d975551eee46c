import { randomUUID } from 'node:crypto'
import type { Read, Write } from '../database/as-actor.ts'
import { mediaKey, openAlt, openItemKey, sealAlt } from '../documentation/content.ts'
import type { Services } from '../services.ts'
import { type Drawn, draw, type Mask } from './artist.ts'
import { mediaPath, removeMediaFiles } from './files.ts'
import { openSealed } from './pieces.ts'
import { keepDrawn } from './settle.ts'

/** A picture is divided into this many columns, and into rows of about the same height. */
export const maskColumns = 12

export function maskRows(width: number, height: number): number {
  return Math.min(24, Math.max(4, Math.round((maskColumns * height) / width)))
}

export type OwnPhoto = {
  id: string
  document_id: string
  key_month: string
  sealed_key: Buffer
  sealed_alt: Buffer
  width: number
  height: number
  /** Who is marked as recognisable. */
  subjects: { id: string; name: string }[]
}

/** A picture in a draft that one writes on; NotFound for any other. */
export function getOwnPhoto(tx: Read, id: string): Promise<OwnPhoto> {
  return tx.one<OwnPhoto>`
    select m.id, m.document_id, d.key_month, d.sealed_key, m.sealed_alt, m.width, m.height,
           coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.given_name || ' ' || p.family_name) order by p.given_name)
                     from media_subject s join person p on p.id = s.child_id where s.media_id = m.id), '[]') as subjects
    from media m join document d on d.id = m.document_id
    where m.id = ${id} and m.kind = 'photo' and m.state = 'ready' and m.discarded_at is null
      and d.published_at is null and d.discarded_at is null and access.own_draft(d.id)`
}

/** The picture as it would be with these cells made unrecognisable. */
export function masked(services: Services, photo: OwnPhoto, cells: number[]): Promise<Drawn> {
  const path = mediaPath(services.config.mediaDirectory, photo.id, 'large')
  const key = mediaKey(openItemKey(services.keys, { ...photo, id: photo.document_id }), photo.id)
  const mask: Mask = { columns: maskColumns, rows: maskRows(photo.width, photo.height), cells }
  const load = async () => {
    const source = await openSealed(path, key, `${photo.id}.large`)
    return { size: source.size, stream: () => source.stream(0, source.size) }
  }
  return draw(load, mask)
}

/**
 * Puts the masked picture in the other's place: a new medium, sealed with a key of its own, with the marks that are left.
 * The old one leaves the draft in the same transaction and its files right after it. `hidden`: children who can no longer
 * be recognised.
 */
export async function replaceByMasked(
  services: Services,
  write: <T>(work: (tx: Write) => Promise<T>) => Promise<T>,
  photo: OwnPhoto,
  cells: number[],
  hidden: string[],
): Promise<void> {
  const drawn = await masked(services, photo, cells)
  const itemKey = openItemKey(services.keys, { ...photo, id: photo.document_id })
  const { mediaDirectory } = services.config
  const id = randomUUID()
  await keepDrawn({ directory: mediaDirectory, id, key: mediaKey(itemKey, id) }, drawn)
  const alt = sealAlt(itemKey, id, openAlt(itemKey, photo.id, photo.sealed_alt))
  const left = photo.subjects.map((child) => child.id).filter((child) => !hidden.includes(child))
  try {
    await write(async (tx) => {
      await getOwnPhoto(tx, photo.id)
      await tx.rows`
        insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at)
        select ${id}::uuid, document_id, position, 'photo', 'ready', ${drawn.width}::integer, ${drawn.height}::integer, ${alt}::bytea,
               ${tx.actor.id}::uuid, ${tx.now}::timestamptz
        from media where id = ${photo.id}`
      await tx.rows`insert into media_subject (media_id, child_id) select ${id}, unnest(${left}::uuid[])`
      if (left.length === 0) await tx.rows`update media set nobody = true where id = ${id}`
      await tx.one`update media set discarded_at = ${tx.now} where id = ${photo.id} and discarded_at is null returning id`
      await tx.audit('media.masked', { object: photo.document_id })
    })
  } catch (error) {
    await removeMediaFiles(mediaDirectory, id)
    throw error
  }
  await removeMediaFiles(mediaDirectory, photo.id)
}

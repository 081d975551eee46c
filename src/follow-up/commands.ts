import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { yearsKept } from '../documentation/commands.ts'
import { keyMonth } from '../documentation/content.ts'
import { Conflict, NotFound } from '../errors.ts'
import { type NoteContent, newNoteKey, openNoteKey, sealNote } from './content.ts'
import type { Note } from './queries.ts'

export type NewNote = { id: string; unitId: string; groupId: string | null; term: string }

/** The first version of a note. An id that is taken, by whomever, is not there for this author. */
export async function beginNote(tx: Write, keys: KeyStore, note: NewNote, content: NoteContent): Promise<void> {
  const month = keyMonth(tx.now, await yearsKept(tx), tx.now)
  const { key, sealedKey } = newNoteKey(keys, note.id, month)
  await tx.rows`
    insert into follow_up_note (id, unit_id, group_id, term, created_at, key_month, sealed_key)
    values (${note.id}, ${note.unitId}, ${note.groupId}, ${note.term}, ${tx.now}, ${month}, ${sealedKey})`.catch(
    taken(new NotFound()),
  )
  await addVersion(tx, note.id, 1, key, content)
}

/** One version more; Conflict when somebody has written since `version`. What was written before stays as it is. */
export async function writeOn(
  tx: Write,
  keys: KeyStore,
  note: Note,
  version: number,
  content: NoteContent,
): Promise<void> {
  if (note.versions[0]!.version !== version) throw new Conflict('the note was written on elsewhere')
  await addVersion(tx, note.id, version + 1, openNoteKey(keys, note), content)
}

async function addVersion(tx: Write, id: string, version: number, key: Buffer, content: NoteContent): Promise<void> {
  await tx.rows`
    insert into follow_up_version (note_id, version, author_id, written_at, sealed_content)
    values (${id}, ${version}, ${tx.actor.id}, ${tx.now}, ${sealNote(key, id, version, content)})`.catch(
    taken(new Conflict('the note was written on elsewhere')),
  )
  await tx.audit('follow-up.saved', { object: id })
}

function taken(instead: Error): (error: { code?: string }) => never {
  return (error) => {
    throw error.code === '23505' ? instead : error
  }
}

import { stat } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { KeyStoreError, SealError } from '../crypto/errors.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { readSealedFile } from '../crypto/sealed-file.ts'
import { mediaKey, openContent, openItemKey, type Sealed } from '../documentation/content.ts'
import { fileKinds, mediaPath } from '../media/files.ts'

export type Checked = { items: number; opened: number; dark: number; files: number; broken: number; missing: number }

type Row = Sealed & { media: string[] }

/** Whether a copy is worth anything: opens items chosen at random, with the keys there are, and their files to the last byte. */
export async function check(ownerUrl: string, keys: KeyStore, mediaDirectory: string, most = 200): Promise<Checked> {
  const done: Checked = { items: 0, opened: 0, dark: 0, files: 0, broken: 0, missing: 0 }
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'insyn check' })
  await owner.connect()
  try {
    const { rows } = await owner.query<Row>(
      `select id, key_month, sealed_key, sealed_content,
              array(select m.id from media m where m.document_id = d.id and m.state = 'ready') as media
       from document d order by random() limit $1`,
      [most],
    )
    for (const row of rows) await checkItem(row, keys, mediaDirectory, done)
    return done
  } finally {
    await owner.end()
  }
}

async function checkItem(row: Row, keys: KeyStore, mediaDirectory: string, done: Checked): Promise<void> {
  done.items += 1
  try {
    const key = openItemKey(keys, row)
    openContent(key, row)
    done.opened += 1
    for (const id of row.media) await checkMedium(id, mediaKey(key, id), mediaDirectory, done)
  } catch (error) {
    if (!(error instanceof SealError) && !(error instanceof KeyStoreError)) throw error
    done.dark += 1
  }
}

async function checkMedium(id: string, key: Buffer, mediaDirectory: string, done: Checked): Promise<void> {
  let found = 0
  for (const kind of fileKinds) {
    const path = mediaPath(mediaDirectory, id, kind)
    if (!(await stat(path).catch(() => undefined))) continue
    found += 1
    const nowhere = new Writable({ write: (_bytes, _encoding, next) => next() })
    await pipeline(readSealedFile(path, key, `${id}.${kind}`), nowhere).catch(() => {
      done.broken += 1
    })
  }
  done.files += found
  if (found === 0) done.missing += 1
}

import pg from 'pg'
import { KeyStoreError, SealError } from '../crypto/errors.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { openContent, openItemKey, type Sealed } from '../documentation/content.ts'

/**
 * Drafts from before they were tied to the children they are about (document.about) are tied, as the owner; until then
 * they are out of everybody's reach, and so is one that does not open any more.
 */
export async function tieDrafts(ownerUrl: string, keys: KeyStore): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rows } = await owner.query<Sealed & { audience: string }>(
      `select id, key_month, sealed_key, sealed_content, audience from document
       where published_at is null and discarded_at is null and about is null`,
    )
    for (const row of rows) {
      const about = row.audience === 'child' ? childrenOf(row, keys) : []
      if (about) await owner.query('update document set about = $2 where id = $1', [row.id, about])
    }
  } finally {
    await owner.end()
  }
}

function childrenOf(row: Sealed, keys: KeyStore): string[] | undefined {
  try {
    return openContent(openItemKey(keys, row), row).children ?? []
  } catch (error) {
    if (error instanceof SealError || error instanceof KeyStoreError) return undefined
    throw error
  }
}

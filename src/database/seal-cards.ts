import pg from 'pg'
import { KeyStoreError, SealError } from '../crypto/errors.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { openContent, openItemKey, type Sealed, sealCard } from '../documentation/content.ts'

const batch = 500

/**
 * Items from before lists had cards of their own (sealed_card) get one, as the owner; again when it was cut off. What
 * does not open any more is left: its month's key is gone and it is on its way out itself.
 */
export async function sealMissingCards(ownerUrl: string, keys: KeyStore): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const { rows } = await owner.query<Sealed>(
        `select id, key_month, sealed_key, sealed_content from document
         where sealed_card is null and id > $1 order by id limit ${batch}`,
        [after],
      )
      if (rows.length === 0) return
      after = rows.at(-1)!.id
      const cards = rows.flatMap((row) => cardOf(row, keys))
      await owner.query(
        'update document d set sealed_card = c.card from unnest($1::uuid[], $2::bytea[]) as c(id, card) where d.id = c.id',
        [cards.map(([id]) => id), cards.map(([, card]) => card)],
      )
    }
  } finally {
    await owner.end()
  }
}

function cardOf(row: Sealed, keys: KeyStore): [string, Buffer][] {
  try {
    return [[row.id, sealCard(keys, row.id, row.key_month, openContent(openItemKey(keys, row), row))]]
  } catch (error) {
    if (error instanceof SealError || error instanceof KeyStoreError) return []
    throw error
  }
}

import { join } from 'node:path'
import { createKeyStore, openKeyStore } from '../../src/crypto/key-store.ts'
import { sealAlt, sealContent } from '../../src/documentation/content.ts'
import type { ItemRow } from '../../src/documentation/line.ts'
import { card as cardOf } from '../../src/documentation/presenter.ts'
import type { Language } from '../../src/web/language.ts'
import { translator } from '../../src/web/language.ts'
import { inFolder } from '../crypto/folder.ts'

const published = new Date('2026-11-20T09:30:00Z')
const [id, other, picture, child, sibling] = ['1', '2', '3', '4', '5'].map(
  (digit) => `0199a000-0000-7000-8000-00000000000${digit}`,
) as [string, string, string, string, string]

/** As Postgres hands it over (reading.ts). */
function lineOf({ unread, author_hidden, ...row }: ItemRow): string {
  const { id, audience, published_at, key_month, sealed_key, sealed_card } = row
  const picture = [row.media_id, row.width, row.height, row.sealed_alt, row.pictures]
  const packed = [id, audience, published_at, key_month, sealed_key, sealed_card, ...picture]
  return `${Number(unread)}${Number(author_hidden)}${JSON.stringify(packed)}`
}

const card = (row: ItemRow, ...given: [Parameters<typeof cardOf>[1], string?, string?]) => cardOf(lineOf(row), ...given)

/** What a card is made of, with a picture, and the keys that open it. */
async function withRow(work: (row: ItemRow, readerOf: (language: Language) => Parameters<typeof cardOf>[1]) => void) {
  await inFolder(async (folder) => {
    const directory = join(folder, 'keys')
    await createKeyStore(directory, published)
    const keys = await openKeyStore(directory)
    const itemKey = Buffer.alloc(32, 7)
    const content = {
      title: 'Vid bäcken',
      text: 'Vi byggde en bro av pinnar.',
      signature: 'Malin Öberg, förskollärare',
    }
    const { keyMonth, sealedKey, sealedCard } = sealContent(keys, id, '2031-11', content, itemKey)
    const row: ItemRow = {
      ...{ id, audience: 'child', published_at: published, key_month: keyMonth, author_hidden: false, unread: true },
      ...{ sealed_key: sealedKey.toString('base64'), sealed_card: sealedCard.toString('base64') },
      ...{ media_id: picture, width: 1600, height: 1200, pictures: 1 },
      sealed_alt: sealAlt(itemKey, picture, 'En bro av pinnar').toString('base64'),
    }
    work(row, (language) => ({ keys, t: translator(language), language, clock: () => published }))
  })
}

describe('a card', () => {
  test('is the very same where everything in it is', async () => {
    await withRow((row, readerOf) => {
      const first = card(row, readerOf('sv'), child)
      expect(first).toMatchObject({
        title: 'Vid bäcken',
        unread: true,
        picture: { alt: 'En bro av pinnar', width: 1600 },
        signature: 'Malin Öberg, förskollärare',
      })
      expect(card({ ...row }, readerOf('sv'), child)).toBe(first)
    })
  })

  // Whatever another reader, or another day, may see otherwise must make it another card.
  const changes: [string, (row: ItemRow) => ItemRow, object][] = [
    ['read', (row) => ({ ...row, unread: false }), { unread: false }],
    ['its writer is protected', (row) => ({ ...row, author_hidden: true }), { signature: 'Förskollärare' }],
    ['it has more pictures', (row) => ({ ...row, pictures: 3 }), { pictureCount: 3 }],
    ['it has lost its picture', (row) => ({ ...row, media_id: null, sealed_key: null }), { picture: null }],
    ['the picture has another shape', (row) => ({ ...row, width: 900 }), { picture: { width: 900 } }],
    ['it is for another audience', (row) => ({ ...row, audience: 'group' }), { audience: 'group' }],
    ['it was published later', (row) => ({ ...row, published_at: new Date(0) }), { publishedAt: new Date(0) }],
  ]
  test.each(changes)('is another when %s', async (_name, change, shows) => {
    await withRow((row, readerOf) => {
      const before = card(row, readerOf('sv'), child)
      expect(before).not.toMatchObject(shows)
      expect(card(change(row), readerOf('sv'), child)).toMatchObject(shows)
    })
  })

  test('is another in another language, on the way to another child, and for others in one flow', async () => {
    await withRow((row, readerOf) => {
      const cards = [
        card(row, readerOf('sv'), child, 'Alma'),
        card(row, readerOf('en'), child, 'Alma'),
        card(row, readerOf('sv'), sibling, 'Alma'),
        card(row, readerOf('sv'), child, 'Alma och Nils'),
      ]
      expect(new Set(cards).size).toBe(4)
      expect(cards.map(({ audienceLabel }) => audienceLabel)[1]).not.toBe(cards[0]!.audienceLabel)
      expect(cards[2]!.href).toContain(sibling)
      expect(cards.map(({ whose }) => whose)).toEqual(['Alma', 'Alma', 'Alma', 'Alma och Nils'])
    })
  })

  test('does not open under another item or without its month', async () => {
    await withRow((row, readerOf) => {
      card(row, readerOf('sv'))
      expect(() => card({ ...row, id: other }, readerOf('sv'))).toThrow()
      expect(() => card({ ...row, key_month: '2020-01' }, readerOf('sv'))).toThrow()
    })
  })
})

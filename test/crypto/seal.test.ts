import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { blindIndex } from '../../src/crypto/blind-index.ts'
import { SealError, seal, unseal } from '../../src/crypto/seal.ts'
import { flipped } from './folder.ts'

const key = randomBytes(32)
const almas = 'document|content|0198c1f2-7d1a-7c3e-9a55-0d3f5b1c2e4f'
const bos = 'document|content|0198c1f2-7d1a-7c3e-9a55-0d3f5b1c2e50'

describe('a sealed value (R9)', () => {
  test('opens to what was sealed, any bytes and any text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.string(), (bytes, context) => {
        expect(unseal(key, 'contact', seal(key, 'contact', Buffer.from(bytes), context), context)).toEqual(
          Buffer.from(bytes),
        )
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unseal(key, 'contact', seal(key, 'contact', text, almas), almas).toString()).toBe(text)
      }),
    )
  })

  test('is 29 bytes longer, holds nothing readable and is never the same twice', () => {
    const text = 'Alma byggde en bro av klossar'
    const sealed = Array.from({ length: 200 }, () => seal(key, 'contact', text, almas))
    for (const each of sealed) {
      expect(each.length).toBe(Buffer.byteLength(text) + 29)
      expect(each.includes('klossar')).toBe(false)
    }
    expect(new Set(sealed.map((each) => each.subarray(1, 13).toString('hex'))).size).toBe(200)
  })

  test('does not open with any one bit changed', () => {
    const sealed = seal(key, 'contact', 'Alma', almas)
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      expect(() => unseal(key, 'contact', flipped(sealed, bit), almas)).toThrow(SealError)
    }
  })

  test('does not open when cut at any length, emptied, or continued', () => {
    const sealed = seal(key, 'contact', 'Alma', almas)
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal(key, 'contact', sealed.subarray(0, length), almas)).toThrow(SealError)
    }
    expect(() => unseal(key, 'contact', Buffer.concat([sealed, Buffer.alloc(1)]), almas)).toThrow(SealError)
  })

  test("does not open in another row, under another key's name, with another key, or as another version", () => {
    const sealed = seal(key, 'contact', 'Alma', almas)
    expect(() => unseal(key, 'contact', sealed, bos)).toThrow(SealError)
    expect(() => unseal(key, 'personnummer', sealed, almas)).toThrow(SealError)
    expect(() => unseal(randomBytes(32), 'contact', sealed, almas)).toThrow(SealError)
    const later = Buffer.from(sealed)
    later[0] = 2
    expect(() => unseal(key, 'contact', later, almas)).toThrow(SealError)
  })

  test('a place cannot be split in another way to read the same', () => {
    expect(() => unseal(key, 'c', seal(key, 'b', 'x', 'a'), 'a|b')).toThrow(SealError)
    expect(() => unseal(key, 'month-2031-11', seal(key, 'month-2031-11', 'x', 'a|'), 'a')).toThrow(SealError)
  })

  test('the error says nothing about the value', () => {
    const sealed = flipped(seal(key, 'contact', 'Alma', almas), 200)
    expect(() => unseal(key, 'contact', sealed, almas)).toThrow(/^A sealed value does not open/)
  })

  test('a key of another length is refused', () => {
    expect(() => seal(randomBytes(16), 'contact', 'Alma', almas)).toThrow('Invalid key length')
  })
})

describe('the blind index', () => {
  test('finds the same value, tells others apart, and needs the key', () => {
    const index = blindIndex(key, '201403121234')
    expect(index.length).toBe(16)
    expect(blindIndex(Buffer.from(key), '201403121234')).toEqual(index)
    expect(blindIndex(key, '201403121235')).not.toEqual(index)
    expect(blindIndex(randomBytes(32), '201403121234')).not.toEqual(index)
  })

  test('is HMAC-SHA-256, cut to 16 bytes: RFC 4231, test case 2', () => {
    const index = blindIndex(Buffer.from('Jefe'), 'what do ya want for nothing?')
    expect(index.toString('hex')).toBe('5bdcc146bf60754e6a042426089575c7')
  })
})

import { createHmac, createSecretKey } from 'node:crypto'

/**
 * Finds a sealed value without opening any: the same value gives the same 16 bytes, under a key of the column's own.
 * The caller writes the value in one way first (a personnummer as twelve digits).
 *
 * There are few personnummer: whoever holds the key can try them all. What protects is that the key lies outside the
 * database. So the index is not cut short to blur it (that would only add wrong hits); 16 bytes never collide among
 * people, which lets the database hold it unique.
 */
export function blindIndex(key: Buffer, value: string): Buffer {
  return createHmac('sha256', createSecretKey(key)).update(value, 'utf8').digest().subarray(0, 16)
}

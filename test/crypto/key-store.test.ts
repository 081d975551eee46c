import { chmod, link, mkdir, readdir, readFile, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { newItemKey, unwrapItemKey, wrapItemKey } from '../../src/crypto/item-key.ts'
import { createKeyFile, keyPath } from '../../src/crypto/key-file.ts'
import { longLivedKeys } from '../../src/crypto/key-names.ts'
import { createKeyStore, isUnmade, type KeyStore, KeyStoreError, openKeyStore } from '../../src/crypto/key-store.ts'
import { SealError } from '../../src/crypto/seal.ts'
import { flipped, inFolder } from './folder.ts'

const november = new Date('2026-11-23T12:00:00Z')
const problem = (name: string) => expect.objectContaining({ name: 'KeyStoreError', problem: name })

async function withStore(work: (keys: KeyStore, directory: string) => Promise<void>) {
  await inFolder(async (folder) => {
    const directory = join(folder, 'keys')
    await createKeyStore(directory, november)
    await work(await openKeyStore(directory), directory)
  })
}

describe('a new key store', () => {
  test('holds a key for every purpose and for this month and 63 more, closed to everybody else', async () => {
    await withStore(async (keys, directory) => {
      const months = keys.names().filter((name) => name.startsWith('month-'))
      expect(months.length).toBe(64)
      expect([months[0], months.at(-1)]).toEqual(['month-2026-11', 'month-2032-02'])
      expect(keys.names().length).toBe(64 + longLivedKeys.length)
      const all = new Set(keys.names().map((name) => keys.get(name as 'contact').toString('hex')))
      expect(all.size).toBe(64 + longLivedKeys.length)
      expect([...all].every((hex) => hex.length === 64)).toBe(true)
      expect((await stat(directory)).mode & 0o777).toBe(0o700)
      const files = await readdir(directory)
      expect(files.length).toBe(all.size)
      for (const file of files) expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600)
    })
  })

  test('is never made over another', async () => {
    await withStore(async (keys, directory) => {
      const before = keys.fingerprint('contact')
      await expect(createKeyStore(directory, november)).rejects.toEqual(problem('exists'))
      expect((await openKeyStore(directory)).fingerprint('contact')).toBe(before)
    })
  })

  test('is tightened when the directory was there, empty and open', async () => {
    await inFolder(async (folder) => {
      await chmod(folder, 0o755)
      await createKeyStore(folder, november)
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
      await openKeyStore(folder)
    })
  })

  test('that was interrupted does not open, and is finished without changing a key', async () => {
    await withStore(async (keys, directory) => {
      const before = keys.fingerprint('contact')
      await writeFile(join(directory, '.creating'), '')
      await unlink(keyPath(directory, 'throttle'))
      await expect(openKeyStore(directory)).rejects.toThrow(/was interrupted while it was created/)
      await createKeyStore(directory, november)
      const finished = await openKeyStore(directory)
      expect(finished.fingerprint('contact')).toBe(before)
      expect(finished.get('throttle').length).toBe(32)
    })
  })
})

test('a first start that was cut off anywhere is told from a store that is whole', async () => {
  await inFolder(async (folder) => {
    expect(isUnmade(join(folder, 'keys'))).toBe(true)
    expect(isUnmade(folder)).toBe(true)
    await writeFile(join(folder, 'a file'), '')
    expect(isUnmade(join(folder, 'a file'))).toBe(false)
  })
  await withStore(async (_keys, directory) => {
    expect(isUnmade(directory)).toBe(false)
    await writeFile(join(directory, '.creating'), '')
    expect(isUnmade(directory)).toBe(true)
  })
})

describe('a key store refuses to open, in words', () => {
  test('when there is none, and makes none', async () => {
    await inFolder(async (folder) => {
      const directory = join(folder, 'keys')
      await expect(openKeyStore(directory)).rejects.toThrow(/There is no key store in ".*keys"/)
      await expect(openKeyStore(folder)).rejects.toEqual(problem('missing'))
      expect(await readdir(folder)).toEqual([])
    })
  })

  test.each(longLivedKeys)('when the key %s is missing', async (name) => {
    await withStore(async (_, directory) => {
      await unlink(keyPath(directory, name))
      await expect(openKeyStore(directory)).rejects.toThrow(`The key "${name}" is missing`)
      expect(await readdir(directory)).not.toContain(`${name}.key`)
    })
  })

  test('when the key of a month has been lost, and no new one takes its place', async () => {
    await withStore(async (keys, directory) => {
      await unlink(keyPath(directory, 'month-2029-05'))
      await expect(openKeyStore(directory)).rejects.toThrow('The key "month-2029-05" is missing')
      await expect(keys.extendTo(november)).rejects.toEqual(problem('missing'))
      expect(await readdir(directory)).not.toContain('month-2029-05.key')
    })
  })

  test('when the directory or a key is open to others', async () => {
    await withStore(async (_, directory) => {
      await chmod(directory, 0o750)
      await expect(openKeyStore(directory)).rejects.toThrow(/open to other users of this machine \(mode 0750\)/)
      await chmod(directory, 0o700)
      await chmod(keyPath(directory, 'context'), 0o604)
      await expect(openKeyStore(directory)).rejects.toEqual(problem('exposed'))
      await chmod(keyPath(directory, 'context'), 0o600)
      await openKeyStore(directory)
    })
  })

  test('when any bit of a key is changed, or it is cut, emptied, continued or binary', async () => {
    await withStore(async (_, directory) => {
      const path = keyPath(directory, 'contact')
      const whole = await readFile(path)
      const spoiled: Buffer[] = [
        Buffer.alloc(0),
        Buffer.alloc(32),
        Buffer.alloc(600, 'a'),
        Buffer.concat([whole, Buffer.from(' x\n')]),
      ]
      for (let length = 1; length < whole.length; length += 7) spoiled.push(whole.subarray(0, length))
      spoiled.push(whole.subarray(0, -1))
      for (let bit = 0; bit < whole.length * 8; bit += 3) spoiled.push(flipped(whole, bit))
      for (const bytes of spoiled) {
        await writeFile(path, bytes)
        await expect(openKeyStore(directory)).rejects.toThrow(/^The key "contact" in ".*" is damaged\. Put it back/)
      }
      await writeFile(path, whole)
      await openKeyStore(directory)
    })
  })

  test('when a key lies under the name of another', async () => {
    await withStore(async (_, directory) => {
      await rename(keyPath(directory, 'month-2030-01'), keyPath(directory, 'month-2030-02'))
      await writeFile(keyPath(directory, 'month-2030-01'), await readFile(keyPath(directory, 'month-2030-02')), {
        mode: 0o600,
      })
      await expect(openKeyStore(directory)).rejects.toEqual(problem('damaged'))
    })
  })

  test('when it is not a directory, or a key is one', async () => {
    await withStore(async (_, directory) => {
      await expect(openKeyStore(keyPath(directory, 'contact'))).rejects.toEqual(problem('unreadable'))
      await rm(keyPath(directory, 'contact'))
      await mkdir(keyPath(directory, 'contact'), { mode: 0o700 })
      await expect(openKeyStore(directory)).rejects.toBeInstanceOf(KeyStoreError)
    })
  })

  test('and no message holds a key', async () => {
    await withStore(async (keys, directory) => {
      const secret = keys.get('contact').toString('base64url')
      await writeFile(keyPath(directory, 'contact'), flipped(await readFile(keyPath(directory, 'contact')), 3))
      await expect(openKeyStore(directory)).rejects.toEqual(
        expect.objectContaining({ message: expect.not.stringContaining(secret.slice(0, 8)) }),
      )
    })
  })
})

describe('keys in use', () => {
  test('what is asked for and not there is refused, never made; a name is never a path', async () => {
    await withStore(async (keys, directory) => {
      const before = await readdir(directory)
      expect(() => keys.monthKey('2026-10')).toThrow(KeyStoreError)
      expect(() => keys.monthKey('2032-03')).toThrow(KeyStoreError)
      expect(() => keys.monthKey('2031-13')).toThrow('"2031-13" is not a month')
      for (const name of ['month-../contact', '../keys/contact', 'pupil', '', '__proto__']) {
        expect(() => keys.get(name as 'contact')).toThrow('There is no key called')
      }
      expect(await readdir(directory)).toEqual(before)
    })
  })

  test('open the same from one start to the next', async () => {
    await withStore(async (keys, directory) => {
      const again = await openKeyStore(directory)
      for (const name of keys.names()) {
        expect(again.get(name as 'contact')).toEqual(keys.get(name as 'contact'))
        expect(again.fingerprint(name as 'contact')).toBe(keys.fingerprint(name as 'contact'))
      }
      expect(new Set(keys.names().map((name) => keys.fingerprint(name as 'contact'))).size).toBe(keys.names().length)
    })
  })

  test('the months go on as time does, once each, without holes after a long rest', async () => {
    await withStore(async (keys, directory) => {
      expect(await keys.extendTo(november)).toEqual([])
      // 1 January in Stockholm, still December in UTC.
      expect(await keys.extendTo(new Date('2026-12-31T23:30:00Z'))).toEqual(['month-2032-03', 'month-2032-04'])
      const rested = await keys.extendTo(new Date('2040-01-15T12:00:00Z'))
      expect([rested[0], rested.at(-1)]).toEqual(['month-2032-05', 'month-2045-04'])
      expect(await keys.extendTo(new Date('2040-01-15T12:00:00Z'))).toEqual([])
      await openKeyStore(directory)
    })
  })

  test('a clock that went back gets its months, also those it had destroyed', async () => {
    await withStore(async (keys, directory) => {
      const old = Buffer.from(keys.monthKey('2026-12'))
      await keys.destroyMonth('2026-12')
      const made = await keys.extendTo(new Date('2026-05-15T12:00:00Z'))
      expect([...made].sort()).toEqual(
        ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-12'].map((month) => `month-${month}`),
      )
      expect(keys.monthKey('2026-12')).not.toEqual(old)
      expect((await openKeyStore(directory)).monthKey('2026-12')).toEqual(keys.monthKey('2026-12'))
    })
  })
})

describe('two instances', () => {
  test('that extend at the same time agree, and each key is made once', async () => {
    await withStore(async (one, directory) => {
      const others = [one, await openKeyStore(directory), await openKeyStore(directory)]
      const made = await Promise.all(others.map((keys) => keys.extendTo(new Date('2029-11-23T12:00:00Z'))))
      expect(made.flat().length).toBe(36)
      expect(new Set(made.flat()).size).toBe(36)
      const later = await openKeyStore(directory)
      for (const name of later.names()) {
        for (const keys of others) expect(keys.get(name as 'contact')).toEqual(later.get(name as 'contact'))
      }
      expect((await readdir(directory)).filter((file) => file.startsWith('.'))).toEqual([])
    })
  })

  test('that create at the same time agree', async () => {
    await inFolder(async (folder) => {
      const made = await Promise.allSettled([createKeyStore(folder, november), createKeyStore(folder, november)])
      expect(made.some(({ status }) => status === 'fulfilled')).toBe(true)
      expect((await openKeyStore(folder)).names().length).toBe(64 + longLivedKeys.length)
    })
  })

  test('one finds the month that the other made, and forgets the one that the other destroyed', async () => {
    await withStore(async (one, directory) => {
      const other = await openKeyStore(directory)
      await other.extendTo(new Date('2026-12-23T12:00:00Z'))
      expect(one.monthKey('2032-03')).toEqual(other.monthKey('2032-03'))

      await other.destroyMonth('2026-11')
      one.refresh()
      expect(() => one.monthKey('2026-11')).toThrow(problem('destroyed'))
    })
  })

  test('forgetting happens by itself within a minute', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'setInterval'] })
    try {
      await withStore(async (one, directory) => {
        const other = await openKeyStore(directory)
        await other.destroyMonth('2026-11')
        expect(one.monthKey('2026-11').length).toBe(32)
        jest.advanceTimersByTime(60_001)
        expect(() => one.monthKey('2026-11')).toThrow('has been destroyed')
        expect(one.monthKey('2026-12').length).toBe(32)
      })
    } finally {
      jest.useRealTimers()
    }
  })
})

describe('a month that is destroyed (B7)', () => {
  test('leaves none of its bytes, opens nothing, and stays gone', async () => {
    await withStore(async (keys, directory) => {
      const line = await readFile(keyPath(directory, 'month-2026-11'), 'latin1')
      const itemKey = newItemKey()
      const wrapped = wrapItemKey(keys, '2026-11', itemKey, 'alma')
      expect(unwrapItemKey(keys, '2026-11', wrapped, 'alma')).toEqual(itemKey)

      await keys.destroyMonth('2026-11')
      await keys.destroyMonth('2026-11')

      expect(() => unwrapItemKey(keys, '2026-11', wrapped, 'alma')).toThrow(problem('destroyed'))
      const again = await openKeyStore(directory)
      expect(() => unwrapItemKey(again, '2026-11', wrapped, 'alma')).toThrow('what it sealed is gone for good')
      expect(again.names()).not.toContain('month-2026-11')
      await again.extendTo(new Date('2026-12-01T12:00:00Z'))
      expect(() => again.monthKey('2026-11')).toThrow(problem('destroyed'))
      for (const file of await readdir(directory)) {
        expect((await readFile(join(directory, file), 'latin1')).includes(line.split(' ')[2]!)).toBe(false)
      }
    })
  })

  test('has its bytes overwritten where they lie: another name for the same file sees them go', async () => {
    await withStore(async (keys, directory) => {
      await link(keyPath(directory, 'month-2026-11'), join(directory, '.new-left-by-a-kill'))
      await keys.destroyMonth('2026-11')
      expect((await readFile(join(directory, '.new-left-by-a-kill'))).length).toBe(0)
    })
  })

  test('and was cut short by a kill is finished at the next start', async () => {
    await withStore(async (_, directory) => {
      const grave = join(directory, 'month-2026-11.destroyed')
      await rename(keyPath(directory, 'month-2026-11'), grave)
      const keys = await openKeyStore(directory)
      expect(() => keys.monthKey('2026-11')).toThrow(problem('destroyed'))
      expect((await stat(grave)).size).toBe(0)
    })
  })

  test('by two instances at once is destroyed once and well', async () => {
    await withStore(async (one, directory) => {
      const other = await openKeyStore(directory)
      await Promise.all([one.destroyMonth('2026-11'), other.destroyMonth('2026-11'), one.destroyMonth('2026-11')])
      expect(() => other.monthKey('2026-11')).toThrow(problem('destroyed'))
      await openKeyStore(directory)
    })
  })

  test('though its key was lost lets the store open again; one that never was leaves no trace', async () => {
    await withStore(async (keys, directory) => {
      await unlink(keyPath(directory, 'month-2026-12'))
      await expect(openKeyStore(directory)).rejects.toEqual(problem('missing'))
      await keys.destroyMonth('2026-12')
      await openKeyStore(directory)
      const before = await readdir(directory)
      await keys.destroyMonth('1999-01')
      expect(await readdir(directory)).toEqual(before)
    })
  })
})

describe('a kill while a key is written', () => {
  test('leaves nothing that opens, and the leftover goes', async () => {
    await withStore(async (keys, directory) => {
      const leftover = join(directory, '.new-0011223344556677')
      await writeFile(leftover, 'insyn-key-1 month-2032-03 abc', { mode: 0o600 })
      const young = join(directory, '.new-8899aabbccddeeff')
      await writeFile(young, 'insyn-key-1', { mode: 0o600 })
      await utimes(leftover, november, new Date(Date.now() - 2 * 3_600_000))
      const again = await openKeyStore(directory)
      expect(() => again.monthKey('2032-03')).toThrow(problem('missing'))
      expect(again.names()).toEqual(keys.names())
      await again.extendTo(new Date('2026-12-23T12:00:00Z'))
      expect(again.monthKey('2032-03').length).toBe(32)
      expect((await readdir(directory)).filter((file) => file.startsWith('.'))).toEqual(['.new-8899aabbccddeeff'])
    })
  })

  test('a key that is there is left as it is', async () => {
    await withStore(async (keys, directory) => {
      expect(await createKeyFile(directory, 'contact')).toBe(false)
      expect((await openKeyStore(directory)).get('contact')).toEqual(keys.get('contact'))
    })
  })
})

describe('the key of an item', () => {
  test('opens for its own item and month alone', async () => {
    await withStore(async (keys) => {
      const itemKey = newItemKey()
      const wrapped = wrapItemKey(keys, '2031-11', itemKey, 'alma')
      expect(wrapped.length).toBe(61)
      expect(wrapped.includes(itemKey)).toBe(false)
      expect(unwrapItemKey(keys, '2031-11', wrapped, 'alma')).toEqual(itemKey)
      expect(() => unwrapItemKey(keys, '2031-11', wrapped, 'bo')).toThrow(SealError)
      expect(() => unwrapItemKey(keys, '2031-12', wrapped, 'alma')).toThrow(SealError)
      expect(() => unwrapItemKey(keys, '2031-11', flipped(wrapped, 150), 'alma')).toThrow(SealError)
      expect(() => wrapItemKey(keys, '2050-01', itemKey, 'alma')).toThrow(KeyStoreError)
    })
  })
})

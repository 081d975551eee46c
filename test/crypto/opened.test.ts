import { jest } from '@jest/globals'
import { Opened } from '../../src/crypto/opened.ts'

describe('what has been opened', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  const asked = () => {
    const opened = new Opened<string>()
    const open = jest.fn((value: string) => value)
    const get = (name: string, sealed: (Buffer | string | undefined)[], value: string) =>
      opened.get(name, sealed, () => open(value))
    return { opened, open, get }
  }

  test('is opened once for the same bytes, whoever holds them', () => {
    const { open, get } = asked()
    expect(get('a', [Buffer.from('one')], 'first')).toBe('first')
    expect(get('a', [Buffer.from('one')], 'second')).toBe('first')
    expect(open).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['a byte is another', [Buffer.from('onf')]],
    ['it is shorter', [Buffer.from('on')]],
    ['a part is gone', [undefined]],
    ['bytes have become text', ['one']],
  ])('is opened anew where %s', (_name, sealed) => {
    const { get } = asked()
    get('a', [Buffer.from('one')], 'first')
    expect(get('a', sealed, 'second')).toBe('second')
  })

  test('knows a text in every alphabet again, and takes no other for it', () => {
    const { get } = asked()
    expect(get('a', ['Łucja Šimić'], 'first')).toBe('first')
    expect(get('a', ['Łucja Šimić'], 'second')).toBe('first')
    expect(get('a', ['Aucja `imi\x07'], 'third')).toBe('third')
  })

  test('is another under another name', () => {
    const { get } = asked()
    get('a', ['one'], 'first')
    expect(get('b', ['one'], 'second')).toBe('second')
  })

  test('keeps nothing that does not open', () => {
    const { opened, get } = asked()
    const fails = () =>
      opened.get('a', ['one'], () => {
        throw new Error('sealed')
      })
    expect(fails).toThrow('sealed')
    expect(opened.size).toBe(0)
    expect(get('a', ['one'], 'now')).toBe('now')
  })

  test('is gone after two minutes without anybody asking, and its clock with it', () => {
    const { opened, get } = asked()
    get('a', ['one'], 'first')
    jest.advanceTimersByTime(59_000)
    expect(opened.size).toBe(1)
    jest.advanceTimersByTime(61_000)
    expect(opened.size).toBe(0)
    expect(jest.getTimerCount()).toBe(0)
    expect(get('a', ['one'], 'anew')).toBe('anew')
  })

  test('stays no longer for being asked for again', () => {
    const { opened, get } = asked()
    get('a', ['one'], 'first')
    for (let seconds = 0; seconds < 120; seconds += 10) {
      get('a', ['one'], 'again')
      jest.advanceTimersByTime(10_000)
    }
    expect(opened.size).toBeLessThanOrEqual(1)
    expect(get('a', ['one'], 'anew')).toBe('anew')
  })

  test('never holds more than eight thousand', () => {
    const { opened, get } = asked()
    for (let n = 0; n < 20_000; n++) get(String(n), ['x'], 'y')
    expect(opened.size).toBeLessThanOrEqual(8_000)
  })
})

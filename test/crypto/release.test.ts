import { release } from '../../src/crypto/release.ts'

test('bytes that nobody reads any more are given back at once', () => {
  const own = Buffer.allocUnsafeSlow(65_536)
  const { buffer } = own
  release(own)
  expect([own.length, buffer.byteLength]).toEqual([0, 0])
})

test('what shares its memory with others is left alone', () => {
  const whole = Buffer.allocUnsafeSlow(100).fill(7)
  release(whole.subarray(0, 50))
  release(whole.subarray(50))
  const pooled = Buffer.from('a word in the pool')
  release(pooled)
  expect([whole.equals(Buffer.alloc(100, 7)), pooled.toString()]).toEqual([true, 'a word in the pool'])
})

test('memory that threads share, and bytes given back already, are no mistake', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(10))
  release(shared)
  expect(shared.length).toBe(10)
  const own = Buffer.allocUnsafeSlow(10)
  release(own)
  release(own)
  expect(own.length).toBe(0)
})

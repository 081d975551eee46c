export type Wanted = { start: number; end: number } | 'whole' | 'outside'

/**
 * What a Range header asks of a file of `size` bytes (RFC 9110). One range only: several, or one that lies outside, are
 * `outside`; what is no range of bytes is not understood and the whole is sent. An open end gets `most` bytes at a time,
 * so that the right to go on is asked anew every so often.
 */
export function wanted(header: string | undefined, size: number, most: number): Wanted {
  if (header === undefined || !/^bytes\s*=/i.test(header)) return 'whole'
  const found = /^bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header)
  if (!found || (found[1] === '' && found[2] === '')) return 'outside'
  const [, from, to] = found as unknown as [string, string, string]
  if (from === '') {
    const last = Number(to)
    return last === 0 || size === 0 ? 'outside' : { start: Math.max(0, size - last), end: size - 1 }
  }
  const start = Number(from)
  const end = Math.min(to === '' ? start + most - 1 : Number(to), size - 1)
  return start >= size || end < start ? 'outside' : { start, end }
}

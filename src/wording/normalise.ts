export type Normal = {
  /** Lower case, composed, digits as 0–9, without what does not show. */
  text: string
  /** The same with capitals kept. */
  cased: string
  /** For each unit of `text` where it stands in the original; one more for the end. */
  from: Int32Array
}

/**
 * The text as the eye reads it, with the way back to the original. Wide and styled letters become plain (NFKC), other
 * scripts' digits 0–9, Cyrillic and Greek letters that look Latin become Latin in words that mix them; zero width
 * characters and soft hyphens go.
 */
export function normalise(original: string): Normal {
  const parts: string[] = []
  const from = new Int32Array(original.length * 4 + 2)
  let length = 0
  const add = (piece: string, at: number) => {
    for (let i = 0; i < piece.length && length < from.length - 1; i++) {
      from[length++] = at
    }
    parts.push(piece)
  }
  let position = 0
  while (position < original.length) {
    const code = original.charCodeAt(position)
    if (isPlain(code) && !isMark(original.charCodeAt(position + 1))) {
      add(original[position]!, position)
      position++
      continue
    }
    const end = clusterEnd(original, position)
    add(plain(original.slice(position, end)), position)
    position = end
  }
  const cased = parts.join('').slice(0, length)
  from[length] = original.length
  return { text: lower(cased), cased, from: from.subarray(0, length + 1) }
}

// What most of a Swedish text consists of needs no looking up.
function isPlain(code: number): boolean {
  return (code >= 9 && code < 127) || 'åäöÅÄÖéÉ'.includes(String.fromCharCode(code))
}

function isMark(code: number): boolean {
  return code >= 0x300 && code < 0x370
}

// A letter with its marks; long rows of marks are cut, so that the work stays in proportion.
function clusterEnd(text: string, start: number): number {
  let end = start + (text.codePointAt(start)! > 0xffff ? 2 : 1)
  while (end < text.length && end - start < 16 && isMark(text.charCodeAt(end))) end++
  return end
}

const invisible = /[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164\u2800]/gu
const digit = /\p{Nd}/gu

const lookAlikes = new Map(
  [...'аaеeоoрpсcхxуyіiјjѕsԁdһhΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXαaοoνvρpВBАAЕEКKМMНHОOРPСCТTУYХX'.matchAll(/(.)(.)/gu)].map(
    ([, from, to]) => [from!, to!] as const,
  ),
)

function plain(cluster: string): string {
  const composed = cluster.normalize('NFKC').replace(invisible, '')
  return composed
    .replace(digit, (one) => String(digitOf(one)))
    .replace(/[ªº˜´`^¨]/g, '')
    .replace(/\p{Script=Cyrillic}|\p{Script=Greek}/gu, (one) => lookAlikes.get(one) ?? one)
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
}

// The digits of a script stand in a row of ten that begins at a multiple of ten steps from its nought.
function digitOf(one: string): number {
  const point = one.codePointAt(0)!
  if (point < 0x80) return point - 48
  let zero = point
  while (zero > point - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return (point - zero) % 10
}

// Lower case that never changes the length.
function lower(text: string): string {
  const low = text.toLowerCase()
  if (low.length === text.length) return low
  return Array.from({ length: text.length }, (_, at) => {
    const one = text[at]!.toLowerCase()
    return one.length === 1 ? one : text[at]!
  }).join('')
}

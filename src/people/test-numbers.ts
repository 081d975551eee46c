import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

let known: Map<string, string> | undefined

/**
 * Whether the twelve digits are one of the numbers that the Swedish Tax Agency publishes for tests, personnummer and
 * samordningsnummer. They are formally right and never anybody's: production refuses them. The list stands beside,
 * packed: a line for each day with its birth numbers; the check digit follows from the rest.
 */
export function isTestNumber(digits: string): boolean {
  known ??= unpacked()
  const born = known.get(digits.slice(0, 8)) ?? ''
  for (let at = 0; at < born.length; at += 3) if (born.slice(at, at + 3) === digits.slice(8, 11)) return true
  return false
}

function unpacked(): Map<string, string> {
  const text = brotliDecompressSync(readFileSync(join(import.meta.dirname, 'test-numbers.txt.br'))).toString('latin1')
  return new Map(text.split('\n').map((line) => [line.slice(0, 8), line.slice(8)]))
}

import type { Entry } from './presenter.ts'

/**
 * Cards for an address book (vCard 3.0, RFC 2426: what phones of every make read): a name and what its owner shows, with
 * a note of whom they were made for (R7). No child's name: it would live on in the phone after the child has left.
 */
export function vcards(entries: Entry[], note: string): string {
  return entries.map((entry) => card(entry, note)).join('')
}

function card({ name, phone, email, address }: Entry, note: string): string {
  const [given, ...family] = name.split(' ')
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${escaped(name)}`,
    `N:${escaped(family.join(' '))};${escaped(given!)};;;`,
    phone && `TEL;TYPE=CELL:${escaped(phone)}`,
    email && `EMAIL;TYPE=INTERNET:${escaped(email)}`,
    address && `ADR;TYPE=HOME:;;${escaped(address)};;;;`,
    `NOTE:${escaped(note)}`,
    'END:VCARD',
  ]
    .filter((line) => line !== null)
    .map((line) => `${folded(line)}\r\n`)
    .join('')
}

// No line break, and nothing that ends a value, comes out of what somebody typed.
function escaped(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\\,;]/g, '\\$&')
}

// A line is at most 75 octets, and none is broken inside a letter.
function folded(line: string): string {
  const lines = ['']
  for (const letter of line) {
    if (Buffer.byteLength(lines.at(-1)! + letter) > 74) lines.push('')
    lines[lines.length - 1] += letter
  }
  return lines.join('\r\n ')
}

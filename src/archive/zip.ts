import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

export type Entry = { path: string; type: string; open: () => Readable | Buffer }
/** What is in the package, as its inventory says it. */
export type Packed = { path: string; type: string; bytes: number; checksum: string }

const packedAlready = /^(image|video|audio|application\/pdf)/

/**
 * The entries as one ZIP, written as it is read, one after the other; `inventory` is asked when all are in it and goes last.
 * All carry the same time, so that the same contents give the same bytes.
 */
export function zipped(entries: AsyncIterable<Entry>, at: Date, inventory: (packed: Packed[]) => Entry): Readable {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  const gone = new Promise<never>((_, reject) => out.once('close', () => reject(new Error('nobody reads the package'))))
  gone.catch(() => {})
  const fill = async () => {
    const packed: Packed[] = []
    for await (const entry of entries) packed.push(await Promise.race([add(zip, entry, at), gone]))
    await Promise.race([add(zip, inventory(packed), at), gone])
    zip.end()
  }
  zip.on('error', (error) => out.destroy(error))
  fill().catch((error) => out.destroy(error))
  return out
}

function add(zip: ZipFile, { path, type, open }: Entry, at: Date): Promise<Packed> {
  return new Promise((resolve, reject) => {
    const options = { mtime: at, mode: 0o100644, compress: !packedAlready.test(type), forceDosTimestamp: false }
    zip.addReadStreamLazy(path, options, (give) => {
      const sum = createHash('sha256')
      let bytes = 0
      const source = open()
      const measured = Readable.from(
        (async function* () {
          for await (const piece of source instanceof Readable ? source : [source]) {
            sum.update(piece)
            bytes += piece.length
            yield piece
          }
        })(),
        { objectMode: false },
      )
      measured.once('error', reject)
      measured.once('end', () => resolve({ path, type, bytes, checksum: sum.digest('hex') }))
      give(null, measured)
    })
  })
}

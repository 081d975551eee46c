import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

// Drawn noise: a picture that does not shrink to nothing.
async function noise(width: number, height: number) {
  return sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
}

/** As a camera makes them: lying on its side with a note of how to turn it, and where and by what it was taken. */
export async function fromCamera(): Promise<Buffer> {
  const wide = await (await noise(400, 200)).png().toBuffer()
  // Red at the left, so that it can be seen which way is up.
  const red = await sharp({ create: { width: 40, height: 200, channels: 3, background: '#f00' } })
    .png()
    .toBuffer()
  return sharp(wide)
    .composite([{ input: red, left: 0, top: 0 }])
    .withExif({
      IFD0: { Make: 'Kameran', Model: 'Hemlig 5', Copyright: 'Fotograf Okänd', ImageDescription: 'Alma hemma' },
      IFD2: { BodySerialNumber: '123456789' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '57/1 55/1 12/1', GPSLongitudeRef: 'E', GPSLongitude: '12/1 10/1 3/1' },
    })
    .withMetadata({ orientation: 6 })
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="hemlig plats"/></rdf:RDF></x:xmpmeta>',
    )
    .jpeg()
    .toBuffer()
}

export const jpeg = async () => (await noise(300, 200)).jpeg().toBuffer()
export const png = async () => (await noise(300, 200)).png().toBuffer()
export const webp = async () => (await noise(300, 200)).webp().toBuffer()

/** 256 million black pixels, one bit each, in a file of some tens of kilobytes. */
export function bomb(): Buffer {
  const edge = 16_000
  const size = Buffer.alloc(8)
  size.writeUInt32BE(edge, 0)
  size.writeUInt32BE(edge, 4)
  const header = Buffer.concat([size, Buffer.from([1, 0, 0, 0, 0])])
  const pixels = deflateSync(Buffer.alloc(edge * (1 + edge / 8)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

const text = (value: string) => Buffer.from(value)

/** What is no picture, or none that a browser shows: each with the words that stand beside the field. */
export async function refused(): Promise<[string, Buffer, RegExp][]> {
  const whole = await jpeg()
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), text('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200)])
  const unreadable = /gick inte att läsa/
  const unknown = /varken bild, film eller ljud/
  return [
    ['HEIC', heic, /HEIC/],
    [
      'SVG',
      text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'),
      unknown,
    ],
    ['GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'), unknown],
    ['PDF', text('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF'), unknown],
    ['HTML', text('<!doctype html><script>alert(1)</script>'), unknown],
    ['text', text('Det här är ingen bild.'), unknown],
    ['ZIP', text('PK\u0003\u0004 och så vidare'), unknown],
    ['a JPEG cut off', whole.subarray(0, whole.length / 2), unreadable],
    ['a JPEG’s first bytes', whole.subarray(0, 20), unreadable],
    ['a PNG with a broken middle', broken(await png()), unreadable],
    ['16 000 × 16 000', bomb(), /64 miljoner/],
    ['no bytes', Buffer.alloc(0), /tom/],
    ['25 MB', Buffer.concat([whole, Buffer.alloc(25 * 1024 * 1024)]), /högst 20 MB/],
  ]
}

function broken(picture: Buffer): Buffer {
  const copy = Buffer.from(picture)
  const middle = Math.floor(copy.length / 2)
  copy.fill(0, middle, middle + 200)
  return copy
}

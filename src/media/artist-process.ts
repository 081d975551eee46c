import sharp, { type Sharp } from 'sharp'
import type { Drawn, Sheet } from './artist.ts'

// Runs as a process of its own (artist.ts): pictures come in, redrawn ones go out, one at a time.
const mostPixels = 64_000_000
const edges = { large: 2048, small: 640 } as const

// Only what a phone's camera or a browser makes is read: SVG, GIF, TIFF, PDF and the rest are refused unread.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })
sharp.cache(false)
sharp.concurrency(1)

// Dismissed by who engaged it; goes by itself where that was forgotten.
let leaving = setTimeout(() => process.exit(0), 60_000)

process.on('message', async ({ source }: { source: Uint8Array }) => {
  clearTimeout(leaving)
  process.send!(await drawn(Buffer.from(source.buffer, source.byteOffset, source.byteLength)))
  leaving = setTimeout(() => process.exit(0), 60_000)
})
process.on('disconnect', () => process.exit(0))

async function drawn(source: Buffer): Promise<Drawn | { problem: 'pixels' | 'unreadable' }> {
  try {
    const options = { limitInputPixels: mostPixels, failOn: 'error', animated: false } as const
    // Once from the camera's millions of points to what a screen needs; the rest is made from that.
    const { data, info } = await fitted(sharp(source, options).autoOrient(), edges.large)
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const raw = { raw: { width: info.width, height: info.height, channels: info.channels } }
    const large = sharp(data, raw)
    const { data: less, info: lesser } = await fitted(sharp(data, raw), edges.small)
      .raw()
      .toBuffer({ resolveWithObject: true })
    const small = sharp(less, { raw: { width: lesser.width, height: lesser.height, channels: lesser.channels } })
    const files: Record<Sheet, Buffer> = {
      large: await large.clone().webp({ quality: 80, effort: 3 }).toBuffer(),
      small: await small.clone().webp({ quality: 74 }).toBuffer(),
      'large-jpeg': await large
        .clone()
        .flatten({ background: '#fff' })
        .jpeg({ quality: 82, progressive: true })
        .toBuffer(),
      'small-jpeg': await small
        .clone()
        .flatten({ background: '#fff' })
        .jpeg({ quality: 78, progressive: true })
        .toBuffer(),
    }
    return { width: info.width, height: info.height, files }
  } catch (error) {
    return { problem: /pixel limit/i.test((error as Error).message) ? 'pixels' : 'unreadable' }
  }
}

function fitted(picture: Sharp, edge: number): Sharp {
  return picture.resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
}

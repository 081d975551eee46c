import sharp, { type OutputInfo, type Sharp } from 'sharp'
import type { Drawn, Mask, Sheet } from './artist.ts'

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

process.on('message', async ({ source, mask }: { source: Uint8Array; mask?: Mask }) => {
  clearTimeout(leaving)
  process.send!(await drawn(Buffer.from(source.buffer, source.byteOffset, source.byteLength), mask))
  leaving = setTimeout(() => process.exit(0), 60_000)
})
process.on('disconnect', () => process.exit(0))

async function drawn(source: Buffer, mask: Mask | undefined): Promise<Drawn | { problem: 'pixels' | 'unreadable' }> {
  try {
    const options = { limitInputPixels: mostPixels, failOn: 'error', animated: false } as const
    // Once from the camera's millions of points to what a screen needs; the rest is made from that.
    const { data: whole, info } = await fitted(sharp(source, options).autoOrient(), edges.large)
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const data = mask ? await withMask(whole, info, mask) : whole
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

// Each square keeps four shades of what was there: too little to know anybody by, enough to see that something was.
async function withMask(data: Buffer, info: OutputInfo, { columns, rows, cells }: Mask): Promise<Buffer> {
  const { width, height, channels } = info
  const raw = { raw: { width, height, channels } }
  const coarse = await sharp(data, raw)
    .resize({ width: columns * 2, height: rows * 2, fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer()
  const blurred = await sharp(coarse, { raw: { width: columns * 2, height: rows * 2, channels } })
    .resize({ width, height, fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer()
  const out = Buffer.from(data)
  for (const cell of cells) {
    const [row, column] = [Math.floor(cell / columns), cell % columns]
    const [left, right] = [Math.floor((column * width) / columns), Math.ceil(((column + 1) * width) / columns)]
    const [top, bottom] = [Math.floor((row * height) / rows), Math.ceil(((row + 1) * height) / rows)]
    for (let y = top; y < Math.min(bottom, height); y++) {
      const from = (y * width + left) * channels
      blurred.copy(out, from, from, (y * width + Math.min(right, width)) * channels)
    }
  }
  return out
}

function fitted(picture: Sharp, edge: number): Sharp {
  return picture.resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
}

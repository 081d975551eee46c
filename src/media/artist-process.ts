import sharp, { type OutputInfo, type Sharp } from 'sharp'
import type { Answer, Mask, Order } from './artist.ts'
import type { PictureKind } from './files.ts'
import { headOf, taking } from './frames.ts'
import { boxes, middleOf, type Size } from './sizes.ts'

// Runs as a process of its own (artist.ts): pictures come in, redrawn ones go out, one at a time.
const mostPixels = 64_000_000

// Only what a phone's camera or a browser makes is read: SVG, GIF, TIFF, PDF and the rest are refused unread.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })
sharp.cache(false)
sharp.concurrency(1)

type Files = Partial<Record<PictureKind, Buffer>>
type Drawing = Size & { files: Files }

const orders = taking(process.stdin)
for (;;) {
  // Dismissed by who engaged it; goes by itself where that was forgotten.
  const leaving = setTimeout(() => process.exit(0), 60_000)
  const order = (await orders.head().catch(() => undefined)) as Order | undefined
  clearTimeout(leaving)
  if (!order) process.exit(0)
  const made = await drawn(await orders.bytes(order.bytes), order.mask)
  if ('problem' in made) await say(headOf(made satisfies Answer))
  else {
    const { width, height } = made
    const files = Object.entries(made.files) as [PictureKind, Buffer][]
    const sizes = files.map(([kind, { length }]) => [kind, length] as [PictureKind, number])
    await say(headOf({ width, height, files: sizes } satisfies Answer))
    for (const [, bytes] of files) await say(bytes)
  }
}

function say(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => process.stdout.write(bytes, () => resolve()))
}

async function drawn(source: Buffer, mask: Mask | undefined): Promise<Drawing | { problem: 'pixels' | 'unreadable' }> {
  try {
    const options = { limitInputPixels: mostPixels, failOn: 'error', animated: false } as const
    // Once from the camera's millions of points to what a screen needs; the rest is made from that.
    const { data: whole, info } = await within(sharp(source, options).autoOrient(), boxes.large)
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const data = mask ? await withMask(whole, info, mask) : whole
    const { width, height, channels } = info
    const large = sharp(data, { raw: { width, height, channels } })
    const files: Files = {
      large: await large.clone().webp({ quality: 80, effort: 3 }).toBuffer(),
      'large-jpeg': await asJpeg(large, 82),
    }
    if (middleOf(info)) {
      const middle = await less(large, boxes.middle)
      files.middle = await middle.clone().webp({ quality: 78, effort: 3 }).toBuffer()
      files['middle-jpeg'] = await asJpeg(middle, 80)
    }
    const small = await less(large, boxes.small)
    files.small = await small.clone().webp({ quality: 74 }).toBuffer()
    files['small-jpeg'] = await asJpeg(small, 78)
    return { width, height, files }
  } catch (error) {
    return { problem: /pixel limit/i.test((error as Error).message) ? 'pixels' : 'unreadable' }
  }
}

async function less(picture: Sharp, box: Size): Promise<Sharp> {
  const { data, info } = await within(picture.clone(), box).raw().toBuffer({ resolveWithObject: true })
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
}

function asJpeg(picture: Sharp, quality: number): Promise<Buffer> {
  return picture.clone().flatten({ background: '#fff' }).jpeg({ quality, progressive: true }).toBuffer()
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

function within(picture: Sharp, { width, height }: Size): Sharp {
  return picture.resize({ width, height, fit: 'inside', withoutEnlargement: true })
}

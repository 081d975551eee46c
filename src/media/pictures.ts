import sharp from 'sharp'
import type { Variant } from './files.ts'

/**
 * From here on this process reads only what a phone's camera or a browser makes: SVG, GIF, TIFF, PDF and the rest are
 * refused unread. Called when the portal opens its doors; the demo's own drawings are made before that.
 */
export function readPhotosOnly(): void {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })
  sharp.cache(false)
  sharp.concurrency(1)
}

const mostPixels = 64_000_000
const edges: Record<Variant, number> = { large: 2048, small: 640 }

export type Drawn = { width: number; height: number; files: Record<Variant, Buffer> }

/** Why a file will not do as a picture, as a catalogue key. */
export class PictureProblem extends Error {
  readonly key: string
  constructor(key: string) {
    super(key)
    this.key = key
  }
}

/**
 * A picture made anew from what was sent: upright, in two sizes, without place, device or anything else that came
 * along. Throws PictureProblem for what is not a JPEG, PNG or WebP, is broken, or is larger than 64 million pixels.
 */
export async function redraw(source: Buffer): Promise<Drawn> {
  if (/^ftyp(heic|heix|hevc|mif1|msf1|heim|heis)/.test(source.subarray(4, 12).toString('latin1'))) {
    throw new PictureProblem('media.problem.heic')
  }
  await waitForTurn()
  try {
    const upright = sharp(source, { limitInputPixels: mostPixels, failOn: 'error', animated: false }).autoOrient()
    const make = (variant: Variant) =>
      upright
        .clone()
        .resize({ width: edges[variant], height: edges[variant], fit: 'inside', withoutEnlargement: true })
        .webp({ quality: variant === 'large' ? 80 : 74 })
        .toBuffer({ resolveWithObject: true })
    const large = await make('large')
    const small = await sharp(large.data)
      .resize({ width: edges.small, height: edges.small, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 74 })
      .toBuffer()
    return { width: large.info.width, height: large.info.height, files: { large: large.data, small } }
  } catch (error) {
    const message = (error as Error).message
    throw new PictureProblem(/pixel limit/i.test(message) ? 'media.problem.pixels' : 'media.problem.unreadable')
  } finally {
    turnDone()
  }
}

// Two at a time: a class's worth of uploads must not crowd out everybody's pages or the memory.
let running = 0
const waiting: (() => void)[] = []

async function waitForTurn(): Promise<void> {
  if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
}

function turnDone(): void {
  running -= 1
  waiting.shift()?.()
}

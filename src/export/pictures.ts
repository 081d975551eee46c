import sharp from 'sharp'
import { readSealedFile } from '../crypto/sealed-file.ts'
import { mediaKey } from '../documentation/content.ts'
import { mediaPath, type Variant } from '../media/files.ts'
import type { Services } from '../services.ts'

// What was opened is not kept, and one picture at a time takes one processor: everybody's pages go first.
sharp.cache(false)
sharp.concurrency(1)

/** What opens an item and its pictures. */
export type Opening = Pick<Services, 'keys' | 'clock'> & {
  config: Pick<Services['config'], 'mediaDirectory' | 'baseUrl'>
}

export type PaperPicture = { data: Buffer; width: number; height: number; alt: string }

/** What paper needs: a picture alone stands as wide as the text, several share the width. In points of the picture. */
const edges = { alone: 1100, beside: 640 }

/**
 * A picture for paper, as JPEG: opened from its sealed file, resized, without anything that came along. `undefined` where
 * the file is gone. These are our own files, redrawn when they came in.
 */
export async function paperPicture(
  services: Pick<Opening, 'config'>,
  itemKey: Buffer,
  media: { id: string; alt: string },
  alone: boolean,
): Promise<PaperPicture | undefined> {
  // The smallest that is large enough: a third of the points to open. One without a middle size has none larger.
  const variants: Variant[] = alone ? ['middle', 'large'] : ['small']
  let opened: Buffer | undefined
  for (const variant of variants) opened ??= await wholePicture(services, itemKey, media.id, variant)
  if (!opened) return undefined
  const edge = alone ? edges.alone : edges.beside
  const { data, info } = await sharp(opened)
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: 78 })
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, alt: media.alt }
}

async function wholePicture(
  { config }: Pick<Opening, 'config'>,
  itemKey: Buffer,
  id: string,
  variant: Variant,
): Promise<Buffer | undefined> {
  const path = mediaPath(config.mediaDirectory, id, variant)
  const pieces: Buffer[] = []
  try {
    for await (const piece of readSealedFile(path, mediaKey(itemKey, id), `${id}.${variant}`))
      pieces.push(piece as Buffer)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return Buffer.concat(pieces)
}

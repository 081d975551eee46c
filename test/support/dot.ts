import sharp from 'sharp'
import type { Drawing } from '../../seeds/load.ts'

/** The smallest real picture, in both sizes; it has no middle one. */
export async function dot(): Promise<Drawing> {
  const webp = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#d9763f' } })
    .webp()
    .toBuffer()
  return { large: webp, small: webp, width: 64, height: 48 }
}

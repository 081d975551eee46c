import sharp from 'sharp'

/** A picture as a phone takes it: JPEG, large, turned on its side by EXIF, with place and device in it. */
export async function photo(width = 4000, height = 3000): Promise<Buffer> {
  const square = await sharp({ create: { width: width / 5, height: width / 5, channels: 3, background: '#d9763f' } })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: '#cfe3c8' } })
    .composite([{ input: square, left: Math.round(width / 3), top: Math.round(height / 4) }])
    .withExif({
      IFD0: { Make: 'Kamerafabriken', Model: 'Telefon 7' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '57/1 53/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '12/1 3/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 88 })
    .toBuffer()
}

import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { box, fullBox, list, numbers } from '../../src/media/mp4-boxes.ts'
import { bomb, fromCamera, jpeg, png, webp } from './samples.ts'

/**
 * What may come of it: `refused` with words at once, `failed` with words when the worker has looked at it, or made
 * `harmless`: kept, but without the payload.
 */
export type Hostile = { name: string; body: Buffer; end: 'refused' | 'failed' | 'harmless'; payload?: string }

const text = (value: string) => Buffer.from(value, 'latin1')
const mark = 'LASTEN<script>alert(1)</script>'

/** Made here by code, each time: nothing of the kind lies in the repository. */
export async function hostilePictures(): Promise<Hostile[]> {
  const whole = { jpeg: await jpeg(), png: await png(), webp: await webp() }
  const refused = (name: string, body: Buffer): Hostile => ({ name, body, end: 'refused' })
  const harmless = (name: string, body: Buffer, payload = mark): Hostile => ({ name, body, end: 'harmless', payload })
  const svg = text(
    `<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/><script>${mark}</script></svg>`,
  )
  const magic = { jpeg: text('\xff\xd8\xff\xe0'), png: whole.png.subarray(0, 8) }
  const webpHead = Buffer.concat([text('RIFF'), Buffer.from([0, 1, 0, 0]), text('WEBP')])
  return [
    refused('SVG with a script', svg),
    refused('SVG behind the first bytes of a JPEG', Buffer.concat([magic.jpeg, svg])),
    refused('SVG behind the first bytes of a PNG', Buffer.concat([magic.png, svg])),
    refused('HTML', text(`<!doctype html>${mark}`)),
    refused('HTML behind the first bytes of a JPEG', Buffer.concat([magic.jpeg, text(mark)])),
    refused('HTML in a WebP’s clothes', Buffer.concat([webpHead, text(mark)])),
    refused('a ZIP in a WebP’s clothes', Buffer.concat([webpHead, text('PK\x03\x04'), Buffer.alloc(200)])),
    refused('GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')),
    refused('a moving GIF with a script behind', text(`GIF89a${'\0'.repeat(50)}NETSCAPE2.0${mark};`)),
    refused('BMP', Buffer.concat([text('BM'), Buffer.alloc(200)])),
    refused('TIFF', Buffer.concat([text('II*\0\x08\0\0\0'), Buffer.alloc(200)])),
    refused('ICO', Buffer.concat([text('\0\0\x01\0\x01\0'), Buffer.alloc(200)])),
    refused('PDF', text(`%PDF-1.7\n1 0 obj\n<</OpenAction<</S/JavaScript/JS(${mark})>>>>`)),
    refused('PostScript', text('%!PS\n(/etc/passwd) (r) file')),
    refused('PSD', text('8BPS\0\x01')),
    refused('MVG', text('push graphic-context\nimage over 0,0 0,0 "https://example.org/x"')),
    refused('MSL', text('<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>')),
    refused('JPEG 2000', Buffer.concat([text('\0\0\0\x0cjP  \r\n\x87\n'), Buffer.alloc(100)])),
    refused('JPEG XL', Buffer.concat([text('\xff\x0a'), Buffer.alloc(100)])),
    refused('HEIC', Buffer.concat([text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200)])),
    refused('AVIF', Buffer.concat([text('\0\0\0\x18ftypavif\0\0\0\0mif1avif'), Buffer.alloc(200)])),
    refused('no bytes', Buffer.alloc(0)),
    refused('one byte', text('\xff')),
    refused('a JPEG’s first bytes alone', whole.jpeg.subarray(0, 20)),
    refused('a JPEG cut off', whole.jpeg.subarray(0, whole.jpeg.length / 2)),
    refused('a PNG cut off', whole.png.subarray(0, whole.png.length / 2)),
    refused('a WebP cut off', whole.webp.subarray(0, whole.webp.length / 2)),
    refused('a PNG of 256 million points', bomb()),
    refused('a PNG that says 65 535 × 65 535', pngOf(65_535, 65_535, Buffer.alloc(10))),
    refused('a PNG that says 2 147 483 647 wide', pngOf(2_147_483_647, 1, Buffer.alloc(10))),
    refused('a JPEG that says 65 500 × 65 500', saysLarge(whole.jpeg)),
    refused('a WebP that says 16 384 × 16 384', largeWebp()),
    refused(
      'a PNG with a hundred times its points packed',
      pngOf(8, 8, deflateSync(Buffer.alloc(50_000_000))).subarray(0, 40),
    ),
    refused('random bytes', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919 + 13) % 251))),
    refused('EICAR', text('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*')),
    refused('a Windows program', Buffer.concat([text('MZ'), Buffer.alloc(500)])),
    refused('a Linux program', Buffer.concat([text('\x7fELF'), Buffer.alloc(500)])),
    refused('a ZIP', text('PK\x03\x04 och så vidare')),
    refused('a gzip bomb', gzipSync(Buffer.alloc(50_000_000))),
    refused('an old Word document', text('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')),
    refused('a tar', Buffer.concat([text('../../../etc/cron.d/x'), Buffer.alloc(236), text('ustar')])),
    refused('a picture of 25 MB', Buffer.concat([whole.jpeg, Buffer.alloc(25 * 1024 * 1024)])),
    harmless('a JPEG with a ZIP behind', Buffer.concat([whole.jpeg, text(`PK\x03\x04${mark}`)])),
    harmless('a JPEG with a script in its comment', withSegment(whole.jpeg, 0xfe, text(mark))),
    harmless('a JPEG with a script in its EXIF', withSegment(whole.jpeg, 0xe1, text(`Exif\0\0${mark}`))),
    harmless(
      'a JPEG with EXIF that points at itself',
      withSegment(whole.jpeg, 0xe1, text(`Exif\0\0II*\0\x08\0\0\0\xff\xff${'\x08\0\0\0'.repeat(3000)}`)),
    ),
    harmless('a JPEG with 18 MB of EXIF', many(whole.jpeg, 0xe1, 280)),
    harmless('a JPEG with 12 MB of colour profile', many(whole.jpeg, 0xe2, 190)),
    harmless('a PNG with a script in its texts', withChunk(whole.png, 'tEXt', text(`Comment\0${mark}`))),
    harmless(
      'a PNG with packed text of 50 MB',
      withChunk(whole.png, 'zTXt', Buffer.concat([text('Comment\0\0'), deflateSync(Buffer.alloc(50_000_000))])),
    ),
    harmless(
      'a PNG with a packed colour profile of 50 MB',
      withChunk(whole.png, 'iCCP', Buffer.concat([text('icc\0\0'), deflateSync(Buffer.alloc(50_000_000))])),
    ),
    harmless('a PNG that moves', withChunk(whole.png, 'acTL', numbers(1000, 0))),
    harmless('a WebP with a script behind', Buffer.concat([whole.webp, text(mark)])),
    harmless('a WebP that moves', await moving()),
    harmless('a JPEG in CMYK', await sharp(whole.jpeg).toColourspace('cmyk').jpeg().toBuffer()),
    harmless('a PNG of 16 bits', await sharp(whole.png).toColourspace('rgb16').png().toBuffer()),
    harmless('a grey PNG with holes', await sharp(whole.png).greyscale().ensureAlpha(0.3).png().toBuffer()),
    harmless('a camera’s picture with its place', await fromCamera(), 'Hemlig'),
  ]
}

/** Films that need no ffmpeg to be made; `film` is a good one, and so is `sound`. */
export function hostileFilms(film: Buffer): Hostile[] {
  const refused = (name: string, body: Buffer): Hostile => ({ name, body, end: 'refused' })
  const failed = (name: string, body: Buffer): Hostile => ({ name, body, end: 'failed' })
  const ftyp = box('ftyp', text('isom\0\0\x02\0isommp41'))
  const playlist =
    '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXTINF:1,\nhttp://127.0.0.1:1/x\n'
  const movie = (...tracks: Buffer[]) =>
    Buffer.concat([ftyp, box('moov', mvhd(), ...tracks), box('mdat', Buffer.alloc(1000))])
  return [
    refused('an HLS playlist', text(playlist)),
    refused('an HLS playlist behind a film’s first box', Buffer.concat([ftyp, text(playlist)])),
    failed('an HLS playlist behind Matroska’s first bytes', Buffer.concat([text('\x1aE\xdf\xa3'), text(playlist)])),
    failed('an HLS playlist behind MPEG-TS’s marks', Buffer.concat([marks(), text(playlist)])),
    failed('an HLS playlist behind an ID3 head', Buffer.concat([text('ID3\x03\0\0\0\0\0\0'), text(playlist)])),
    refused('ffconcat', text("ffconcat version 1.0\nfile 'file:///etc/passwd'\n")),
    refused('concat', text('concat:/etc/passwd|/etc/hosts\n')),
    refused('a DASH list', text('<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:1/</BaseURL></MPD>')),
    refused('SDP', text('v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n')),
    refused('SMIL', text('<smil><body><video src="file:///etc/passwd"/></body></smil>')),
    refused(
      'a QuickTime film that is only an address',
      Buffer.concat([
        ftyp,
        box('moov', box('rmra', box('rmda', box('rdrf', numbers(0), text('url '), numbers(9), text('http://x\0'))))),
      ]),
    ),
    refused(
      'a film whose media lies at an address',
      movie(trak({ dref: fullBox('url ', 0, 0, text('http://127.0.0.1:1/x\0')) })),
    ),
    refused(
      'a film whose media lies in another file',
      movie(trak({ dref: fullBox('alis', 0, 0, text('/etc/passwd\0')) })),
    ),
    refused('a film cut off', film.subarray(0, Math.floor(film.length * 0.6))),
    refused('a film without its description', Buffer.concat([ftyp, box('mdat', Buffer.alloc(5000))])),
    refused('a film with two descriptions', Buffer.concat([film, box('moov', mvhd())])),
    refused('a description and nothing else', Buffer.concat([ftyp, box('moov', mvhd())])),
    refused('a box of 2^63 bytes', Buffer.concat([ftyp, numbers(1), text('moov'), numbers(0x7fffffff, 0xffffffff)])),
    refused('a box of 4 bytes', Buffer.concat([ftyp, numbers(4), text('moov'), Buffer.alloc(100)])),
    refused('a box longer than its parent', Buffer.concat([ftyp, box('moov', mvhd(), numbers(5000), text('trak'))])),
    refused(
      'sixty thousand empty boxes',
      Buffer.concat([ftyp, Buffer.concat(Array.from({ length: 60_000 }, () => box('free')))]),
    ),
    refused('four thousand million samples', movie(trak({ stsz: fullBox('stsz', 0, 0, numbers(1, 0xffffffff)) }))),
    refused('samples outside the file', movie(trak({ stco: fullBox('stco', 0, 0, numbers(1, 0x7fffffff)) }))),
    refused('the same sample a hundred thousand times', movie(again(100_000))),
    refused('chunks that contradict the samples', movie(trak({ stsc: fullBox('stsc', 0, 0, numbers(1, 1, 999, 1)) }))),
    refused('no units of time', movie(trak({ mdhd: fullBox('mdhd', 0, 0, numbers(0, 0, 0, 0, 0)) }))),
    failed('an H.264 track that is noise', movie(trak({}))),
    failed('Ogg’s first bytes and noise', Buffer.concat([text('OggS'), Buffer.alloc(5000, 9)])),
    failed('FLAC’s first bytes and noise', Buffer.concat([text('fLaC'), Buffer.alloc(5000, 9)])),
    failed('an AVI of noise', Buffer.concat([text('RIFF\xff\xff\xff\x7fAVI LIST'), Buffer.alloc(5000, 9)])),
    failed(
      'a WAV that says nothing',
      Buffer.concat([text('RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff'), Buffer.alloc(2000, 255)]),
    ),
    failed('an ID3 head of 256 MB', Buffer.concat([text('ID3\x04\0\0\x7f\x7f\x7f\x7f'), Buffer.alloc(3000)])),
    failed('AMR’s first bytes and nothing', text('#!AMR\n')),
    {
      name: 'a film with a ZIP behind',
      body: Buffer.concat([film, box('free', text(`PK\x03\x04${mark}`))]),
      end: 'harmless',
      payload: mark,
    },
    {
      name: 'a film with a place and a script in its notes',
      body: Buffer.concat([
        film,
        box('uuid', text(`0123456789abcdef<x:xmpmeta>${mark}`)),
        box('udta', box('\xa9xyz', text('+57.9212-012.0723/'))),
      ]),
      end: 'harmless',
      payload: mark,
    },
  ]
}

function pngOf(width: number, height: number, data: Buffer): Buffer {
  const header = Buffer.concat([numbers(width, height), Buffer.from([8, 2, 0, 0, 0])])
  return Buffer.concat([
    text('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([text(type), data])
  return Buffer.concat([numbers(data.length), body, numbers(crc32(body))])
}

/** A chunk right after the PNG's header. */
function withChunk(picture: Buffer, type: string, data: Buffer): Buffer {
  return Buffer.concat([picture.subarray(0, 33), chunk(type, data), picture.subarray(33)])
}

/** A segment right after the JPEG's first mark. */
function withSegment(picture: Buffer, kind: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, kind, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([picture.subarray(0, 2), head, data, picture.subarray(2)])
}

function many(picture: Buffer, kind: number, times: number): Buffer {
  const head = kind === 0xe2 ? text('ICC_PROFILE\0\x01\xff') : text('Exif\0\0')
  const segment = withSegment(Buffer.alloc(2), kind, Buffer.concat([head, Buffer.alloc(65_000, 65)])).subarray(2)
  return Buffer.concat([picture.subarray(0, 2), ...Array.from({ length: times }, () => segment), picture.subarray(2)])
}

function saysLarge(picture: Buffer): Buffer {
  const copy = Buffer.from(picture)
  const at = copy.indexOf(Buffer.from([0xff, 0xc0]))
  copy.writeUInt16BE(65_500, at + 5)
  copy.writeUInt16BE(65_500, at + 7)
  return copy
}

function largeWebp(): Buffer {
  const body = Buffer.concat([
    text('WEBPVP8X'),
    Buffer.from([10, 0, 0, 0, 0, 0, 0, 0, 0xff, 0x3f, 0, 0xff, 0x3f, 0]),
    text('VP8L'),
    Buffer.from([5, 0, 0, 0, 0x2f, 0xff, 0xff, 0xff, 0x0f, 0]),
  ])
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([text('RIFF'), size, body])
}

async function moving(): Promise<Buffer> {
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  return sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer()
}

function marks(): Buffer {
  const packets = Buffer.alloc(188 * 4)
  for (let at = 0; at < packets.length; at += 188) packets[at] = 0x47
  return packets
}

function mvhd(): Buffer {
  return fullBox('mvhd', 0, 0, numbers(0, 0, 1000, 1000), Buffer.alloc(80))
}

type Parts = Partial<Record<'dref' | 'stsz' | 'stco' | 'stsc' | 'mdhd', Buffer>>

/** A track of one sample of 100 bytes, in which any part can be another. */
function trak(parts: Parts): Buffer {
  const entry = box(
    'avc1',
    Buffer.alloc(24),
    Buffer.from([1, 64, 0, 180]),
    Buffer.alloc(50),
    box('avcC', Buffer.from([1, 66, 0, 30, 255, 224, 0])),
  )
  const stbl = box(
    'stbl',
    fullBox('stsd', 0, 0, numbers(1), entry),
    fullBox('stts', 0, 0, numbers(1, 1, 1000)),
    parts.stsc ?? fullBox('stsc', 0, 0, numbers(1, 1, 1, 1)),
    parts.stsz ?? fullBox('stsz', 0, 0, numbers(100, 1)),
    parts.stco ?? fullBox('stco', 0, 0, numbers(1, 60)),
  )
  const dinf = box('dinf', fullBox('dref', 0, 0, numbers(1), parts.dref ?? fullBox('url ', 0, 1)))
  const minf = box('minf', fullBox('vmhd', 0, 1, Buffer.alloc(8)), dinf, stbl)
  const mdhd = parts.mdhd ?? fullBox('mdhd', 0, 0, numbers(0, 0, 1000, 1000, 0))
  const hdlr = fullBox('hdlr', 0, 0, numbers(0), text('vide'), Buffer.alloc(13))
  return box('trak', fullBox('tkhd', 0, 3, numbers(0, 0, 1, 0, 1000), Buffer.alloc(60)), box('mdia', mdhd, hdlr, minf))
}

function again(times: number): Buffer {
  return trak({
    stsz: fullBox('stsz', 0, 0, numbers(100, times)),
    stco: fullBox('stco', 0, 0, numbers(times), list(new Array(times).fill(60))),
  })
}

/** File names that have led others astray; none is used for anything here. */
export const oddNames = [
  '../../../../etc/passwd.jpg',
  '..\\..\\windows\\win.ini.jpg',
  '/etc/cron.d/x.jpg',
  'bild\0.php.jpg',
  'gpj.\u202eexe.jpg',
  `${'n'.repeat(300)}.jpg`,
  '20140910-2385 Alma Ask.jpg',
  'a"; filename="b.svg',
  'bild\r\nX-Insyn: ja.jpg',
  '👨‍👩‍👧 på utflykt.jpg',
  'CON.jpg',
  '$(touch x).jpg',
  '-rf.jpg',
  '.jpg',
  '',
]

export const hostileCaptions: [name: string, body: Buffer][] = [
  ['HTML', text('<html><script>alert(1)</script></html>')],
  ['a WebVTT without a cue', text('WEBVTT\n\nNOTE inget\n')],
  [
    'bytes that are no text',
    Buffer.concat([text('WEBVTT\n\n00:00.000 --> 00:01.000\n'), Buffer.from([0xff, 0xfe, 0x80])]),
  ],
  ['a megabyte', text(`WEBVTT\n\n${'00:00.000 --> 00:01.000\nHej\n\n'.repeat(40_000)}`)],
  ['times that go backwards', text('WEBVTT\n\n00:05.000 --> 00:01.000\nHej\n')],
  ['a picture', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
]

import { buffer } from 'node:stream/consumers'
import { readSealedFile } from '../crypto/sealed-file.ts'
import { mediaKey } from '../documentation/content.ts'
import { mediaPath } from './files.ts'
import { largestCaptions } from './limits.ts'
import { MediaProblem } from './problem.ts'

const time = String.raw`(?:(\d{1,2}):)?([0-5]\d):([0-5]\d)[.,](\d{3})`
const timing = new RegExp(String.raw`^\s*${time}\s+-->\s+${time}`)
const mostCues = 10_000

/**
 * Captions written anew: the times and the words of a WebVTT or SRT file, and nothing of its styles, notes, settings or
 * tags. Throws MediaProblem for what is no such file.
 */
export function cleanCaptions(file: Buffer): string {
  if (file.length === 0) throw new MediaProblem('empty')
  if (file.length > largestCaptions) throw new MediaProblem('captions')
  const blocks = decoded(file)
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
  const cues = blocks.flatMap((block) => {
    const lines = block.split('\n')
    // A cue may have a name above its times.
    const at = lines.slice(0, 2).findIndex((line) => timing.test(line))
    if (at < 0) return []
    const [from, to] = times(timing.exec(lines[at]!)!)
    const words = lines
      .slice(at + 1)
      .map(plain)
      .filter(Boolean)
    return from! < to! && words.length > 0 ? [`${stamp(from!)} --> ${stamp(to!)}\n${words.join('\n')}`] : []
  })
  if (cues.length === 0 || cues.length > mostCues) throw new MediaProblem('captions')
  return `WEBVTT\n\n${cues.join('\n\n')}\n`
}

/** By film, as they are kept. */
export type Captions = Record<string, string>

/** The captions of those that have them, as cleanCaptions writes them; without those whose file never came. */
export async function captionsOf(
  directory: string,
  itemKey: Buffer,
  media: { id: string; captioned: boolean }[],
): Promise<Captions> {
  const read = media
    .filter(({ captioned }) => captioned)
    .map(async ({ id }) => {
      const place = mediaPath(directory, id, 'captions')
      const file = await buffer(readSealedFile(place, mediaKey(itemKey, id), `${id}.captions`)).catch((error) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      return file ? [[id, file.toString('utf8')]] : []
    })
  return Object.fromEntries((await Promise.all(read)).flat())
}

/** The words of captions as cleanCaptions writes them. */
export function captionWords(captions: string): string {
  const lines = captions.split('\n').slice(1)
  const words = lines.filter((line) => !timing.test(line)).join('\n')
  return words.replace(/&(lt|gt|amp);/g, (_, name: string) => entities[name]!).trim()
}

function decoded(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file).replaceAll('\0', '')
  } catch {
    throw new MediaProblem('captions')
  }
}

// No tag is let through, whatever it is for; what is left of < and & is written so that no reader sees a tag in it.
function plain(line: string): string {
  let words = line
  for (let before = ''; before !== words; ) {
    before = words
    words = words.replace(/<[^<>]*>/g, '')
  }
  return words
    .replace(/&(lt|gt|amp|nbsp|lrm|rlm);/g, (_, name: string) => entities[name]!)
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ')
    .replaceAll('-->', '→')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .trim()
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', nbsp: ' ', lrm: '', rlm: '' }

function times(found: RegExpExecArray): number[] {
  const part = (at: number) => Number(found[at] ?? 0)
  return [1, 5].map((at) => ((part(at) * 60 + part(at + 1)) * 60 + part(at + 2)) * 1000 + part(at + 3))
}

function stamp(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`
}

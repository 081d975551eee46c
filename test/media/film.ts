import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { readConfig } from '../../src/config.ts'

const run = promisify(execFile)

export const ffmpeg = readConfig({ NODE_ENV: 'test' }).ffmpeg
if (!ffmpeg && process.env.CI === 'true') throw new Error('CI=true, and there is no ffmpeg to convert films with')
if (!ffmpeg) console.warn('No ffmpeg found (FFMPEG): what converts films is not tested.')

/** Tests of converting run where an ffmpeg is found, and say so where not. */
export const whereFfmpeg: typeof describe = ffmpeg ? describe : (describe.skip as typeof describe)
export const ffprobe = ffmpeg?.replace(/ffmpeg$/, 'ffprobe')

/** What ffmpeg makes of the options, as a file's bytes. */
export async function filmed(options: string[], format: string, out = '/dev/stdout'): Promise<Buffer> {
  const { stdout } = await run(ffmpeg!, ['-v', 'error', ...options, '-f', format, '-y', out], {
    encoding: 'buffer',
    maxBuffer: 400 * 1024 * 1024,
  })
  return stdout
}

export const moving = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25:d=4']
export const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=4']
export const secret = [
  '-metadata',
  'location=+57.9212-012.0723/',
  '-metadata',
  'title=HEMLIG PLATS',
  '-metadata',
  'comment=Kameran 7',
]

/** What ffprobe sees in bytes. */
export async function seen(
  bytes: Buffer,
): Promise<{ streams: Record<string, string>[]; format: Record<string, unknown> }> {
  const child = execFile(ffprobe!, ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', '-i', 'pipe:0'])
  child.stdin!.on('error', () => {})
  child.stdin!.end(bytes)
  let said = ''
  for await (const part of child.stdout!) said += part
  return JSON.parse(said || '{"streams":[],"format":{}}')
}

export const prlimit = existsSync('/usr/bin/prlimit')

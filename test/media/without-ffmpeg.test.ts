import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load as parse } from 'cheerio'
import { type TestApp, testApp } from '../support/app.ts'
import { filmed, moving, secret, seen, tone, whereFfmpeg } from './film.ts'
import { convertAll, type Sender, sender } from './sender.ts'

// The films are made with ffmpeg; the house that they come to has none.
whereFfmpeg('a house without ffmpeg', () => {
  let house: TestApp
  let eva: Sender
  let scratch: string
  beforeAll(async () => {
    house = await testApp({ environment: { FFMPEG: 'off' } })
    eva = await sender(house, 'educator')
    scratch = await mkdtemp(join(tmpdir(), 'insyn-film-'))
  })
  afterAll(async () => {
    await house.close()
    await rm(scratch, { recursive: true })
  })

  const made = async (name: string, format: string, options: string[]) => {
    await filmed([...options, ...secret], format, join(scratch, name))
    return readFile(join(scratch, name))
  }
  const sent = async (file: Buffer) => {
    const told = await eva.send(randomUUID(), file)
    if (told.status === 200) await convertAll(house, undefined)
    const { rows } = await house.database.owner.query(
      'select state, problem, kind, width, seconds from media where id = $1',
      [told.id],
    )
    return { ...told, row: rows[0] }
  }

  test('takes a film that every browser plays, rewritten without place and device, and it plays', async () => {
    const { id, row } = await sent(
      await made('a.mp4', 'mp4', [...moving, ...tone, '-c:v', 'libx264', '-c:a', 'aac', '-pix_fmt', 'yuv420p']),
    )
    expect(row).toMatchObject({ state: 'ready', kind: 'film', width: 320, seconds: 4 })
    const film = Buffer.from(await (await eva.get(`/media/${id}/film`)).arrayBuffer())
    for (const word of ['HEMLIG', 'Kameran', '57.9212', 'Lavf', 'Lavc libx264']) expect(film.includes(word)).toBe(false)
    expect(film.indexOf('moov')).toBeLessThan(film.indexOf('mdat'))
    expect((await seen(film)).streams.map((stream) => [stream.codec_name, stream.nb_frames])).toEqual([
      ['h264', '100'],
      ['aac', expect.any(String)],
    ])
    expect((await eva.get(`/media/${id}/large`)).status).toBe(200)
  })

  test('takes sound as M4A', async () => {
    const { id, row } = await sent(await made('b.m4a', 'ipod', [...tone, '-c:a', 'aac']))
    expect(row).toMatchObject({ state: 'ready', kind: 'sound', seconds: 4 })
    expect((await seen(Buffer.from(await (await eva.get(`/media/${id}/sound`)).arrayBuffer()))).streams).toHaveLength(1)
  })

  test('says of everything else that it cannot be shown here, and how to save it', async () => {
    const webm = await sent(await made('c.webm', 'webm', [...moving, '-c:v', 'libvpx', '-deadline', 'realtime']))
    expect([webm.status, webm.json.problem]).toEqual([422, expect.stringContaining('MP4 med H.264')])
    const old = await sent(await made('d.mp4', 'mp4', [...moving, '-c:v', 'mpeg4']))
    expect(old.row).toMatchObject({ state: 'failed', problem: 'not-played-here' })
    const page = parse(await (await eva.get(`/staff/documents/new`)).text())
    expect(page('#f-picture-hint').text()).toContain('ljud som MP4')
  })
})

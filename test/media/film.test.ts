import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load as parse } from 'cheerio'
import { corrects, formOf } from '../corrections/after.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { ffmpeg, filmed, moving, secret, seen, tone, whereFfmpeg } from './film.ts'
import { convertAll, type Sender, sender } from './sender.ts'

whereFfmpeg('film and sound', () => {
  let house: TestApp
  let eva: Sender
  let scratch: string
  beforeAll(async () => {
    house = await testApp()
    eva = await sender(house, 'educator')
    scratch = await mkdtemp(join(tmpdir(), 'insyn-film-'))
  })
  afterAll(async () => {
    await house.close()
    await rm(scratch, { recursive: true })
  })

  const asFile = async (options: string[], name: string, format: string): Promise<Buffer> => {
    const path = join(scratch, name)
    await filmed(options, format, path)
    return readFile(path)
  }
  const row = async (id: string) =>
    (await house.database.owner.query('select * from media where id = $1', [id])).rows[0]
  const bytes = async (path: string, who = eva) => Buffer.from(await (await who.get(path)).arrayBuffer())

  // As phones write it: what describes the film last, on its side, with place and device, in HEVC or older.
  const phone = async () => {
    const upright = await asFile(
      [...moving, ...tone, ...secret, '-c:v', 'libx264', '-c:a', 'aac', '-shortest'],
      'up.mp4',
      'mp4',
    )
    expect(upright.includes('HEMLIG')).toBe(true)
    return asFile(
      ['-display_rotation', '90', '-i', join(scratch, 'up.mp4'), '-c', 'copy', ...secret],
      'phone.mov',
      'mov',
    ).catch(() => upright)
  }

  test('a phone’s film becomes an MP4 that begins at once, without place and device, with a first view', async () => {
    const source = await phone()
    expect(source.includes('HEMLIG')).toBe(true)
    const draft = randomUUID()
    const sent = await eva.send(draft, source)
    expect([sent.status, sent.json]).toEqual([200, { kind: 'film', state: 'waiting' }])
    const waiting = parse(await (await eva.get(`/staff/documents/${draft}`)).text())
    expect(waiting(`[data-medium="${sent.id}"] [role=status]`).text()).toContain('Väntar')
    expect(await convertAll(house, ffmpeg)).toBe(1)

    const stored = await row(sent.id)
    expect(stored).toMatchObject({ kind: 'film', state: 'ready', seconds: 4, progress: 100, problem: null })
    const film = await bytes(`/media/${sent.id}/film`)
    for (const word of ['HEMLIG', 'Kameran', '57.9212', 'x264', 'Lavf']) expect(film.includes(word)).toBe(false)
    expect(film.indexOf('moov')).toBeLessThan(film.indexOf('mdat'))
    const { streams, format } = await seen(film)
    expect(streams.map((stream) => stream.codec_name).sort()).toEqual(['aac', 'h264'])
    expect(Number(format.duration)).toBeCloseTo(4, 0)
    expect(streams.find((stream) => stream.codec_name === 'h264')).toMatchObject({
      pix_fmt: 'yuv420p',
      width: stored.width,
      height: stored.height,
    })
    const view = await eva.get(`/media/${sent.id}/large`)
    expect([view.status, view.headers.get('content-type')]).toEqual([200, 'image/webp'])
    // What was sent is gone, and what is kept is sealed.
    const names = await readdir(house.services.config.mediaDirectory, { recursive: true })
    const own = names.filter((name) => name.includes(sent.id)).map((name) => name.split('.').pop())
    expect(own.sort()).toEqual(['film', 'large', 'large-jpeg', 'small', 'small-jpeg'])
    const onDisk = await readFile(join(house.services.config.mediaDirectory, sent.id.slice(0, 2), `${sent.id}.film`))
    expect(onDisk.includes('moov')).toBe(false)
  })

  test.each([
    ['WebM', 'film', 'webm', ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libvorbis']],
    ['AVI', 'film', 'avi', ['-c:v', 'mpeg4', '-c:a', 'mp3']],
    ['MPEG-TS', 'film', 'mpegts', ['-c:v', 'mpeg2video', '-c:a', 'mp2']],
    ['fragmented MP4', 'film', 'mp4', ['-c:v', 'libx264', '-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov']],
  ])('%s is converted', async (_what, kind, format, options) => {
    const source = await asFile([...moving, ...tone, ...secret, ...options], `x.${format}`, format)
    const sent = await eva.send(randomUUID(), source)
    expect([sent.status, sent.json.state]).toEqual([200, 'waiting'])
    await convertAll(house, ffmpeg)
    expect(await row(sent.id)).toMatchObject({ kind, state: 'ready' })
    const film = await bytes(`/media/${sent.id}/film`)
    expect(film.includes('HEMLIG')).toBe(false)
    expect((await seen(film)).streams).toHaveLength(2)
  })

  test.each([
    ['MP3', 'mp3', ['-c:a', 'mp3']],
    ['M4A', 'ipod', ['-c:a', 'aac']],
    ['Ogg', 'ogg', ['-c:a', 'libvorbis']],
    ['WAV', 'wav', []],
    ['FLAC', 'flac', []],
    ['ADTS', 'adts', ['-c:a', 'aac']],
  ])('sound as %s becomes AAC, without what was written in it', async (_what, format, options) => {
    const source = await asFile([...tone, ...secret, ...options], `s.${format}`, format)
    const sent = await eva.send(randomUUID(), source)
    expect([sent.status, sent.json.kind]).toEqual([200, 'sound'])
    await convertAll(house, ffmpeg)
    expect(await row(sent.id)).toMatchObject({ kind: 'sound', state: 'ready', seconds: 4, width: null })
    const answer = await eva.get(`/media/${sent.id}/sound`)
    expect(answer.headers.get('content-type')).toBe('audio/mp4')
    const sound = Buffer.from(await answer.arrayBuffer())
    expect(sound.includes('HEMLIG')).toBe(false)
    expect((await seen(sound)).streams.map((stream) => stream.codec_name)).toEqual(['aac'])
  })

  test('a WAV whose recorder never came back to write its length is four seconds all the same', async () => {
    const streamed = await filmed(tone, 'wav', 'pipe:1')
    expect(streamed.readUInt32LE(4)).toBe(0xffffffff)
    const sent = await eva.send(randomUUID(), streamed)
    await convertAll(house, ffmpeg)
    expect(await row(sent.id)).toMatchObject({ kind: 'sound', state: 'ready', seconds: 4 })
  })

  test('a film that is none is said in the editor, keeps it from being published, and can be taken away', async () => {
    const draft = randomUUID()
    const matroska = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(5000, 7)])
    const sent = await eva.send(draft, matroska)
    expect(sent.json.state).toBe('waiting')
    await convertAll(house, ffmpeg)
    expect(await row(sent.id)).toMatchObject({ state: 'failed', problem: 'film-unreadable' })
    const page = parse(await (await eva.get(`/staff/documents/${draft}`)).text())
    expect(page(`[data-medium="${sent.id}"] [role=status]`).text()).toContain('gick inte att läsa')
    const review = parse(await (await eva.get(`/staff/documents/${draft}/review`)).text())
    expect(review('.notice.bad').text()).toContain('kom inte fram eller gick inte att läsa')
    expect(
      (await readdir(house.services.config.mediaDirectory, { recursive: true })).filter((name) =>
        name.includes(sent.id),
      ),
    ).toEqual([])
  })

  test('the worker takes up what a killed one left, and gives up what ends it every time', async () => {
    const source = await asFile([...moving, '-c:v', 'libx264'], 'short.mp4', 'mp4')
    const left = await eva.send(randomUUID(), source)
    const cursed = await eva.send(randomUUID(), source)
    await house.database.owner.query("update media set state = 'working', attempts = 1 where id = $1", [left.id])
    await house.database.owner.query("update media set state = 'working', attempts = 5 where id = $1", [cursed.id])
    expect(await convertAll(house, ffmpeg)).toBe(2)
    expect(await row(left.id)).toMatchObject({ state: 'ready' })
    expect(await row(cursed.id)).toMatchObject({ state: 'failed' })
  })

  test('published while its film waits, an item shows it to the family when it is ready, on the page and in the list', async () => {
    const draft = randomUUID()
    const sent = await eva.send(draft, await asFile([...moving, '-c:v', 'libx264'], 'short.mp4', 'mp4'))
    const browser = await house.as('educator')
    const fields = {
      group: ids.myran,
      audience: 'child',
      children: ids.alma,
      title: 'Hopp',
      text: 'Alma hoppade.',
      action: 'save',
    }
    expect((await browser.upload(`/staff/documents/${draft}`, { ...fields, revision: 1 })).status).toBe(303)
    const published = await browser.post(`/staff/documents/${draft}/publish`, { revision: 2 })
    expect([published.status, published.headers.location]).toEqual([303, `/documents/${draft}?published`])
    const anna = await house.as('guardian')
    const film = async () => parse((await anna.get(`/documents/${draft}`)).text)('article video').attr('src')
    const card = async () =>
      parse((await anna.get(`/children/${ids.alma}`)).text)(`img[src="/media/${sent.id}/small"]`).length
    expect([await film(), await card()]).toEqual([undefined, 0])
    expect((await anna.get(`/media/${sent.id}/film`)).status).toBe(404)
    await convertAll(house, ffmpeg)
    expect([await film(), await card()]).toEqual([`/media/${sent.id}/film`, 1])
    expect((await anna.get(`/media/${sent.id}/small`)).status).toBe(200)
  })

  test('one works at a time, however many try', async () => {
    const source = await asFile([...moving, '-c:v', 'libx264'], 'short.mp4', 'mp4')
    for (let number = 0; number < 2; number += 1) await eva.send(randomUUID(), source)
    const [one, other] = await Promise.all([convertAll(house, ffmpeg), convertAll(house, ffmpeg)])
    expect(one + other).toBe(2)
    expect(Math.min(one, other)).toBe(0)
  })

  test('captions are put beside a film, also while it is being prepared, without their tags, and replaced', async () => {
    const draft = randomUUID()
    const sent = await eva.send(draft, await asFile([...moving, '-c:v', 'libx264'], 'short.mp4', 'mp4'))
    const browser = await house.as('educator')
    const fields = { revision: 1, group: ids.myran, audience: 'group', title: 'Film', text: 'En film.', action: 'save' }
    const captions = async (body: string, revision: number) => {
      const form = browser.agent.post(`/staff/documents/${draft}`).field('_csrf', await browser.token())
      for (const [name, value] of Object.entries({ ...fields, revision })) form.field(name, String(value))
      return form.attach(`captions.${sent.id}`, Buffer.from(body), { filename: 'x.vtt', contentType: 'text/vtt' })
    }
    const bad = await captions('alert(1)', 1)
    expect(bad.status).toBe(422)
    expect(parse(bad.text)(`#f-captions-${sent.id}-error`).text()).toContain('VTT')
    expect((await row(sent.id)).captioned_at).toBeNull()
    const good = await captions(
      '1\n00:00:01,000 --> 00:00:02,500\n<b onclick="x()">Hej</b> <script>alert(1)</script>då\n',
      2,
    )
    expect(good.status).toBe(303)
    await convertAll(house, ffmpeg)
    const answer = await eva.get(`/media/${sent.id}/captions`)
    expect(answer.headers.get('content-type')).toContain('text/vtt')
    expect(await answer.text()).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHej alert(1)då\n')
    const page = parse(await (await eva.get(`/staff/documents/${draft}`)).text())
    expect(page('track').attr('src')).toBe(`/media/${sent.id}/captions`)

    // R28: what is read in a film goes through the same door as what is written in a text.
    expect((await captions('00:01.000 --> 00:02.500\nHej 20220304-2383\n', 3)).status).toBe(303)
    const review = parse(await (await eva.get(`/staff/documents/${draft}/review`)).text())
    expect(review('.remark-stop').text()).toContain('Textning')
    const refused = await browser.post(`/staff/documents/${draft}/publish`, { revision: 4 }, '/contact')
    expect(refused.status).toBe(422)
    expect((await captions('00:01.000 --> 00:02.500\nHej hej\n', 4)).status).toBe(303)
    await house.database.owner.query('update media set nobody = true where document_id = $1', [draft])
    expect((await browser.post(`/staff/documents/${draft}/publish`, { revision: 5 }, '/contact')).status).toBe(303)
    // And what has gone out is not changed behind it.
    expect((await captions('00:01.000 --> 00:02.500\nHej 20220304-2383\n', 5)).status).toBe(404)
    expect(await (await eva.get(`/media/${sent.id}/captions`)).text()).toContain('Hej hej')
    // But by a correction, and the version before keeps what they said.
    const field = `captions.${sent.id}`
    expect((await formOf(browser, draft))[field]).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHej hej\n')
    const numbered = await corrects(browser, draft, { [field]: '00:01.000 --> 00:02.500\nHej 20220304-2383' })
    expect([numbered.status, parse(numbered.text)('.remark-stop').text()]).toEqual([
      422,
      expect.stringContaining('Textning'),
    ])
    expect((await corrects(browser, draft, { [field]: '00:01.000 --> 00:02.500\nHej du' })).status).toBe(303)
    expect(await (await eva.get(`/media/${sent.id}/captions`)).text()).toContain('Hej du')
    const versions = parse((await browser.get(`/staff/documents/${draft}/versions`)).text)
    expect([versions('del').text(), versions('ins').text()]).toEqual([
      expect.stringContaining('hej'),
      expect.stringContaining('du'),
    ])
    // Kept with the film and nowhere else: they go when it does.
    const { sealed_captions } = await row(sent.id)
    expect(sealed_captions.map(({ version }: { version: number }) => version)).toEqual([5, 6])
    await house.database.owner.query('delete from media where id = $1', [sent.id])
    expect(parse((await browser.get(`/staff/documents/${draft}/versions`)).text)('del').length).toBe(0)
  })
})

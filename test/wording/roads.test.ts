import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ffmpeg, filmed, moving, whereFfmpeg } from '../media/film.ts'
import { convertAll, sender } from '../media/sender.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { photo } from '../support/photo.ts'

/** R28: Alma's number, from the tax agency's list of test numbers, tried on every road out of somebody's hands. */
const number = '20220304-2383'
const traces = /20220304-?2383|220304-?2383|2383/

whereFfmpeg('roads of a personnummer', () => {
  let house: TestApp
  beforeAll(async () => {
    house = await testApp()
    await (await house.as('principal')).post(`/staff/units/${ids.björken}/comments`, { open: 'yes' })
  })
  afterAll(() => house.close())

  const forged = { 'reason.personnummer': 'misread', 'reason.trait': 'misread', acknowledged: 'yes' }
  const whole = {
    revision: 0,
    group: ids.myran,
    audience: 'child',
    title: 'Ute',
    text: 'Vi var ute.',
    action: 'save',
    children: ids.alma,
  }

  async function publish(id: string, revision = 1): Promise<number> {
    const eva = await house.as('educator')
    return (await eva.post(`/staff/documents/${id}/publish`, { revision, ...forged }, '/contact')).status
  }

  async function item(fields: Record<string, string>, name = 'a.jpg'): Promise<string> {
    const id = randomUUID()
    const eva = await house.as('educator')
    const saved = await eva.upload(`/staff/documents/${id}`, { ...whole, ...fields }, [
      { name, body: await photo(800, 600) },
    ])
    expect(saved.status).toBe(303)
    return id
  }

  async function comment(who: string, text: string): Promise<number> {
    const browser = await house.as(who)
    const sent = await browser.post(`/documents/${ids.docAlma}/comments`, { child: ids.alma, text, ...forged })
    return sent.status
  }

  test('R28: form, comment, answer, words to a writer, caption, note, file name and direct request: it goes out by none', async () => {
    // The form that publishes: title, text, and what a picture shows. Forged reasons are no way past.
    for (const field of ['title', 'text', 'alt']) {
      const id = await item({ [field]: `Alma ${number}` })
      expect([field, await publish(id)]).toEqual([field, 422])
    }

    // A comment, and the answer to one; then why one is hidden, and what a principal writes about one that was reported.
    expect(await comment('guardian', `Hennes nummer är ${number}`)).toBe(422)
    expect(await comment('guardian', 'Hon berättade om bron')).toBe(303)
    expect(await comment('educator', `Stämmer ${number}?`)).toBe(422)
    const said = (await house.database.owner.query('select id from comment')).rows
    expect(said).toHaveLength(1)
    const words = { reason: `Skriv inte ${number}`, ...forged }
    const eva = await house.as('educator')
    expect((await eva.post(`/comments/${said[0].id}/hide`, words, '/contact')).status).toBe(422)
    await (await house.as('guardian2')).post(`/comments/${said[0].id}/report`, { reason: 'sensitive' }, '/contact')
    const pia = await house.as('principal')
    const decided = { decision: 'hide', ...words }
    expect((await pia.post(`/staff/reports/comments/${said[0].id}`, decided, '/contact')).status).toBe(422)
    expect((await pia.post(`/staff/reports/comments/${said[0].id}`, { decision: 'show' }, '/contact')).status).toBe(303)

    // A note of analysis, and one's own address: read by others as soon as they are saved.
    const note = { group: ids.myran, term: '2026-autumn', version: 0, title: '', analysis: `Om ${number}`, next: '' }
    expect((await eva.post(`/staff/follow-up/notes/${randomUUID()}`, { ...note, ...forged })).status).toBe(422)
    const anna = await house.as('guardian')
    const address = { street: `Vägen 1 ${number}`, postalCode: '44930', city: 'Nödinge', phone: '', email: '' }
    expect((await anna.post('/settings/contact-details', address)).status).toBe(422)

    // What is read in a film.
    const scratch = await mkdtemp(join(tmpdir(), 'insyn-roads-'))
    await filmed([...moving, '-c:v', 'libx264'], 'mp4', join(scratch, 'a.mp4'))
    const film = randomUUID()
    const sent = await (await sender(house, 'educator')).send(film, await readFile(join(scratch, 'a.mp4')))
    await rm(scratch, { recursive: true })
    await convertAll(house, ffmpeg)
    const form = eva.agent.post(`/staff/documents/${film}`).field('_csrf', await eva.token())
    for (const [name, value] of Object.entries({ ...whole, revision: 1 })) form.field(name, String(value))
    const vtt = Buffer.from(`WEBVTT\n\n00:01.000 --> 00:02.500\nHej ${number}\n`)
    expect((await form.attach(`captions.${sent.id}`, vtt, { filename: `${number}.vtt` })).status).toBe(303)
    expect(await publish(film, 2)).toBe(422)

    // A file with it in its name goes out, and the name stays at home.
    const named = await item({}, `Alma ${number}.jpg`)
    expect(await publish(named)).toBe(303)
    const { rows } = await house.database.owner.query('select id from media where document_id = $1', [named])
    const picture = await anna.get(`/media/${rows[0].id}/large`)
    expect([picture.status, JSON.stringify(picture.headers)]).toEqual([200, expect.not.stringMatching(traces)])

    // So it is on nobody's page, in no row that can be read, in no file's name, and in no log.
    const pages = [`/documents/${named}`, `/documents/${ids.docAlma}`, `/children/${ids.alma}`, '/']
    for (const who of ['guardian', 'guardian2'])
      for (const path of pages) expect((await (await house.as(who)).get(path)).text).not.toMatch(traces)
    for (const path of ['/staff/comments', '/staff/reports', `/documents/${named}`])
      expect((await pia.get(path)).text).not.toMatch(traces)
    const names = await readdir(house.services.config.mediaDirectory, { recursive: true })
    expect(names.length).toBeGreaterThan(0)
    expect(names.join('\n')).not.toContain(number)
    expect(house.logged.join()).not.toContain(number)
    const counted = await house.database.owner.query('select category from wording_override')
    expect(counted.rows.map(({ category }) => category)).not.toContain('personnummer')
  })
})

import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import sharp from 'sharp'
import { type TestApp, testApp } from './support/app.ts'
import { ids, password } from './support/cast.ts'
import { signIn } from './support/wire.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

/** Every way that words may lie in a file: plain, as the wide characters of a program, in hex, in base64 at each offset. */
function disguises(word: string | Buffer): Buffer[] {
  const plain = Buffer.from(word as string)
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), plain])
      .toString('base64')
      .slice(offset ? 4 : 0, -4),
  )
  const hex = plain.toString('hex')
  const spoken = typeof word === 'string' ? [encodeURIComponent(word), JSON.stringify(word).slice(1, -1)] : []
  const texts = [hex, hex.toUpperCase(), ...base64, ...spoken]
  return [plain, Buffer.from(plain.toString(), 'utf16le'), ...texts.map((text) => Buffer.from(text))]
}

function found(haystack: Buffer, words: Record<string, string | Buffer>): string[] {
  return Object.entries(words)
    .filter(([, word]) => disguises(word).some((disguise) => haystack.includes(disguise)))
    .map(([name]) => name)
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('R9: what was just written and entered stands in no table, no file of the database, no picture file and no log', async () => {
  const words = {
    title: 'Kvittrande purjolök på isbanan',
    text: 'Alma ställde nittonhundra ödlor i långa rader',
    alt: 'En spenatgrön brygga i motljus',
    phone: '070-174 06 97',
    phoneAsStored: '0701740697',
    email: 'hemlig.purjo@example.se',
    street: 'Spenatstigen 97',
    password: 'nittonhundra ödlor i rad',
  }
  const eva = await house.as('educator')
  const item = randomUUID()
  const drawn = await sharp({
    create: {
      width: 500,
      height: 300,
      channels: 3,
      background: '#2a6',
      noise: { type: 'gaussian', mean: 120, sigma: 30 },
    },
  })
    .jpeg()
    .toBuffer()
  const fields = { revision: 0, group: ids.myran, audience: 'child', children: ids.alma, action: 'review' }
  const { title, text, alt } = words
  const saved = await eva.upload(`/staff/documents/${item}`, { ...fields, title, text, alt }, [
    { name: 'IMG_Purjo97.jpg', body: drawn },
  ])
  expect(saved.headers.location).toBe(`/staff/documents/${item}/review`)
  const published = await eva.post(`/staff/documents/${item}/publish`, { revision: 1 })
  expect(published.headers.location).toContain('published')
  const anna = await house.as('guardian')
  const { phone, email, street } = words
  const details = {
    phone,
    email,
    street,
    postalCode: '449 31',
    city: 'Nödinge',
    show: [`${ids.alma}:${ids.myran}:phone`],
  }
  expect((await anna.post('/settings/contact-details', details)).status).toBe(303)
  expect((await anna.get(`/documents/${item}`)).text).toContain(text)
  expect((await anna.get('/settings/contact-details')).text).toContain(phone)
  // What goes wrong is logged: a form that is refused, a name nobody has, a password changed.
  await anna.post('/settings/contact-details', { ...details, phone: `${words.phone} och ${words.text}` })
  await signIn(house.url, words.email, words.password)
  const changed = { current: password, new: words.password, again: words.password }
  expect((await anna.post('/settings/password', changed)).status).toBe(303)
  const { cookie } = await signIn(house.url, 'neighbour', password)
  const session = decodeURIComponent(cookie.split('=')[1]!).slice(2).split('.')[0]!
  await house.database.owner.query(`create function fail() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$;
    create trigger failing before insert on media for each row execute function fail()`)
  const failed = await eva.upload(`/staff/documents/${randomUUID()}`, { ...fields, title, text, alt }, [
    { name: 'a.jpg', body: drawn },
  ])
  expect(failed.status).toBe(500)
  await house.database.owner.query('drop trigger failing on media; drop function fail')

  const secrets = { ...words, session, fileName: 'IMG_Purjo97', picture: drawn.subarray(2_000, 2_024) }
  const superuser = new pg.Client({ connectionString: house.database.urls.owner.replace('insyn_owner@', 'postgres@') })
  await superuser.connect()
  try {
    await superuser.query('checkpoint')
    const hits: string[] = []
    let [rows, files, bytes] = [0, 0, 0]
    const { rows: tables } = await superuser.query(
      "select schemaname || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'access')",
    )
    for (const { name } of tables) {
      const all = await superuser.query(`select t::text as whole from ${name} t`)
      rows += all.rows.length
      const whole = Buffer.from(all.rows.map((row) => row.whole).join('\n'))
      hits.push(...found(whole, secrets).map((what) => `${what} in ${name}`))
    }
    const settings = await superuser.query(
      "select current_setting('data_directory') as data, (select oid from pg_database where datname = current_database()) as oid",
    )
    const { data, oid } = settings.rows[0]
    // Its own files, the write-ahead log, everything but the other tests' databases.
    const own = (path: string) => !path.includes('/base/') || path.includes(`/base/${oid}/`)
    const looked = [...(await filesIn(data)).filter(own), ...(await filesIn(house.services.config.mediaDirectory))]
    expect(looked.some((path) => path.endsWith('server.log'))).toBe(true)
    for (const path of looked) {
      const content = await readFile(path).catch(() => Buffer.alloc(0))
      files += 1
      bytes += content.length
      hits.push(...found(content, secrets).map((what) => `${what} in ${path.replace(data, '')}`))
    }
    hits.push(...found(Buffer.from(house.logged.join('\n')), secrets).map((what) => `${what} in the log`))
    console.log(
      `secrecy: ${Object.keys(secrets).length} secrets, ${rows} rows, ${files} files, ${Math.round(bytes / 1e6)} MB: ${hits.length} found`,
    )
    expect(hits).toEqual([])
    expect(house.logged.join('')).toContain('unexpected')
    // The search itself finds what is there: a word that is stored openly.
    const open = await Promise.all(looked.map((path) => readFile(path).catch(() => Buffer.alloc(0))))
    expect(
      found(Buffer.concat(open.filter((content) => content.includes('Björkens förskola'))), {
        unit: 'Björkens förskola',
      }),
    ).toEqual(['unit'])
  } finally {
    await superuser.end()
  }
})

import { createHash, createHmac, randomBytes } from 'node:crypto'
import pg from 'pg'
import type { KeyStore } from '../src/crypto/key-store.ts'
import { cookieName } from '../src/web/session.ts'
import { readers } from './fill.ts'

export type Hit = { path: string; cookie: string }
export const pageNames = ['timeline', 'contacts', 'start', 'item'] as const
export type PageName = (typeof pageNames)[number]
export type Pages = Record<PageName, Hit[]>

/** Signs the measured guardians in, straight into the tables, and says which pages are theirs. */
export async function signInReaders(ownerUrl: string, keys: KeyStore): Promise<Pages> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<Reader>(theirPages)
    const signedIn = rows.map((row) => ({ ...row, id: randomBytes(32).toString('base64url') }))
    await client.query('delete from session')
    await client.query(
      `insert into session (id_hash, account_id, epoch, data, created_at, last_seen_at)
       select h, a, 0, d::jsonb, now(), now() from unnest($1::bytea[], $2::uuid[], $3::text[]) as x(h, a, d)`,
      [
        signedIn.map(({ id }) => createHash('sha256').update(id).digest()),
        signedIn.map((reader) => reader.account_id),
        signedIn.map(dataOf),
      ],
    )
    const measured = signedIn.filter((reader) => reader.n <= readers)
    const hits = (path: (reader: Reader) => string) =>
      measured.map((reader) => ({ path: path(reader), cookie: cookieOf(reader.id, keys.get('session')) }))
    return {
      timeline: hits((reader) => `/children/${reader.child_id}`),
      contacts: hits((reader) => `/groups/${reader.group_id}/contacts`),
      start: hits(() => '/'),
      item: hits((reader) => `/documents/${reader.document_id}`),
    }
  } finally {
    await client.end()
  }
}

type Reader = { n: number; account_id: string; child_id: string; group_id: string; document_id: string }

// The item that is read is the newest about the child with a picture; for every other reader one without.
const theirPages = `
  select substr(a.username, 6)::integer as n, a.id as account_id, k.child_id, k.group_id, latest.document_id
  from account a
  cross join lateral (
    select g.child_id, p.group_id from guardianship g join placement p on p.child_id = g.child_id
    where g.guardian_id = a.person_id order by g.child_id limit 1
  ) k
  left join lateral (
    select s.document_id
    from (select document_id, published_at from document_scope where scope_id = k.child_id order by published_at desc limit 20) s
    order by exists (select from media m where m.document_id = s.document_id) = (substr(a.username, 6)::integer % 2 = 0) desc,
             s.published_at desc limit 1
  ) latest on true
  order by n`

function dataOf(reader: Reader): string {
  return JSON.stringify({
    cookie: { originalMaxAge: null, expires: null, httpOnly: true, path: '/', sameSite: 'lax', secure: true },
    passport: { user: reader.account_id },
    role: 'guardian',
    assurance: 1,
    epoch: 0,
    since: new Date(Date.now() - 7 * 86_400_000).toISOString(),
    csrfToken: randomBytes(64).toString('hex'),
  })
}

// As express-session signs it.
function cookieOf(id: string, secret: Buffer): string {
  const signature = createHmac('sha256', secret.toString('base64url')).update(id).digest('base64').replace(/=+$/, '')
  return `${cookieName(true)}=${encodeURIComponent(`s:${id}.${signature}`)}`
}

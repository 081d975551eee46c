import { hash as digest, randomBytes } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import session, { type Session, type SessionData } from 'express-session'
import type { Role } from '../access/roles.ts'
import type { Database } from '../database/database.ts'

const idle = 30 * 60_000
const absolute = 12 * 60 * 60_000
/** The time of the latest visit is written at most this often. */
const touchEvery = 60_000

export type SignedIn = {
  id: string
  personId: string
  name: string
  username: string
  roles: Role[]
}

declare module 'express-session' {
  interface SessionData {
    /** Read afresh with every request, never stored: the account behind the session, if it may still be used. */
    account?: SignedIn
    role?: Role
    assurance?: number
    epoch?: number
    /** When this person last signed in before now: "new since last time". */
    since?: string
    passport?: { user?: string }
  }
}

type Made = Request & { madeSessionId?: string }

/** Sessions in Postgres by the hash of their id, so that signing out ends them everywhere at once. */
export function sessions(database: Database, secret: Buffer, secure: boolean, clock: () => Date): RequestHandler {
  return session({
    name: cookieName(secure),
    secret: secret.toString('base64url'),
    store: new PostgresStore(database, clock),
    genid: (request) => {
      const id = randomBytes(32).toString('base64url')
      ;(request as Made).madeSessionId = id
      return id
    },
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  })
}

export function cookieName(secure: boolean): string {
  return secure ? '__Host-insyn' : 'insyn'
}

class PostgresStore extends session.Store {
  readonly #database: Database
  readonly #clock: () => Date

  constructor(database: Database, clock: () => Date) {
    super()
    this.#database = database
    this.#clock = clock
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    const now = this.#clock().getTime()
    this.#database.quick<Found>`
      select s.data, s.last_seen_at, a.id, a.person_id, a.username, p.given_name || ' ' || p.family_name as name,
             array(select r.role from account_role r where r.account_id = a.id order by r.role) as roles
      from session s
      left join account a on a.id = s.account_id
      left join person p on p.id = a.person_id
      where s.id_hash = ${hash(id)}
        and s.last_seen_at > ${new Date(now - idle)} and s.created_at > ${new Date(now - absolute)}
        and (s.account_id is null or (a.disabled_at is null and a.session_epoch = s.epoch))`
      .then(async ([row]) => {
        if (row && now - row.last_seen_at.getTime() >= touchEvery) await this.#touch(id, now)
        return row ? assemble(row) : null
      })
      .then((found) => done(null, found), done)
  }

  // express-session sees whether a session has changed by what can be counted in it: what is never stored is not.
  override createSession(request: Request, data: SessionData): Session & SessionData {
    return withAccount(super.createSession(request, data), data.account)
  }

  // A session that was signed out while a slow request was under way must not come back with that request's last
  // word: only an id made by this very request is inserted, everything else is an update that may find nothing.
  override set(id: string, data: SessionData, done: (error?: unknown) => void = () => {}): void {
    const stored = { ...data }
    const accountId = data.passport?.user ?? null
    const now = this.#clock()
    const request = (data as SessionData & { req?: Made }).req
    const work =
      request?.madeSessionId === id
        ? this.#database.rows`
            insert into session (id_hash, account_id, epoch, data, created_at, last_seen_at)
            values (${hash(id)}, ${accountId}, ${data.epoch ?? null}, ${JSON.stringify(stored)}, ${now}, ${now})`
        : this.#database.rows`
            update session set data = ${JSON.stringify(stored)}, account_id = ${accountId}, epoch = ${data.epoch ?? null},
                               last_seen_at = ${now}
            where id_hash = ${hash(id)}`
    work.then(() => {
      if (request?.madeSessionId === id) delete request.madeSessionId
      done()
    }, done)
  }

  override destroy(id: string, done: (error?: unknown) => void = () => {}): void {
    this.#database.rows`delete from session where id_hash = ${hash(id)}`.then(() => done(), done)
  }

  // One that was signed out meanwhile is not there to be touched.
  async #touch(id: string, now: number): Promise<void> {
    await this.#database.rows`update session set last_seen_at = ${new Date(now)} where id_hash = ${hash(id)}`
  }
}

type Found = {
  data: SessionData
  last_seen_at: Date
  id: string | null
  person_id: string
  username: string
  name: string
  roles: Role[]
}

function assemble(row: Found): SessionData {
  const { id, person_id: personId, name, username, roles } = row
  return withAccount(row.data, id ? { id, personId, name, username, roles } : undefined)
}

function withAccount<T extends SessionData>(session: T, account: SignedIn | undefined): T {
  return Object.defineProperty(session, 'account', { value: account, configurable: true })
}

function hash(id: string): Buffer {
  return digest('sha256', id, 'buffer')
}

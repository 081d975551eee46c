import { hash as digest, randomBytes } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import session, { type Session, type SessionData } from 'express-session'
import type { Role } from '../access/roles.ts'
import type { Actors, Session as Stored } from '../database/as-actor.ts'
import type { Database } from '../database/database.ts'

/** The time of the latest visit is written at most this often. */
const touchEvery = 60_000

/** The account, and the role that is worn: one that was taken away has fallen back to one that remains (access.read_session). */
export type SignedIn = NonNullable<Stored['account']> & Pick<Stored, 'role'>

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
export function sessions(
  database: Database,
  actors: Actors,
  secret: Buffer,
  secure: boolean,
  clock: () => Date,
): RequestHandler {
  const store = new PostgresStore(database, actors, clock)
  const handle = session({
    name: cookieName(secure),
    secret: cookieSecret(secret),
    store,
    genid: (request) => {
      const id = randomBytes(32).toString('base64url')
      ;(request as Made).madeSessionId = id
      return id
    },
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  })
  // The store is asked within this call, or not at all.
  return (request, response, next) => {
    store.arrived = request.arrived
    handle(request, response, next)
    store.arrived = undefined
  }
}

/** With which express-session signs a session's id in its cookie. */
export function cookieSecret(secret: Buffer): string {
  return secret.toString('base64url')
}

export function cookieName(secure: boolean): string {
  return secure ? '__Host-insyn' : 'insyn'
}

class PostgresStore extends session.Store {
  /** What came with a page that was asked ahead (ahead.ts). */
  arrived: Request['arrived']
  readonly #database: Database
  readonly #actors: Actors
  readonly #clock: () => Date

  constructor(database: Database, actors: Actors, clock: () => Date) {
    super()
    this.#database = database
    this.#actors = actors
    this.#clock = clock
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    const now = this.#clock().getTime()
    const session = this.arrived?.id === id ? this.arrived.session : this.#actors.arriving(hashOf(id)).whose()
    Promise.resolve(session)
      .then(async (found) => {
        if (found && now - found.seenAt >= touchEvery) await this.#touch(id, now)
        return found ? assemble(found) : null
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
            values (${hashOf(id)}, ${accountId}, ${data.epoch ?? null}, ${JSON.stringify(stored)}, ${now}, ${now})`
        : this.#database.rows`
            update session set data = ${JSON.stringify(stored)}, account_id = ${accountId}, epoch = ${data.epoch ?? null},
                               last_seen_at = ${now}
            where id_hash = ${hashOf(id)}`
    work.then(() => {
      if (request?.madeSessionId === id) delete request.madeSessionId
      done()
    }, done)
  }

  override destroy(id: string, done: (error?: unknown) => void = () => {}): void {
    this.#database.rows`delete from session where id_hash = ${hashOf(id)}`.then(() => done(), done)
  }

  // One that was signed out meanwhile is not there to be touched.
  async #touch(id: string, now: number): Promise<void> {
    await this.#database.rows`update session set last_seen_at = ${new Date(now)} where id_hash = ${hashOf(id)}`
  }
}

function assemble({ data, account, role }: Stored): SessionData {
  return withAccount(data as unknown as SessionData, account ? { ...account, role } : undefined)
}

function withAccount<T extends SessionData>(session: T, account: SignedIn | undefined): T {
  return Object.defineProperty(session, 'account', { value: account, configurable: true })
}

/** What stands in the table instead of a session's id. */
export function hashOf(id: string): Buffer {
  return digest('sha256', id, 'buffer')
}

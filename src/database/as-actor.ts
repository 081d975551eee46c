import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Role } from '../access/roles.ts'
import type { AuditEvent } from '../audit/events.ts'
import { NotFound } from '../errors.ts'
import type { Database, Row, Tag } from './database.ts'
import { sql, type Value } from './sql.ts'

export type Actor = {
  /** The person acting. */
  id: string
  /** The one role (hat) they act in. */
  role: Role
  /** 1 password, 2 with a second factor, 3 e-identification. */
  assurance: number
}

/** May read. */
export type Read = {
  actor: Actor
  /** The request's instant; the policies see the same one. */
  now: Date
  rows: Tag
  /** Exactly one row, or NotFound: what a policy hides is not there. */
  one: <T = Row>(strings: TemplateStringsArray, ...values: Value[]) => Promise<T>
  maybe: <T = Row>(strings: TemplateStringsArray, ...values: Value[]) => Promise<T | undefined>
  /** Records what was seen or done, in this same transaction: once for each child concerned, once where there is none. */
  audit: (
    event: AuditEvent,
    about?: { subject?: string | readonly string[] | null; object?: string | null },
  ) => Promise<void>
}

/** May also change. The same handle: the type says which functions may be called with it. */
export type Write = Read & { readonly write: true }

/** May ask one of the questions that read a whole page: `read_…(…)`, without the context, which goes along as its first value. */
export type Ask = { page: Tag }

/** A session that is valid, and whose it is. */
export type Session = {
  data: Record<string, unknown>
  /** Milliseconds. */
  seenAt: number
  /** Null where nobody has signed in, and otherwise read afresh. */
  account: { id: string; personId: string; username: string; name: string; roles: Role[] } | null
  /** The role that is worn; null without an account, or with one that has none. */
  role: Role | null
}

/** Somebody who comes with a session, of whom nothing more is known: a page is asked in the name of whoever it belongs to. */
export type Arrival = Ask & {
  /** The session by itself. */
  whose: () => Promise<Session | undefined>
  /** As it came with the page asked last; undefined where there was no page to be had. */
  session: Session | undefined
}

export type Actors = {
  asking: (actor: Actor) => Ask
  /** `hash`: SHA-256 of the session's id. */
  arriving: (hash: Buffer) => Arrival
  read: <T>(actor: Actor, work: (tx: Read) => Promise<T>) => Promise<T>
  write: <T>(actor: Actor, work: (tx: Write) => Promise<T>) => Promise<T>
}

const contextSeconds = 60

/**
 * The only road from a feature to the database: one transaction in which Postgres knows who asks. The context is
 * signed, so that injected SQL can forge nobody (docs/decisions/0004); the database role follows the actor's role.
 */
export function actors(database: Database, contextKey: Buffer, clock: () => Date): Actors {
  // As a key object: handed over as bytes, signing takes eight times as long (measured, Node 24).
  const key = createSecretKey(contextKey)
  const run = <T>(actor: Actor, work: (tx: Write) => Promise<T>): Promise<T> => {
    const now = clock()
    const context = signContext(actor, now, key)
    const enter = sql`select set_config('role', ${`insyn_${actor.role}`}, true), set_config('app.context', ${context}, true)`
    return database.transaction(actor.role, [enter], (rows) => work(handle(actor, now, rows)))
  }
  const asking = (actor: Actor): Ask => ({
    page: (strings, ...values) => database.quick(inTheirName(strings), signContext(actor, clock(), key), ...values),
  })
  const arriving = (hash: Buffer): Arrival => {
    const context = signSession(hash, clock(), key)
    const arrival: Arrival = {
      session: undefined,
      whose: async () => {
        const [found] = await database.quick<{ session: Session }>`select session from access.read_session(${context})`
        return found?.session
      },
      page: async (strings, ...values) => {
        const found = await database.quick<never>(inTheirs(strings), context, ...values)
        const [first] = found as { session: Session; found: boolean }[]
        arrival.session = first?.session
        return first?.found ? found : []
      },
    }
    return arrival
  }
  return { asking, arriving, read: run, write: run }
}

type Reshaped = (strings: TemplateStringsArray) => TemplateStringsArray

const inTheirName = reshaping((call, ...rest) => [`select * from access.${call}`, ', ', ...rest])

// Whose session it is and their page in one question: the context that the page is read in is made by Postgres.
const inTheirs = reshaping((call, ...rest) => [
  'select s.session, not (p is null) as found, p.* from access.read_session(',
  `) s left join lateral access.${call}s.as_actor, `,
  ...rest.slice(0, -1),
  `${rest.at(-1)} p on true`,
])

// The same place in the code gives the same text, by which its plan is kept (sql.ts).
function reshaping(shape: (...strings: string[]) => string[]): Reshaped {
  const known = new WeakMap<TemplateStringsArray, TemplateStringsArray>()
  return (strings) => {
    let shaped = known.get(strings)
    if (!shaped) {
      shaped = shape(...strings) as unknown as TemplateStringsArray
      known.set(strings, shaped)
    }
    return shaped
  }
}

/** `hash|instant|expiry|hmac`, signed under a name of its own so that no actor's context is ever one; access.read_session() verifies it. */
export function signSession(hash: Buffer, now: Date, key: Buffer | KeyObject): string {
  return signed('session|', [hash.toString('hex')], now, key)
}

/** `id|role|assurance|instant|expiry|hmac`, instants in milliseconds; verified by access.claims() in Postgres. */
export function signContext(actor: Actor, now: Date, key: Buffer | KeyObject): string {
  return signed('', [actor.id, actor.role, actor.assurance], now, key)
}

function signed(name: string, who: (string | number)[], now: Date, key: Buffer | KeyObject): string {
  const body = [...who, now.getTime(), Date.now() + contextSeconds * 1000].join('|')
  return `${body}|${createHmac('sha256', key)
    .update(name + body)
    .digest('hex')}`
}

function handle(actor: Actor, now: Date, rows: Tag): Write {
  const maybe: Read['maybe'] = async (strings, ...values) => (await rows<never>(strings, ...values))[0]
  return {
    actor,
    now,
    write: true,
    rows,
    maybe,
    one: async (strings, ...values) => {
      const found = await rows<never>(strings, ...values)
      if (found.length !== 1) throw new NotFound()
      return found[0]!
    },
    audit: async (event, about = {}) => {
      const concerned = [about.subject ?? []].flat()
      const subjects = concerned.length > 0 ? concerned : [null]
      await rows`insert into audit_event (event, subject_id, object_id)
                 select ${event}, subject, ${about.object ?? null}::uuid from unnest(${subjects}::uuid[]) as subject`
    },
  }
}

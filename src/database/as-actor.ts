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

/** May ask one of the questions that read a whole page (access.read_…): `context` goes along as its first value. */
export type Ask = { rows: Tag; context: string }

export type Actors = {
  asking: (actor: Actor) => Ask
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
  const asking = (actor: Actor): Ask => ({ rows: database.quick, context: signContext(actor, clock(), key) })
  return { asking, read: run, write: run }
}

/** `id|role|assurance|instant|expiry|hmac`, instants in milliseconds; verified by access.claims() in Postgres. */
export function signContext(actor: Actor, now: Date, key: Buffer | KeyObject): string {
  const expiry = Date.now() + contextSeconds * 1000
  const body = [actor.id, actor.role, actor.assurance, now.getTime(), expiry].join('|')
  return `${body}|${createHmac('sha256', key).update(body).digest('hex')}`
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

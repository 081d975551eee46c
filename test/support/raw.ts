import pg from 'pg'
import { type Actor, signContext } from '../../src/database/as-actor.ts'
import type { TestApp } from './app.ts'

/** Rows, or the code of Postgres's refusal. */
export type Tried =
  | { rows: Record<string, unknown>[]; count: number; code?: undefined }
  | { rows?: undefined; count?: undefined; code: string }
export type Try = (text: string, values?: unknown[]) => Promise<Tried>

/** Any text as a statement: what the tagged templates of the product never allow. */
export function raw(text: string): TemplateStringsArray {
  const parts = text.split(/\$\d+/)
  return Object.assign(parts, { raw: parts }) as unknown as TemplateStringsArray
}

/** A connection as the web's login role, or whose the address is; statements need not wait for one another's answers. */
export async function webConnection(house: TestApp, url = house.database.urls.web): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig)
  await client.connect()
  return client
}

/**
 * Injected SQL's place: a transaction with the actor's own valid context, in which anything may be said. Every attempt
 * stands in a savepoint that is rolled back, and so is the whole.
 */
export async function inTheirName<T>(
  client: pg.Client,
  house: TestApp,
  actor: Actor | undefined,
  work: (attempt: Try) => Promise<T>,
  options: { role?: string; now?: Date } = {},
): Promise<T> {
  await client.query('begin')
  try {
    if (actor) {
      const context = signContext(actor, options.now ?? house.now(), house.services.keys.get('context'))
      await client.query("select set_config('role', $1, true), set_config('app.context', $2, true)", [
        options.role ?? `insyn_${actor.role}`,
        context,
      ])
    }
    return await work(attempts(client))
  } finally {
    await client.query('rollback')
  }
}

export function attempts(client: pg.Client): Try {
  let standing = false
  return async (text, values = []) => {
    if (!standing) await client.query('savepoint attempt')
    standing = true
    // Sent together; what Postgres refuses does not stop the way back.
    const [tried] = await Promise.allSettled([
      client.query(text, values),
      client.query('rollback to savepoint attempt'),
    ])
    if (tried.status === 'rejected') return { code: String((tried.reason as { code?: string }).code) }
    return { rows: tried.value.rows, count: tried.value.rowCount ?? 0 }
  }
}

import pg from 'pg'
import { Conflict, Forbidden, NotFound, Unavailable } from '../errors.ts'
import { lost } from './lost.ts'
import { SharedConnection } from './shared.ts'
import { type Statement, sql, type Value } from './sql.ts'
import { sendTogether } from './together.ts'

// Dates without a time stay text ('2026-05-14'): a Date would move them across midnight. Counts fit a number.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export type Row = Record<string, unknown>
export type Tag = <T = Row>(strings: TemplateStringsArray, ...values: Value[]) => Promise<T[]>

export type Database = {
  pool: pg.Pool
  /** One statement outside any actor: what the web's own login role may (sessions, throttle), or a job's role. */
  rows: Tag
  /** The same for a question that reads little and waits for nobody: it shares its connection with others' (shared.ts). */
  quick: Tag
  /** `plan` keeps prepared plans apart where policies differ (one per actor role). */
  transaction: <T>(plan: string, first: Statement[], work: (rows: Tag) => Promise<T>) => Promise<T>
  /** Called for every statement sent; tests and the statement budget listen here. */
  onStatement?: (text: string) => void
  close: () => Promise<void>
}

export type Options = {
  /** Connections in all. */
  max?: number
  /** One of them is for `quick`; where there is none, or but one in all, it asks as `rows` does. */
  shared?: boolean
  /** Milliseconds that Postgres gives a statement, and those after which an answer is not waited for, whatever the network says. */
  statementTimeout?: number
  patience?: number
  applicationName?: string
  /** Every statement is planned once a connection, for all values: under policies planning takes longer than running. */
  planOnce?: boolean
}

/** A pool for one connection string. Limits and timeouts stand here; errors become the application's own. */
export function connect(connectionString: string, options: Options = {}): Database {
  const { statementTimeout = 10_000, max = 10 } = options
  const patience = options.patience ?? statementTimeout + 5_000
  const config = {
    connectionString,
    connectionTimeoutMillis: 2_000,
    statement_timeout: statementTimeout,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: options.applicationName ?? 'insyn',
    ...(options.planOnce ? { options: '-c plan_cache_mode=force_generic_plan' } : {}),
    // Statements of one transaction travel together: begin, actor and question cost one round trip, not three.
    pipeline: true,
  } as pg.ClientConfig
  // Nobody stands behind somebody who waits for a lock: such a question is asked again by the pool, which has patience.
  const shared =
    options.shared && max > 1
      ? new SharedConnection({ ...config, lock_timeout: 100, query_timeout: patience })
      : undefined
  const pool = new pg.Pool({
    ...config,
    max: shared ? max - 1 : max,
    idleTimeoutMillis: 30_000,
    query_timeout: patience,
  })
  // Without a listener an idle connection that the server closes ends the process (node-postgres 2386).
  pool.on('error', () => {})
  // The same while a transaction holds the connection and asks nothing just then: its next statement meets the failure.
  pool.on('connect', (client) => client.on('error', () => {}))

  const database: Database = {
    pool,
    rows: async (strings, ...values) => {
      const client = await borrow(pool)
      let broken: unknown
      try {
        return (await send(client, database, sql(strings, ...values))) as never
      } catch (error) {
        broken = lost(error) ? error : undefined
        throw translate(error)
      } finally {
        client.release(broken as Error | undefined)
      }
    },
    quick: async (strings, ...values) => {
      const statement = sql(strings, ...values)
      const answer = await shared?.ask(statement).catch((error) => {
        if (error.code === lockedOut || error.code === unprepared) return undefined
        throw translate(error)
      })
      if (!answer) return (await database.rows(strings, ...values)) as never
      database.onStatement?.(statement.text)
      return answer as never
    },
    transaction: async (plan, first, work) => {
      const client = await borrow(pool)
      let broken: unknown
      let committing = false
      try {
        // What is asked before anything is awaited leaves together.
        sendTogether(client, process.nextTick)
        const opening = [client.query('begin'), ...first.map((statement) => send(client, database, statement))]
        // Rejections are met below, together with the work's own.
        for (const promise of opening) promise.catch(() => {})
        const result = await work((strings, ...values) => {
          const statement = sql(strings, ...values)
          return send(client, database, { ...statement, name: statement.name + plan }) as never
        })
        await Promise.all(opening)
        committing = true
        const end = await client.query('commit')
        if (end.command !== 'COMMIT') throw new Error('the transaction was rolled back')
        return result
      } catch (error) {
        broken = lost(error) ? error : undefined
        // What is lost ends with its connection: nobody waits for a second answer that does not come.
        if (!broken)
          await client.query('rollback').catch((failure) => {
            broken = failure
          })
        if (committing && lost(error)) throw new Unavailable('database: lost during commit', true)
        throw translate(error)
      } finally {
        client.release(broken as Error | undefined)
      }
    },
    close: async () => {
      await Promise.all([pool.end(), shared?.close()])
    },
  }
  return database
}

/** The nightly job's pool: a batch may take its time, and files and rows go side by side (`url` of the retention role). */
export function connectForRetention(url: string): Database {
  return connect(url, { max: 3, statementTimeout: 120_000, applicationName: 'insyn retention' })
}

/** The importer's: a delivery is staged and compared in statements that may take a minute. */
export function connectForRoster(url: string): Database {
  return connect(url, { max: 3, statementTimeout: 300_000, applicationName: 'insyn roster' })
}

/** The converter's: one connection holds its place in the queue, one tells how far it has come. */
export function connectForWorker(url: string): Database {
  return connect(url, { max: 2, applicationName: 'insyn worker' })
}

async function borrow(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw translate(error, true)
  }
}

async function send(client: pg.PoolClient, database: Database, statement: Statement): Promise<Row[]> {
  database.onStatement?.(statement.text)
  return (await client.query(statement as pg.QueryConfig)).rows
}

const lockedOut = '55P03'
// Sent after one of the same name that Postgres could not take.
const unprepared = '26000'

// 42501: outside a policy or a grant. 23505/23503: generic, so that a key never tells whether a hidden row exists.
export function translate(error: unknown, connecting = false): unknown {
  const { code, message } = error as { code?: string; message?: string }
  if (connecting || lost(error)) return new Unavailable(`database: ${code ?? message}`)
  if (code === '57014' || code === lockedOut || code === '25P03') return new Unavailable(`database: ${code}`)
  if (code === '42501') return Object.assign(new Forbidden('refused by the database'), { cause: error })
  if (code === '23503') return Object.assign(new NotFound(), { cause: error })
  if (code === '23505' || code === '23P01' || code === '40001' || code === '40P01')
    return Object.assign(new Conflict('the database saw a conflict'), { cause: error })
  return error
}

import { Readable } from 'node:stream'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

export type Table = { name: string; columns: string[]; rows: number }

/** What a copy leaves out: who is signed in, what is counted against guessing, what is found again by itself, and keys. */
const leftOut = ['session', 'sign_in_throttle', 'migration', 'migration_lock']

/** The tables of a backup, parents before their children, and their columns as they can be written back. */
export async function tablesOf(owner: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await owner.query<{ name: string; columns: string[]; parents: string[] }>(
    `select c.relname as name,
            array(select attname::text from pg_attribute
                  where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
            array(select distinct p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
                  where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid) as parents
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)
     order by c.relname`,
    [leftOut],
  )
  const sorted: typeof rows = []
  for (let left = rows; left.length > 0; ) {
    const placed = new Set(sorted.map(({ name }) => name))
    const next = left.filter(({ parents }) => parents.every((parent) => placed.has(parent)))
    if (next.length === 0)
      throw new Error(`these tables lean on each other: ${left.map(({ name }) => name).join(', ')}`)
    sorted.push(...next)
    left = left.filter((table) => !next.includes(table))
  }
  return sorted.map(({ name, columns }) => ({ name, columns }))
}

/**
 * The rows of all tables as one stream of bytes, as Postgres copies them (binary): for each table a length and its name
 * and columns as JSON, then pieces with their lengths, ended by an empty one. Inside the caller's transaction, so that
 * they belong to one instant; `written` tells of each table when it is through.
 */
export function dump(owner: pg.Client, written: (table: Table) => void): Readable {
  return Readable.from(pieces(owner, written), { objectMode: false })
}

async function* pieces(owner: pg.Client, written: (table: Table) => void): AsyncGenerator<Buffer> {
  for (const { name, columns } of await tablesOf(owner)) {
    yield framed(Buffer.from(JSON.stringify({ name, columns })))
    const copying = owner.query(copyTo(`copy ${place(owner, name, columns)} to stdout (format binary)`))
    for await (const piece of copying) yield framed(piece as Buffer)
    yield end
    written({ name, columns, rows: copying.rowCount })
  }
  yield end
}

/** Writes such a stream into empty tables with the same columns. Returns how many rows each got. */
export async function fill(owner: pg.Client, stream: AsyncIterable<Buffer>): Promise<Map<string, number>> {
  const frames = unframed(stream)
  const filled = new Map<string, number>()
  for (;;) {
    const head = await frames.next()
    if (head.done || head.value.length === 0) return filled
    const { name, columns } = JSON.parse(head.value.toString('utf8')) as { name: string; columns: string[] }
    // What a trigger would add stands in the copy already.
    await owner.query(`alter table ${owner.escapeIdentifier(name)} disable trigger user`)
    const copying = owner.query(copyFrom(`copy ${place(owner, name, columns)} from stdin (format binary)`))
    const ended = new Promise<void>((resolve, reject) => copying.once('finish', resolve).once('error', reject))
    ended.catch(() => {})
    for (let piece = await frames.next(); !piece.done && piece.value.length > 0; piece = await frames.next()) {
      if (!copying.write(piece.value))
        await Promise.race([new Promise((resolve) => copying.once('drain', resolve)), ended])
    }
    copying.end()
    await ended
    await owner.query(`alter table ${owner.escapeIdentifier(name)} enable trigger user`)
    filled.set(name, copying.rowCount)
  }
}

/** Numbers go on after the highest that was read in. */
export async function continueNumbers(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ ask: string }>(
    `select format('select setval(%L, greatest(1, (select max(%I) from %I)))',
                   pg_get_serial_sequence(c.oid::regclass::text, a.attname), a.attname, c.relname) as ask
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> '' and c.relname <> all ($1)`,
    [leftOut],
  )
  for (const { ask } of rows) await owner.query(ask)
}

const end = Buffer.alloc(4)

function framed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return bytes.length === 0 ? Buffer.alloc(0) : Buffer.concat([length, bytes])
}

async function* unframed(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let held: Buffer = Buffer.alloc(0)
  for await (const bytes of stream) {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    let at = 0
    while (held.length - at >= 4 && held.length - at >= 4 + held.readUInt32BE(at)) {
      const length = held.readUInt32BE(at)
      yield held.subarray(at + 4, at + 4 + length)
      at += 4 + length
    }
    held = held.subarray(at)
  }
  if (held.length > 0) throw new Error('the copy of the database ends in the middle of a row')
}

function place(owner: pg.Client, name: string, columns: string[]): string {
  return `${owner.escapeIdentifier(name)} (${columns.map((column) => owner.escapeIdentifier(column)).join(', ')})`
}

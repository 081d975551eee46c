// Runs before every npm script, on whatever Node the machine has (20 or newer): installs what is missing, so that a
// fresh clone needs no preparation. Plain JavaScript because an older Node cannot run the TypeScript.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const wanted = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.insyn-lock.json')

if (!isCurrent()) install()
requireModernNode()

function isCurrent() {
  return existsSync(installed) && readFileSync(installed).equals(readFileSync(wanted))
}

// Install scripts stay off: everything native comes as a prebuilt, integrity-checked package (SECURITY.md).
function install() {
  console.log('Installerar det som saknas (npm ci) … / Installing what is missing …')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [command, ...first] = npm
  const run = spawnSync(command, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (run.status !== 0) stop('npm ci misslyckades; felet står ovanför. / npm ci failed; the error is above.')
  copyFileSync(wanted, installed)
}

// The npm scripts find node_modules/.bin first, where the optional dependency for this platform puts Node 24.
function requireModernNode() {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`
  const version = spawnSync('node', ['--version'], { env: { ...process.env, PATH: path } }).stdout?.toString() ?? ''
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 18)) {
    stop(`Node 24 finns inte färdigpackad för den här plattformen. Installera Node 24 och försök igen.
Node 24 has no prebuilt package for this platform. Install Node 24 and try again.`)
  }
}

function stop(message) {
  console.error(message)
  process.exit(1)
}

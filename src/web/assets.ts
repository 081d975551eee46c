import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { RequestHandler } from 'express'
import { NotFound } from '../errors.ts'

const directory = join(import.meta.dirname, '..', '..', 'views', 'assets')

// Libraries' own files that the browser shares with the server, served as they are.
const borrowed = { 'swedish-stemmer.js': '@orama/stemmers/swedish' }

type Asset = { type: string; plain: Buffer; br: Buffer | undefined; gzip: Buffer | undefined; hash: string }

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}

let kept: Map<string, Asset> | undefined

/** Style, script, fonts and marks: addressed by content so that they may be kept for a year. */
export function assets() {
  kept ??= readAll()
  const all = kept
  const addresses = new Map([...all].map(([name, { hash }]) => [name, `/assets/${name}?v=${hash}`]))
  const address = (name: string) => addresses.get(name) ?? `/assets/${name}`

  const serve: RequestHandler = (request, response) => {
    const asset = all.get(request.path.slice(1))
    if (!asset) throw new NotFound()
    const accepted = request.acceptsEncodings('br', 'gzip', 'identity')
    const encoding = accepted === 'br' && asset.br ? 'br' : accepted === 'gzip' && asset.gzip ? 'gzip' : undefined
    response.set('Content-Type', asset.type)
    response.set('Cache-Control', 'public, max-age=31536000, immutable')
    response.set('Vary', 'Accept-Encoding')
    if (encoding) response.set('Content-Encoding', encoding)
    response.end(encoding ? asset[encoding] : asset.plain)
  }
  return { address, serve }
}

/** Read once and compressed once a process: compressing takes a tenth of a second. */
function readAll(): Map<string, Asset> {
  const all = new Map<string, Asset>()
  for (const path of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const type = types[extname(path.name)]
    if (!path.isFile() || !type) continue
    const full = join(path.parentPath, path.name)
    all.set(relative(directory, full).split(sep).join('/'), packed(type, readFileSync(full)))
  }
  for (const [name, library] of Object.entries(borrowed))
    all.set(name, packed(types['.js']!, readFileSync(fileURLToPath(import.meta.resolve(library)))))
  return all
}

function packed(type: string, plain: Buffer): Asset {
  const squeezable = !/woff2|png|icon/.test(type)
  return {
    type,
    plain,
    br: squeezable ? brotliCompressSync(plain) : undefined,
    gzip: squeezable ? gzipSync(plain) : undefined,
    hash: createHash('sha256').update(plain).digest('base64url').slice(0, 10),
  }
}

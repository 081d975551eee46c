import { pieceBytes } from '../../src/media/limits.ts'
import { workThrough } from '../../src/media/worker.ts'
import type { TestApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { tokenIn } from '../support/token.ts'

export type Told = {
  status: number
  json: { id?: string; problem?: string; state?: string; kind?: string; revision?: number; received?: number[] }
}

/** The editor's script, without a browser: announces, sends pieces, finishes. */
export type Sender = {
  cookie: string
  token: string
  post: (path: string, fields: Record<string, string>) => Promise<Told>
  get: (path: string, headers?: Record<string, string>) => Promise<Response>
  announce: (draft: string, size: number, group?: string) => Promise<Told>
  piece: (id: string, number: number, body: Buffer, headers?: Record<string, string>) => Promise<number>
  finish: (id: string) => Promise<Told>
  /** All of it. */
  send: (draft: string, file: Buffer) => Promise<Told & { id: string }>
}

export async function sender(house: { url: string }, username: string): Promise<Sender> {
  let cookie = ''
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { 'sec-fetch-site': 'same-origin', ...(init.headers as Record<string, string>), cookie }
    const answer = await fetch(`${house.url}${path}`, { ...init, headers, redirect: 'manual' })
    const own = answer.headers.getSetCookie().find((each) => each.startsWith('insyn='))
    if (own) cookie = own.split(';')[0]!
    return answer
  }
  const tokenOf = async (path: string) => tokenIn(await (await ask(path)).text())
  let token = await tokenOf('/login')
  await ask('/login', { method: 'POST', body: new URLSearchParams({ _csrf: token, username, password }) })
  token = await tokenOf('/contact')
  const told = async (answer: Response): Promise<Told> => {
    const json = answer.headers.get('content-type')?.includes('json') ? ((await answer.json()) as Told['json']) : {}
    if (!answer.bodyUsed) await answer.arrayBuffer()
    return { status: answer.status, json }
  }
  const post: Sender['post'] = async (path, fields) =>
    told(await ask(path, { method: 'POST', body: new URLSearchParams({ _csrf: token, ...fields }) }))
  const own: Sender = {
    get cookie() {
      return cookie
    },
    token,
    post,
    get: (path, headers) => ask(path, headers ? { headers } : {}),
    announce: (draft, size, group = ids.myran) =>
      post(`/staff/documents/${draft}/media`, { size: String(size), group }),
    piece: async (id, number, body, headers = {}) => {
      const own = { 'content-type': 'application/octet-stream', 'x-csrf-token': token, ...headers }
      const answer = await ask(`/staff/media/${id}/pieces/${number}`, {
        method: 'PUT',
        body: new Uint8Array(body),
        headers: own,
      })
      await answer.arrayBuffer()
      return answer.status
    },
    finish: (id) => post(`/staff/media/${id}/finish`, {}),
    send: async (draft, file) => {
      const begun = await own.announce(draft, file.length)
      const id = begun.json.id ?? ''
      if (begun.status !== 201) return { ...begun, id }
      for (let at = 0; at < file.length; at += pieceBytes) {
        const status = await own.piece(id, at / pieceBytes, file.subarray(at, at + pieceBytes))
        if (status !== 204) return { status, json: {}, id }
      }
      return { ...(await own.finish(id)), id }
    },
  }
  return own
}

/** The worker, until nothing waits. */
export function convertAll(house: TestApp, ffmpeg: string | undefined): Promise<number> {
  const { keys, config, log } = house.services
  const shop = { database: house.database.worker, keys, mediaDirectory: config.mediaDirectory, ffmpeg, log }
  return workThrough(shop, new AbortController().signal)
}

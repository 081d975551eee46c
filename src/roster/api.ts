import { setTimeout as wait } from 'node:timers/promises'
import { recordsIn } from './json-stream.ts'
import { BrokenDelivery, type Delivery, type Piece, type Resource, resources } from './resources.ts'

export type Api = {
  /** Where the resources are, …/v2.0. */
  base: string
  /** Asked for again when the register takes it no more: such keys last an hour, and a delivery may last longer. */
  token: () => Promise<string>
  /** Records to a page; the register may give fewer. */
  limit?: number
  signal?: AbortSignal
  /** How many times a page is asked for, and how long to wait when the register does not say. */
  tries?: number
  patience?: number
}

const mostPages = 20_000
// A page that is cut off is asked for again: its records may come twice.
const mostReadings = 3
// The register's clock is not ours: what it changed a little before is asked for once more.
const overlap = 60 * 60_000

/**
 * The register over SS 12000's own interface: page by page with a bearer token, waiting when it is told to (429, 503).
 * With `last`, only what has changed and what has been removed since shortly before that. Throws BrokenDelivery when it dies half-way
 * or gives the same page for ever.
 */
export function apiDelivery(api: Api, last: Date | null): Delivery {
  const since = last && new Date(last.getTime() - overlap)
  const filter = since ? { 'meta.modified.after': since.toISOString() } : {}
  return {
    source: 'api',
    whole: since === null,
    pieces: pieces(api, filter, resources),
    again: (some) => pieces(api, filter, some),
    removed: async () => (since ? await removedSince(api, since) : {}),
  }
}

async function* pieces(api: Api, filter: Record<string, string>, asked: readonly Resource[]): AsyncGenerator<Piece> {
  for (const resource of asked) {
    const seen = new Set<string>()
    let token: string | null = null
    do {
      const place = `${resource} ${seen.size + 1}`
      // A token cannot be joined with a filter: it carries the filter with it.
      const query: Record<string, string> = token === null ? filter : { pageToken: token }
      for (let reading = 1; ; reading += 1) {
        const response = await ask(api, resource, { ...query, limit: String(api.limit ?? 1_000) }, place)
        token = null
        let number = 0
        try {
          for await (const found of recordsIn(bytes(response, place), place))
            if ('pageToken' in found) token = found.pageToken
            else {
              number += 1
              yield { resource, place: `${place}:${number}`, value: found.value }
            }
          break
        } catch (error) {
          api.signal?.throwIfAborted()
          if (!(error instanceof BrokenDelivery) || error.code !== 'cut-off' || reading >= mostReadings) throw error
        }
      }
      if (token === null) break
      if (seen.has(token)) throw new BrokenDelivery('looping-page', place)
      if (seen.size >= mostPages) throw new BrokenDelivery('too-many-pages', place)
      seen.add(token)
    } while (token !== null)
  }
}

async function removedSince(api: Api, since: Date): Promise<Partial<Record<Resource, string[]>>> {
  const removed: Partial<Record<Resource, string[]>> = {}
  const seen = new Set<string>()
  let token: string | null = null
  do {
    const query: [string, string][] =
      token === null
        ? [['after', since.toISOString()], ...resources.map((name): [string, string] => ['entities', name])]
        : [['pageToken', token]]
    const place = `deletedEntities ${seen.size + 1}`
    if (seen.size >= mostPages) throw new BrokenDelivery('too-many-pages', place)
    const response = await ask(api, 'deletedEntities', query, place)
    const page = await parsed(response, place)
    for (const name of resources) {
      const ids = page.data?.[name]
      if (Array.isArray(ids)) removed[name] = [...(removed[name] ?? []), ...ids.filter((id) => typeof id === 'string')]
    }
    token = typeof page.pageToken === 'string' && page.pageToken !== '' ? page.pageToken : null
    if (token !== null && seen.has(token)) throw new BrokenDelivery('looping-page', place)
    if (token !== null) seen.add(token)
  } while (token !== null)
  return removed
}

async function ask(
  { base, token, signal, tries = 6, patience = 1_000 }: Api,
  path: string,
  query: Record<string, string> | [string, string][],
  place: string,
): Promise<Response> {
  const address = `${base.replace(/\/+$/, '')}/${path}?${new URLSearchParams(query)}`
  let bearer = await token()
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(address, {
      headers: { Authorization: `Bearer ${bearer}`, Accept: 'application/json' },
      // The token goes where it was meant to go and nowhere else.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, AbortSignal.timeout(120_000)]) : AbortSignal.timeout(120_000),
    }).catch((error) => {
      signal?.throwIfAborted()
      return error as Error
    })
    if (response instanceof Response && response.ok) return response
    if (response instanceof Response) await response.body?.cancel()
    const ended = response instanceof Response && response.status === 401 ? bearer : undefined
    if (ended !== undefined && attempt < tries) {
      bearer = await token()
      if (bearer !== ended) continue
    }
    if (!(response instanceof Response) && isUntrusted(response))
      throw new BrokenDelivery('untrusted', place, { cause: response })
    const busy = !(response instanceof Response) || [429, 502, 503, 504].includes(response.status)
    if (!busy || attempt >= tries) throw refusal(response, busy, place)
    await wait(pause(response, attempt, patience), undefined, { signal })
  }
}

// No time makes a certificate right.
function isUntrusted({ cause }: Error): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME/.test((cause as { code?: string })?.code ?? '')
}

// Whoever reads it has to know what to do: wait, get another token, or look at the address.
function refusal(response: Response | Error, busy: boolean, place: string): BrokenDelivery {
  if (busy || !(response instanceof Response)) return new BrokenDelivery('unreachable', place, { cause: response })
  const token = [401, 403].includes(response.status)
  return new BrokenDelivery(token ? 'refused-token' : 'wrong-answer', token ? place : `${place} (${response.status})`)
}

// As long as the register says, in seconds or as a time of day; otherwise twice as long each time, and never minutes.
function pause(response: Response | Error, attempt: number, patience: number): number {
  const said = response instanceof Response ? response.headers.get('retry-after') : null
  const asked = said === null ? Number.NaN : /^\d+$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - Date.now()
  const own = patience * 2 ** (attempt - 1) * (0.75 + Math.random() / 2)
  return Math.min(60_000, Math.max(0, Number.isNaN(asked) ? own : asked))
}

async function* bytes(response: Response, place: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk as Uint8Array
  } catch (error) {
    throw new BrokenDelivery('cut-off', place, { cause: error })
  }
}

async function parsed(response: Response, place: string) {
  try {
    return (await response.json()) as { data?: Record<string, unknown>; pageToken?: unknown }
  } catch (error) {
    throw new BrokenDelivery('json', place, { cause: error })
  }
}

import { Router } from 'express'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Read } from '../database/as-actor.ts'
import { openContent, openItemKey } from '../documentation/content.ts'
import { plainOf } from '../documentation/notation.ts'
import { headingOf } from '../documentation/presenter.ts'
import { newest } from '../documentation/schema.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, parseForm, typed } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { turns } from '../web/turns.ts'
import { holdsAll, lowerOf, marked, needlesOf, type Piece } from './find.ts'
import { nextItems, type SearchRow, whoseOf } from './queries.ts'
import { searchForm } from './schema.ts'

/** How much is looked through, newest first: items, hits, and milliseconds. */
const limits = { items: 2_000, hits: 50, time: 2_000 }
const batch = 1_000

type Hit = { row: SearchRow; title: Piece[]; excerpt: Piece[] }
export type Found = {
  hits: Hit[]
  whose: Map<string, string>
  looked: number
  reached: 'items' | 'hits' | 'time' | null
}

/**
 * What a family looks for in its own documentation. The texts are opened in memory for the search and let go; neither they
 * nor what was looked for is stored, logged or put in an address (R9).
 */
export function searchRoutes(services: Services): Router {
  const { actors, keys } = services
  const router = Router()
  const inTurn = turns(2, 20)

  router.get(addresses.search, allow('documentation.search'), (request, response) => {
    page(request, response, 'search/search', model(request.t, '', null))
  })

  router.post(addresses.search, allow('documentation.search'), async (request, response) => {
    const form = parseForm(searchForm, request.body, request.t)
    const { q } = typed(request.body, 'q')
    if (!form.ok) return page(request, response, 'search/search', model(request.t, q, null, form.errors), 422)
    const needles = needlesOf(form.values.q)
    const found = await inTurn(() => actors.read(actorOf(request), (tx) => search(tx, keys, needles, request.t)))
    page(request, response, 'search/search', model(request.t, form.values.q, found))
  })

  return router
}

async function search(tx: Read, keys: KeyStore, needles: ReturnType<typeof needlesOf>, t: Translate): Promise<Found> {
  await tx.audit('documentation.searched')
  const began = performance.now()
  const hits: Hit[] = []
  let looked = 0
  let reached: Found['reached'] = null
  let before = newest
  while (!reached) {
    const rows = await nextItems(tx, before, Math.min(batch, limits.items - looked))
    for (const row of rows) {
      const content = openContent(openItemKey(keys, row), row)
      const { title, words = '' } = content
      const text = [content.text, words].filter(Boolean).join('\n\n')
      looked += 1
      if (holdsAll([lowerOf(title), lowerOf(text)], needles)) {
        if (hits.length === limits.hits) reached = 'hits'
        else
          hits.push({
            row,
            title: marked(headingOf(content, t), needles, true),
            excerpt: marked(plainOf(text), needles, false),
          })
      }
      if (performance.now() - began > limits.time) reached = 'time'
      if (reached) break
    }
    const last = rows.at(-1)
    if (!last || rows.length < batch) break
    if (looked >= limits.items) reached ??= 'items'
    before = { at: last.published_at, id: last.id }
  }
  const whose =
    hits.length > 0
      ? await whoseOf(
          tx,
          hits.map(({ row }) => row.id),
        )
      : new Map<string, string>()
  return { hits, whose, looked, reached }
}

function model(t: Translate, q: string, found: Found | null, errors: Errors = {}) {
  return {
    title: t('search.title'),
    q,
    errors,
    found: found && {
      count: found.hits.length,
      looked: found.looked,
      limit: found.reached && t(`search.reached.${found.reached}`, { count: found.looked }),
      hits: found.hits.map(({ row, title, excerpt }) => ({
        href: addresses.document(row.id),
        title,
        excerpt,
        publishedAt: row.published_at,
        about: found.whose.get(row.id) ?? t(`documentation.label.audience.${row.audience}`),
      })),
    },
  }
}

import { type Request, type Response, Router } from 'express'
import type { z } from 'zod'
import { firstPassword } from '../accounts/made.ts'
import { blindIndex } from '../crypto/blind-index.ts'
import type { Write } from '../database/as-actor.ts'
import { Invalid } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { idFrom, parseForm, typed } from '../web/forms.ts'
import { onwardsFrom } from '../web/pages.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { endAlias, handOver, keepOpen, lift, makeAlias, makeGuardianAlias, protect, settle, take } from './commands.ts'
import { type Again, presentList, presentPerson, presentReaders, presentSearch } from './presenter.ts'
import { findPeople, getPerson, protectedPeople, readersOf, usesOf } from './queries.ts'
import {
  aliasForm,
  checkForm,
  endAliasForm,
  guardianAliasForm,
  handOverForm,
  liftForm,
  protectForm,
  searchForm,
} from './schema.ts'

/** `/staff/protection`: the officers for protected identity. Nobody else learns that anybody is protected (decision 3). */
export function protectionRoutes(services: Services): Router {
  const { actors, clock, keys } = services
  const router = Router()

  router.get(addresses.protection, allow('protection.administer'), async (request, response) => {
    const list = await actors.read(actorOf(request), async (tx) => {
      const list = await protectedPeople(tx, pageFrom(request.query.page))
      await tx.audit('protection.listed')
      return list
    })
    page(request, response, 'protection/list', presentList(list, request.t))
  })

  router.get(addresses.protectionSearch, allow('protection.administer'), (request, response) => {
    page(request, response, 'protection/search', presentSearch('', null, {}, request.t))
  })

  // A POST that changes nothing: neither name nor number comes to stand in an address or a log.
  router.post(addresses.protectionSearch, allow('protection.administer'), async (request, response) => {
    const form = parseForm(searchForm(swedishDay(clock())), request.body, request.t)
    const { q } = typed(request.body, 'q')
    if (!form.ok)
      return page(request, response, 'protection/search', presentSearch(q, null, form.errors, request.t), 422)
    const wanted = form.values.q
    const index = wanted.by === 'number' ? blindIndex(keys.get('index.personnummer'), wanted.digits) : null
    const found = await actors.read(actorOf(request), async (tx) => {
      await tx.audit('protection.searched')
      return findPeople(tx, wanted.by === 'name' ? wanted.words : [], index)
    })
    page(request, response, 'protection/search', presentSearch(q, found, {}, request.t))
  })

  router.get('/staff/protection/:id', allow('protection.administer'), async (request, response) => {
    await show(request, response, { saved: request.query.saved === '1' })
  })

  router.get('/staff/protection/:id/readers', allow('protection.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const before = request.query.before === undefined ? null : numberFrom(request.query.before)
    const stretch = request.query.stretch === undefined ? 1 : numberFrom(request.query.stretch)
    const { person, rows, onwards } = await actors.read(actorOf(request), async (tx) => {
      const person = await tx.one<{ id: string; given_name: string; family_name: string }>`
        select id, given_name, family_name from person where id = ${id}`
      const rows = await readersOf(tx, id, before)
      const onwards = onwardsFrom(rows, stretch)
      if (onwards === null) await tx.audit('protection.readers-read')
      return { person, rows, onwards }
    })
    // A stretch without anybody is nothing to show: the browser goes on by itself, each time with two seconds of its own.
    if (onwards !== null) return response.redirect(303, addresses.protectedReaders(id, onwards, stretch + 1))
    page(request, response, 'protection/readers', presentReaders(person, rows, request.t))
  })

  router.post('/staff/protection/:id/check', allow('protection.administer'), deciding('check', checkForm, settle))
  router.post(
    '/staff/protection/:id/protect',
    allow('protection.administer'),
    deciding('protect', protectForm, protect),
  )
  router.post('/staff/protection/:id/lift', allow('protection.administer'), deciding('lift', liftForm, lift))
  router.post(
    '/staff/protection/:id/keep-open',
    allow('protection.administer'),
    deciding('keep-open', liftForm, keepOpen),
  )

  router.post('/staff/protection/:id/take', allow('protection.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    await actors.write(actorOf(request), (tx) => take(tx, keys, id))
    response.redirect(303, `${addresses.protected(id)}?saved=1`)
  })

  router.post('/staff/protection/:id/hand-over', allow('protection.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(handOverForm, request.body, request.t)
    if (!form.ok) return await show(request, response, { errors: form.errors, form: 'hand-over' }, 422)
    await actors.write(actorOf(request), (tx) => handOver(tx, keys, id, form.values.officer))
    response.redirect(303, addresses.protection)
  })

  router.post('/staff/protection/:id/alias', allow('protection.administer'), deciding('alias', aliasForm, makeAlias))

  router.post('/staff/protection/:id/alias-guardian', allow('protection.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(guardianAliasForm(swedishDay(clock())), request.body, request.t)
    const words = typed(request.body, 'alias', 'givenName', 'familyName')
    if (!form.ok)
      return await show(request, response, { errors: form.errors, typed: words, form: `guardian-${words.alias}` }, 422)
    const first = await firstPassword(clock())
    await actors.write(actorOf(request), (tx) => makeGuardianAlias(tx, keys, id, form.values, first))
    await show(request, response, { account: { username: first.username, password: first.password } })
  })

  router.post('/staff/protection/:id/alias-end', allow('protection.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(endAliasForm, request.body, request.t)
    if (!form.ok) return await show(request, response, { errors: form.errors }, 422)
    await actors.write(actorOf(request), (tx) => endAlias(tx, keys, id, form.values.alias))
    response.redirect(303, `${addresses.protected(id)}?saved=1`)
  })

  /** A form on the person's page, and what is done about it; wrong, the page again with what was typed. */
  function deciding<T extends z.ZodType>(
    name: string,
    schema: (today: string) => T,
    command: (tx: Write, store: typeof keys, id: string, values: z.infer<T>) => Promise<void>,
  ) {
    return async (request: Request, response: Response) => {
      const id = idFrom(request.params.id)
      const form = parseForm(schema(swedishDay(clock())), request.body, request.t)
      const words = typed(
        request.body,
        ...([
          'verdict',
          'reason',
          'note',
          'givenName',
          'familyName',
          'group',
          'reference',
          'agreedOn',
          'last',
        ] as const),
      )
      if (!form.ok) return await show(request, response, { errors: form.errors, typed: words, form: name }, 422)
      await actors.write(actorOf(request), (tx) => command(tx, keys, id, form.values))
      response.redirect(303, `${addresses.protected(id)}?saved=1`)
    }
  }

  async function show(request: Request, response: Response, again: Again, status = 200): Promise<void> {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const { person, uses } = await actors.read(actor, async (tx) => {
      const person = await getPerson(tx, id)
      await tx.audit('protection.read')
      return { person, uses: await usesOf(tx, id) }
    })
    const model = presentPerson(person, uses, { id: actor.id, t: request.t, keys }, again)
    page(request, response, 'protection/person', model, status)
  }

  return router
}

function pageFrom(value: unknown): number {
  const wanted = Number(value)
  return Number.isInteger(wanted) && wanted > 0 && wanted < 100_000 ? wanted : 1
}

function numberFrom(value: unknown): number {
  if (typeof value !== 'string' || !/^[1-9]\d{0,14}$/.test(value)) throw new Invalid('a place in a list')
  return Number(value)
}

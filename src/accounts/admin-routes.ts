import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { deliver } from '../contacts/letters.ts'
import type { Write } from '../database/as-actor.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, idFrom, list, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import {
  type Answer,
  close,
  confirmFunction,
  giveFirstPassword,
  makeAccount,
  propose,
  relieve,
  reopen,
  wear,
  withdrawFunction,
} from './admin-commands.ts'
import { type Again, presentAccount, presentEntrusted } from './admin-presenter.ts'
import { entrusted, ownerOf } from './admin-queries.ts'
import { functionForm, makeForm, reasonForm, wearForm } from './admin-schema.ts'
import { firstPassword } from './made.ts'

type First = Awaited<ReturnType<typeof firstPassword>>

/** `/admin/people/:id/account` and `/admin/accounts`: who may sign in and as what, for the municipal administrator. */
export function accountAdminRoutes(services: Services): Router {
  const { actors, clock } = services
  const router = Router()

  router.get(addresses.accounts, allow('accounts.administer'), async (request, response) => {
    await overview(request, response, { saved: request.query.saved === '1' })
  })

  for (const [what, command] of [
    ['confirm', confirmFunction],
    ['withdraw', withdrawFunction],
  ] as const)
    router.post(`/admin/accounts/:id/${what}`, allow('accounts.administer'), async (request, response) => {
      const id = idFrom(request.params.id)
      const answer = await actors.write(actorOf(request), (tx) => command(tx, id))
      if (answer === 'done') return response.redirect(303, `${addresses.accounts}?saved=1`)
      await overview(request, response, { problem: request.t(`accounts.refusal.${answer}`) }, 409)
    })

  router.get('/admin/people/:id/account', allow('accounts.administer'), async (request, response) => {
    await show(request, response, { saved: request.query.saved === '1' })
  })

  router.post('/admin/people/:id/account/make', allow('accounts.administer'), async (request, response) => {
    const form = parseForm(makeForm, request.body, request.t)
    if (!form.ok) return await again(request, response, 'make', form.errors)
    const first = await firstPassword(clock())
    const username = form.values.username || first.username
    const answer = await actors.write(actorOf(request), (tx) =>
      makeAccount(tx, idFrom(request.params.id), form.values, { ...first, username }),
    )
    if (answer === 'taken')
      return await again(request, response, 'make', { username: request.t('accounts.refusal.taken') })
    await settled(request, response, answer, { ...first, username })
  })

  router.post(
    '/admin/people/:id/account/wear',
    allow('accounts.administer'),
    doing('wear', wearForm, (tx, id, { hats, reason }) => wear(tx, id, hats, reason)),
  )
  router.post(
    '/admin/people/:id/account/propose',
    allow('accounts.administer'),
    doing('propose', functionForm, (tx, id, { function: hat, reason }) => propose(tx, id, hat, reason)),
  )
  router.post(
    '/admin/people/:id/account/relieve',
    allow('accounts.administer'),
    doing('relieve', functionForm, (tx, id, { function: hat, reason }) => relieve(tx, id, hat, reason)),
  )
  router.post(
    '/admin/people/:id/account/close',
    allow('accounts.administer'),
    doing('close', reasonForm, (tx, id, { reason }) => close(tx, id, reason)),
  )
  router.post(
    '/admin/people/:id/account/password',
    allow('accounts.administer'),
    handing('password', (tx, id, first, reason) => giveFirstPassword(tx, id, first, reason)),
  )
  router.post(
    '/admin/people/:id/account/reopen',
    allow('accounts.administer'),
    handing('reopen', (tx, id, first, reason) => reopen(tx, id, first, reason)),
  )

  function doing<T extends z.ZodType>(
    name: string,
    schema: T,
    command: (tx: Write, id: string, values: z.infer<T>) => Promise<Answer>,
  ) {
    return async (request: Request, response: Response) => {
      const id = idFrom(request.params.id)
      const form = parseForm(schema, request.body, request.t)
      if (!form.ok) return await again(request, response, name, form.errors)
      await settled(request, response, await actors.write(actorOf(request), (tx) => command(tx, id, form.values)))
    }
  }

  // The password is in the answer to the POST and nowhere else: not in an address, a mail or a log.
  function handing(
    name: string,
    command: (tx: Write, id: string, first: First, reason: z.infer<typeof reasonForm>['reason']) => Promise<Answer>,
  ) {
    return async (request: Request, response: Response) => {
      const id = idFrom(request.params.id)
      const form = parseForm(reasonForm, request.body, request.t)
      if (!form.ok) return await again(request, response, name, form.errors)
      const first = await firstPassword(clock())
      const answer = await actors.write(actorOf(request), (tx) => command(tx, id, first, form.values.reason))
      // Its owner is told where they have shown an address to be theirs; whoever sits here does not wait for it.
      deliver(services)
      await settled(request, response, answer, first)
    }
  }

  async function settled(request: Request, response: Response, answer: Answer, first?: First): Promise<void> {
    if (answer !== 'done')
      return await show(request, response, { problem: request.t(`accounts.refusal.${answer}`) }, 409)
    if (!first) return response.redirect(303, `${addresses.account(idFrom(request.params.id))}?saved=1`)
    await show(request, response, { handed: first.password })
  }

  async function again(request: Request, response: Response, form: string, errors: Errors): Promise<void> {
    const words = typed(request.body, 'username', 'reason', 'function')
    const hats = list(z.string().catch('')).safeParse((request.body as { hats?: unknown } | undefined)?.hats).data ?? []
    await show(request, response, { errors, form, typed: { ...words, hats } }, 422)
  }

  async function show(request: Request, response: Response, how: Again, status = 200): Promise<void> {
    const id = idFrom(request.params.id)
    const actor = actorOf(request)
    const owner = await actors.read(actor, async (tx) => {
      const owner = await ownerOf(tx, id)
      await tx.audit('account.read', { object: id })
      return owner
    })
    page(request, response, 'accounts/account', presentAccount(owner, actor.id, request.t, how), status)
  }

  async function overview(
    request: Request,
    response: Response,
    how: { problem?: string | null; saved?: boolean },
    status = 200,
  ): Promise<void> {
    const found = await actors.read(actorOf(request), async (tx) => {
      await tx.audit('account.read')
      return await entrusted(tx)
    })
    page(request, response, 'accounts/entrusted', presentEntrusted(found, request.t, how), status)
  }

  return router
}

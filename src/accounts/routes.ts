import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { PassportStatic } from 'passport'
import type { Role } from '../access/roles.ts'
import { detailsDue } from '../contacts/queries.ts'
import { Forbidden } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { csrfToken } from '../web/csrf.ts'
import { type Errors, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow, forgetGoal, goalOf } from '../web/request.ts'
import { demoAccounts } from './demo.ts'
import './own-password.ts'
import { hashPassword, passwordMatches, passwordProblem } from './passwords.ts'
import { languageForm, passwordForm, roleForm, signInForm } from './schema.ts'
import type { Found } from './sign-in.ts'
import { throttle } from './throttle.ts'

/** Signing in and out, the hat to wear, the language, and one's own password. */
export function accountsRoutes(services: Services, authenticator: Pick<PassportStatic, 'authenticate'>): Router {
  const { actors, clock, database, keys } = services
  const limits = throttle(database, keys)
  const router = Router()

  router.get(addresses.signIn, (request, response) => {
    if (request.actor) return response.redirect(303, addresses.start)
    showSignIn(request, response, {})
  })

  router.post(addresses.signIn, async (request, response, next) => {
    if (response.locals.stale) {
      return showSignIn(request, response, { problem: request.t('accounts.sign-in.stale'), status: 403 })
    }
    const form = parseForm(signInForm, request.body, request.t)
    if (!form.ok) return showSignIn(request, response, { errors: form.errors, status: 422 })
    const goal = goalOf(request)
    const found = await authenticate(request, response, authenticator)
    if (!found) {
      return showSignIn(request, response, { problem: request.t('accounts.sign-in.wrong'), status: 422 })
    }
    // passport makes a new session id here (ASVS 7.2.4).
    await new Promise<void>((resolve, reject) =>
      request.logIn(found, (error?: unknown) => (error ? reject(error) : resolve())),
    )
    const role = preferred(found.roles)
    Object.assign(request.session, { role, assurance: 1, epoch: found.epoch, since: found.lastVisitAt?.toISOString() })
    if (found.first) request.session.first = true
    await database.rows`update account set last_visit_at = ${clock()} where id = ${found.id}`
    await actors.write({ id: found.personId, role, assurance: 1 }, async (tx) => {
      await tx.audit('account.signed-in')
      // Asked now and then is often enough; the start page, which is read most, is spared the question.
      if (role === 'guardian') request.session.detailsDue = await detailsDue(tx)
    })
    forgetGoal(response)
    // Made now: two pages opened at once would otherwise each make one, and the loser's forms be refused.
    csrfToken(request)
    request.session.save((error) => (error ? next(error) : response.redirect(303, goal)))
  })

  router.post(addresses.signOut, async (request, response, next) => {
    if (request.actor) await actors.write(request.actor, (tx) => tx.audit('account.signed-out'))
    request.logout((error) => {
      if (error) return next(error)
      response.set('Clear-Site-Data', '"cache", "storage"')
      response.redirect(303, addresses.signIn)
    })
  })

  router.post(addresses.role, allow('start.read'), async (request, response) => {
    const form = parseForm(roleForm, request.body, request.t)
    const role = form.ok ? (form.values.role as Role) : undefined
    if (!role || !request.account?.roles.includes(role)) throw new Forbidden('a hat that is not theirs')
    request.session.role = role
    await actors.write({ ...actorOf(request), role }, (tx) => tx.audit('account.role-chosen'))
    response.redirect(303, addresses.start)
  })

  router.post(addresses.language, ((request, response) => {
    const form = parseForm(languageForm, request.body, request.t)
    if (!form.ok) return response.redirect(303, addresses.start)
    response.cookie('language', form.values.lang, {
      httpOnly: true,
      sameSite: 'lax',
      secure: request.secure,
      maxAge: 365 * 86_400_000,
    })
    response.redirect(303, /^\/(?![/\\])[\w\-/?=&.]*$/.test(form.values.back) ? form.values.back : addresses.start)
  }) as RequestHandler)

  router.get(addresses.password, allow('account.change-password'), (request, response) => {
    showPassword(request, response, { saved: request.query.saved !== undefined })
  })

  router.post(addresses.password, allow('account.change-password'), async (request, response) => {
    const form = parseForm(passwordForm, request.body, request.t)
    if (!form.ok) return showPassword(request, response, { errors: form.errors, status: 422 })
    const errors = await problemsWith(request, form.values)
    if (Object.keys(errors).length > 0) return showPassword(request, response, { errors, status: 422 })
    const passwordHash = await hashPassword(form.values.new)
    await actors.write(actorOf(request), async (tx) => {
      await tx.one`select access.change_password(${passwordHash})`
      await tx.audit('account.password-changed')
    })
    // Every session of the account is dead now, this one too: the epoch has moved on. This one follows.
    request.session.epoch = (request.session.epoch ?? 0) + 1
    const first = request.session.first
    delete request.session.first
    response.redirect(303, first ? addresses.start : `${addresses.password}?saved`)
  })

  async function problemsWith(
    request: Request,
    form: { current: string; new: string; again: string },
  ): Promise<Errors> {
    const account = request.account!
    // A screen left open is no place to guess the password behind it.
    await limits.attempt(account.username, request.ip ?? '')
    const [row] = await database.rows<{
      password_hash: string
    }>`select password_hash from account where id = ${account.id}`
    if (!(await passwordMatches(row?.password_hash, form.current)))
      return { current: request.t('accounts.problem.current') }
    await limits.forgive(account.username, request.ip ?? '')
    const known = [account.username, ...account.name.split(' '), 'insyn', ...services.municipality.name.split(' ')]
    const problem = passwordProblem(form.new, known)
    if (problem) return { new: request.t(problem) }
    return form.new === form.again ? {} : { again: request.t('accounts.problem.again') }
  }

  function showSignIn(
    request: Request,
    response: Response,
    show: { errors?: Errors; problem?: string; status?: number },
  ) {
    csrfToken(request)
    const model = {
      title: request.t('accounts.sign-in.title'),
      username: typed(request.body, 'username').username,
      errors: show.errors ?? {},
      problem: show.problem ?? null,
      demo: services.demoPassword ? { password: services.demoPassword, accounts: demoAccounts(request.t) } : null,
    }
    page(request, response, 'accounts/sign-in', model, show.status)
  }

  function showPassword(
    request: Request,
    response: Response,
    show: { errors?: Errors; saved?: boolean; status?: number },
  ) {
    const first = request.session.first ?? false
    const { errors = {}, saved = false, status } = show
    const title = request.t(first ? 'accounts.password.first' : 'accounts.password.title')
    page(request, response, 'accounts/password', { title, first, errors, saved }, status)
  }

  return router
}

function authenticate(
  request: Request,
  response: Response,
  authenticator: Pick<PassportStatic, 'authenticate'>,
): Promise<Found | undefined> {
  return new Promise((resolve, reject) => {
    const middleware = authenticator.authenticate('local', (error: unknown, user: Found | false) => {
      if (error) reject(error)
      else resolve(user || undefined)
    }) as RequestHandler
    middleware(request, response, (error?: unknown) => reject(error))
  })
}

// Somebody who is both starts at work; the hat is changed in the page head.
function preferred(roles: Role[]): Role {
  return (['educator', 'principal', 'admin', 'guardian'] as const).find((role) => roles.includes(role)) ?? roles[0]!
}

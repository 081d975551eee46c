import express, { type Express } from 'express'
import { accountAdminRoutes } from './accounts/admin-routes.ts'
import { ownPasswordFirst } from './accounts/own-password.ts'
import { accountsRoutes } from './accounts/routes.ts'
import { signingIn } from './accounts/sign-in.ts'
import { archiveRoutes } from './archive/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { commentsRoutes } from './comments/routes.ts'
import { blankFormRoutes } from './consent/blank-form-routes.ts'
import { cameraRoutes } from './consent/camera-routes.ts'
import { historyRoutes } from './consent/history-routes.ts'
import { paperRoutes } from './consent/paper-routes.ts'
import { consentRoutes } from './consent/routes.ts'
import { sittingRoutes } from './consent/sitting-routes.ts'
import { contactsAhead, contactsRoutes } from './contacts/routes.ts'
import { correctionsRoutes } from './corrections/routes.ts'
import { documentationAhead, documentationRoutes } from './documentation/routes.ts'
import { NotFound } from './errors.ts'
import { exportRoutes } from './export/routes.ts'
import { followUpRoutes } from './follow-up/routes.ts'
import { handoverRoutes } from './handover/routes.ts'
import { informationRoutes } from './information/routes.ts'
import { mediaRoutes } from './media/routes.ts'
import { healthRoutes } from './operations/health.ts'
import { operationsRoutes } from './operations/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { protectionRoutes } from './protection/routes.ts'
import { reportsRoutes } from './reports/routes.ts'
import { retentionRoutes } from './retention/routes.ts'
import { rulesRoutes } from './retention/rules-routes.ts'
import { rosterRoutes } from './roster/routes.ts'
import { searchRoutes } from './search/routes.ts'
import type { Services } from './services.ts'
import { startRoutes } from './start/routes.ts'
import { usesRoutes } from './uses/routes.ts'
import { askAhead } from './web/ahead.ts'
import { assets } from './web/assets.ts'
import { csrf } from './web/csrf.ts'
import { pagesFirst } from './web/pages-first.ts'
import { lastResort, problems } from './web/problems.ts'
import type { Renderer } from './web/render.ts'
import { actor, language } from './web/request.ts'
import { sameOrigin, securityHeaders } from './web/security.ts'
import { sessions } from './web/session.ts'
import { views } from './web/views.ts'
import { wordingRoutes } from './wording/routes.ts'

/** The portal: the middleware in order, the features by address, 404, errors. */
export function createApp(services: Services): Express {
  const { config, keys, clock, log } = services
  const secure = config.baseUrl?.startsWith('https:') ?? false
  const files = assets()
  const authenticator = signingIn(services)

  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.trustProxy)
  app.set('query parser', 'simple')
  app.set('etag', false)
  app.locals.renderer = {
    site: { name: 'Insyn', municipality: services.municipality.name, demo: config.demo },
    asset: files.address,
    clock,
    render: views(config.viewCache),
  } satisfies Renderer

  app.use(securityHeaders(secure))
  app.use('/assets', files.serve)
  app.use(healthRoutes(services))
  app.use(pagesFirst)
  app.use(language)
  app.use(express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 2000 }))
  app.use(askAhead(services.actors, keys.get('session'), secure, [...documentationAhead, ...contactsAhead]))
  app.use(sessions(services.database, services.actors, keys.get('session'), secure, clock))
  app.use(authenticator.initialize())
  app.use(actor)
  app.use(sameOrigin(config.baseUrl))
  app.use(csrf)
  app.use(ownPasswordFirst)

  // What is read most first: a request is held against each address on its way.
  app.use(documentationRoutes(services))
  app.use(contactsRoutes(services))
  app.use(startRoutes(services))
  app.use(informationRoutes(services))
  app.use(accountsRoutes(services, authenticator))
  app.use(commentsRoutes(services))
  app.use(correctionsRoutes(services))
  app.use(searchRoutes(services))
  app.use(exportRoutes(services))
  app.use(followUpRoutes(services))
  app.use(mediaRoutes(services))
  app.use(consentRoutes(services))
  app.use(sittingRoutes(services))
  app.use(blankFormRoutes(services))
  app.use(historyRoutes(services))
  app.use(paperRoutes(services))
  app.use(cameraRoutes(services))
  app.use(usesRoutes(services))
  app.use(peopleRoutes(services))
  app.use(accountAdminRoutes(services))
  app.use(rosterRoutes(services))
  app.use(protectionRoutes(services))
  app.use(handoverRoutes(services))
  app.use(rulesRoutes(services))
  app.use(retentionRoutes(services))
  app.use(archiveRoutes(services))
  app.use(auditRoutes(services))
  app.use(wordingRoutes(services))
  app.use(reportsRoutes(services))
  app.use(operationsRoutes(services))

  app.use(() => {
    throw new NotFound()
  })
  app.use(problems(log))
  app.use(lastResort(log))
  return app
}

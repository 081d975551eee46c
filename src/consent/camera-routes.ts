import { Router } from 'express'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { idFrom, list, parseForm, uuid } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { cameraGroup, noteOwnNo, presentCamera } from './camera.ts'
import { media } from './questions.ts'

const form = z.object({
  child: uuid,
  medium: list(z.enum(media, 'web.problem.choice'), 4).refine((chosen) => chosen.length > 0, 'consent.camera.none'),
  passed: z.literal('yes').optional().catch(undefined),
})

/** Before the camera comes out: who in a group may be in what, and a child's own no written down. */
export function cameraRoutes({ actors, clock }: Services): Router {
  const router = Router()

  router.get('/staff/groups/:id/camera', allow('consent.check'), async (request, response) => {
    const id = idFrom(request.params.id)
    const group = await actors.read(actorOf(request), async (tx) => {
      const found = await cameraGroup(tx, id)
      await tx.audit('consent.listed', { object: id })
      return found
    })
    const noted = request.query.noted !== undefined
    page(request, response, 'consent/camera', { ...presentCamera(group, request.t, clock(), noted), errors: {} })
  })

  router.post('/staff/groups/:id/camera', allow('consent.check'), async (request, response) => {
    const id = idFrom(request.params.id)
    const parsed = parseForm(form, request.body, request.t)
    if (parsed.ok) {
      const { child, medium, passed } = parsed.values
      await actors.write(actorOf(request), (tx) => noteOwnNo(tx, id, child, medium, passed === 'yes'))
      return response.redirect(303, `${addresses.camera(id)}?noted`)
    }
    const group = await actors.read(actorOf(request), (tx) => cameraGroup(tx, id))
    const model = { ...presentCamera(group, request.t, clock(), false), errors: parsed.errors }
    page(request, response, 'consent/camera', model, 422)
  })

  return router
}

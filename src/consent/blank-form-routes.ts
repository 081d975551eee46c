import { buffer } from 'node:stream/consumers'
import { type Request, type Response, Router } from 'express'
import { Unavailable } from '../errors.ts'
import { paper } from '../export/paper.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { idFrom } from '../web/forms.ts'
import { languages, translator } from '../web/language.ts'
import { giveWay } from '../web/pages-first.ts'
import { actorOf, allow } from '../web/request.ts'
import { turns } from '../web/turns.ts'
import { drawForm, footOf } from './blank-form.ts'
import { childrenFor, type FormChild, type Whose } from './blank-form-queries.ts'
import { currentTexts } from './queries.ts'

/** Decision 10: the question on paper, to be handed to who will not answer here: for one child, for a group, without a name. */
export function blankFormRoutes({ actors, clock, municipality }: Services): Router {
  const router = Router()
  const inTurn = turns(1, 10)

  router.get(addresses.consentForm(), allow('consent.register'), (request, response) => {
    const group = request.query.group === undefined ? undefined : idFrom(request.query.group)
    return inTurn(() => send(request, response, { group }))
  })

  router.get('/admin/consents/:id/form', allow('consent.register'), (request, response) => {
    const child = idFrom(request.params.id)
    return inTurn(() => send(request, response, { child }))
  })

  async function send(request: Request, response: Response, whose: Whose): Promise<void> {
    const language = languages.find((each) => each === request.query.language) ?? request.language
    const { texts, children } = await actors.read(actorOf(request), async (tx) => {
      const children = whose.child || whose.group ? await childrenFor(tx, whose) : []
      if (children.length > 0) await tx.audit('consent.listed', { subject: children.map(({ id }) => id) })
      return { texts: await currentTexts(tx), children }
    })
    const text = texts.find((each) => each.language === language)
    if (!text) throw new Unavailable('no consent text holds today')
    const t = translator(language)
    const form = { text, language, t, now: clock(), municipality }
    const [first, ...others]: (FormChild | null)[] = children.length > 0 ? children : [null]
    const sheet = await paper({ t, language, name: t('consent.form.name'), foot: footOf(first!, form), now: clock() })
    // Some 13 KB a child; kept whole, so that none of it leaves before all of it is there.
    const whole = buffer(sheet.doc)
    drawForm(sheet, first!, form)
    for (const child of others) {
      await giveWay()
      sheet.anew(footOf(child, form))
      drawForm(sheet, child, form)
    }
    sheet.end()
    response.set({
      'Content-Type': 'application/pdf',
      // Neutral: a name in the download list tells of nobody.
      'Content-Disposition': 'attachment; filename="insyn-blankett.pdf"',
      'Content-Security-Policy': "sandbox; default-src 'none'",
    })
    response.send(await whole)
  }

  return router
}

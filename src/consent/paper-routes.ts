import { Router } from 'express'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { actorOf, allow } from '../web/request.ts'
import { historyOf } from './history.ts'
import { showHistory } from './history-routes.ts'
import { countersign, enterCall, enterPaper, openPaper, textsSoFar } from './paper.ts'
import { type PaperValues, paperForm, readPaper } from './paper-form.ts'
import { whatOf } from './presenter.ts'
import { questions } from './questions.ts'
import { largestScanMegabytes, ScanProblem, scanFrom } from './scan.ts'

/** Decision 10: answers that came on paper or by telephone are entered here, and the paper is looked at by two. */
export function paperRoutes(services: Services): Router {
  const { actors, keys, clock } = services
  const router = Router()

  router.post('/admin/consents/:id', allow('consent.register'), async (request, response) => {
    const id = idFrom(request.params.id)
    const { t } = request
    const sent = await readPaper(request, response)
    const again = async (errors: Errors) => {
      const [history, texts] = await actors.read(
        actorOf(request),
        async (tx) => [await historyOf(tx, id), await textsSoFar(tx)] as const,
      )
      const fields = ['guardian', 'origin', 'text', 'said_on', ...questions.map(({ input }) => input)]
      // A browser does not fill in a file again.
      const lost = sent.length > 0 && !errors.scan ? { scan: t('consent.paper.scan-again') } : {}
      showHistory(request, response, { history, texts }, typed(request.body, ...fields), { ...errors, ...lost }, 422)
    }

    const parsed = parseForm(paperForm, request.body, t)
    if (!parsed.ok) return again(parsed.errors)
    const { values } = parsed
    const answers = questions.flatMap(({ medium, level, input }) => {
      const said = values[input]
      return said === 'yes' || said === 'no' ? { medium, level, answer: said as 'yes' | 'no' } : []
    })
    const texts = await actors.read(actorOf(request), textsSoFar)
    const problem = problemOf(values, answers.length, texts, swedishDay(clock()))
    if (problem) return again({ [problem[0]]: t(problem[1]) })
    const given = { guardian: values.guardian, text: values.text, answers }

    if (values.origin === 'phone') {
      await actors.write(actorOf(request), (tx) => enterCall(tx, id, given))
      return response.redirect(303, `${addresses.consentHistory(id)}?saved`)
    }
    const scan = await scanFrom(sent).catch((error) => {
      if (!(error instanceof ScanProblem)) throw error
      return t(`consent.paper.scan-${error.word}`, { max: largestScanMegabytes })
    })
    if (typeof scan === 'string') return again({ scan })
    const outrun = await actors.write(actorOf(request), (tx) =>
      enterPaper(tx, keys, id, given, { saidOn: values.said_on, scan, sent }),
    )
    if (outrun.length === 0) return response.redirect(303, `${addresses.consentHistory(id)}?entered`)
    const what = outrun.map(({ medium, level }) => whatOf(medium, level, t)).join('; ')
    return again({ said_on: t('consent.paper.outrun', { what }) })
  })

  router.get('/admin/consents/papers/:id', allow('consent.register'), async (request, response) => {
    const id = idFrom(request.params.id)
    const { kind, body } = await actors.read(actorOf(request), (tx) => openPaper(tx, keys, id))
    response.set({
      // Neutral: a name in the download list tells of nobody. A PDF is kept, not shown, by the browser.
      'Content-Disposition':
        kind === 'pdf' ? 'attachment; filename="insyn-svar.pdf"' : 'inline; filename="insyn-svar.jpg"',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
    response.type(kind === 'pdf' ? 'application/pdf' : 'image/jpeg').send(body)
  })

  router.post('/admin/consents/papers/:id', allow('consent.register'), async (request, response) => {
    const id = idFrom(request.params.id)
    const child = await actors.write(actorOf(request), (tx) => countersign(tx, id))
    response.redirect(303, `${addresses.consentHistory(child)}?countersigned`)
  })

  return router
}

/** The field and what is wrong with it. */
function problemOf(
  { origin, text, said_on: day }: PaperValues,
  answers: number,
  texts: { id: string; valid_from: string }[],
  today: string,
): [field: string, message: string] | undefined {
  const shown = texts.find(({ id }) => id === text)
  if (answers === 0) return ['answers', 'consent.paper.nothing']
  if (!shown) return ['text', 'consent.paper.noText']
  if (origin === 'phone') return undefined
  if (day > today) return ['said_on', 'consent.paper.dayAhead']
  if (day < shown.valid_from) return ['said_on', 'consent.paper.dayBefore']
  return undefined
}

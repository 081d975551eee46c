import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { may } from '../access/roles.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { type ChildHistory, enterOnPaper, type HistoryRow, historyOf } from './history.ts'
import { questions } from './questions.ts'

const answer = z.enum(['', 'yes', 'no'], 'consent.problem.contradiction').optional()
const form = z.object({
  guardian: z.uuid('consent.paper.noGuardian'),
  origin: z.enum(['paper', 'phone'], 'consent.paper.noOrigin'),
  language: z.enum(['sv', 'en']).catch('sv'),
  ...Object.fromEntries(questions.map(({ input }) => [input, answer])),
}) as unknown as z.ZodType<
  { guardian: string; origin: 'paper' | 'phone'; language: 'sv' | 'en' } & Record<string, string | undefined>
>

/** The history of one child, answer by answer with its text and author; and what came on paper or by telephone. */
export function historyRoutes({ actors }: Services): Router {
  const router = Router()

  router.get('/admin/consents/:id', allow('consent.administer'), async (request, response) => {
    const history = await actors.read(actorOf(request), async (tx) => {
      const found = await historyOf(tx, idFrom(request.params.id))
      await tx.audit('consent.listed', { subject: found.id })
      return found
    })
    show(request, response, history, {}, {})
  })

  router.post('/admin/consents/:id', allow('consent.register'), async (request, response) => {
    const id = idFrom(request.params.id)
    const parsed = parseForm(form, request.body, request.t)
    const given = parsed.ok
      ? questions.flatMap(({ medium, level, input }) => {
          const said = parsed.values[input]
          return said === 'yes' || said === 'no' ? { medium, level, answer: said as 'yes' | 'no' } : []
        })
      : []
    const errors: Errors = parsed.ok
      ? given.length === 0
        ? { answers: request.t('consent.paper.nothing') }
        : {}
      : parsed.errors
    if (parsed.ok && given.length > 0) {
      const { guardian, origin, language } = parsed.values
      await actors.write(actorOf(request), (tx) => enterOnPaper(tx, id, { guardian, origin, language, answers: given }))
      return response.redirect(303, `${addresses.consentHistory(id)}?saved`)
    }
    const history = await actors.read(actorOf(request), (tx) => historyOf(tx, id))
    const values = typed(request.body, 'guardian', 'origin', 'language', ...questions.map(({ input }) => input))
    show(request, response, history, values, errors, 422)
  })

  function show(
    request: Request,
    response: Response,
    history: ChildHistory,
    values: Record<string, string>,
    errors: Errors,
    status = 200,
  ): void {
    const { t } = request
    const what = (medium: string, level: string) =>
      level === 'any'
        ? t(`consent.label.medium.${medium}`)
        : `${t(`consent.label.medium.${medium}`)}, ${t(`consent.label.level.${level}`).toLowerCase()}`
    const textName = (row: HistoryRow) =>
      t('consent.history.text', {
        title: row.title,
        version: row.version,
        language: t(`consent.history.language.${row.language}`),
      })
    const model = {
      title: t('consent.history.title', { name: history.name }),
      saved: request.query.saved !== undefined,
      back: { href: addresses.consents, label: t('consent.admin.title') },
      cells: questions.map(({ medium, level, input }) => {
        const value =
          history.statuses.find((each) => each.medium === medium && each.level === level)?.status ?? 'not_asked'
        return { input, what: what(medium, level), status: value, label: t(`consent.label.status.${value}`) }
      }),
      rows: history.rows.map((row) => ({
        at: row.answered_at,
        what: what(row.medium, row.level),
        answer: t(`consent.history.answer.${row.answer}`),
        whose: row.own ? t('consent.history.child') : (row.whose ?? t('consent.history.somebody')),
        origin: t(`consent.history.origin.${row.origin}`, { name: row.entered_by ?? t('consent.history.somebody') }),
        text: textName(row),
        anchor: `text-${row.version}-${row.language}-${row.own ? 'own' : 'all'}`,
      })),
      // Each text once, whole, as it was read.
      texts: [
        ...new Map(history.rows.map((row) => [`text-${row.version}-${row.language}-${row.own ? 'own' : 'all'}`, row])),
      ].map(([anchor, row]) => ({ anchor, heading: textName(row), paragraphs: row.body.split('\n\n') })),
      register: may(actorOf(request).role, 'consent.register')
        ? {
            action: addresses.consentHistory(history.id),
            guardians: history.guardians.map(({ id, name }) => ({ value: id, label: name })),
            options: [
              { value: '', label: t('consent.paper.none') },
              { value: 'yes', label: t('consent.child.yes') },
              { value: 'no', label: t('consent.child.no') },
            ],
          }
        : null,
      values,
      errors,
    }
    page(request, response, 'consent/history', model, status)
  }

  return router
}

import type { Request } from 'express'
import { may } from '../access/roles.ts'
import { type Tried, talk } from '../comments/presenter.ts'
import { talkOf } from '../comments/queries.ts'
import { afterOf } from '../corrections/presenter.ts'
import { afterPublishing } from '../corrections/queries.ts'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { aheadOr } from '../web/ahead.ts'
import { actorOf } from '../web/request.ts'
import { openItemKey } from './content.ts'
import { item } from './presenter.ts'
import { readDocument } from './queries.ts'
import { reader } from './reader.ts'

/**
 * The page of one item, opened from `child`'s timeline; `tried` is a comment that could not be taken. NotFound out of
 * reach. What is said of it is asked for where there is something, or may be.
 */
export async function itemPage(request: Request, services: Services, id: string, child: string | null, tried?: Tried) {
  const { actors } = services
  const actor = actorOf(request)
  const row = await aheadOr(request, readDocument, id, () => readDocument(actors.asking(actor), id, child))
  if (tried && !row.talk) throw new NotFound()
  const { query } = request
  const notice =
    query.published !== undefined
      ? request.t('documentation.item.published')
      : query.corrected !== undefined
        ? request.t('corrections.done')
        : null
  const own = actor.role === 'pupil'
  const model = item(row, reader(request, services), notice, {
    own,
    mayExport: may(actor.role, 'documentation.export'),
    follows: may(actor.role, 'reports.follow'),
  })
  const staff = may(actor.role, 'documentation.write')
  if (!row.talk && !staff) return { ...model, errors: {}, talk: null, after: null }
  const family = own || actor.role === 'guardian'
  const [found, since] = await actors.read(
    actor,
    async (tx) =>
      [row.talk ? await talkOf(tx, id, family) : null, staff ? await afterPublishing(tx, id) : undefined] as const,
  )
  const after = since ? afterOf(id, since, services.clock()) : null
  if (!found) return { ...model, errors: {}, talk: null, after }
  const given = { actorId: actor.id, family, pupil: own, documentId: id, tried, t: request.t }
  const said = talk(openItemKey(services.keys, row), found, given)
  // Only what somebody reported: for those who do not meet it, nothing has been said.
  return { ...model, errors: said.errors, talk: said.threads.length > 0 ? said : null, after }
}

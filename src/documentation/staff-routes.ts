import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { takesComments } from '../comments/queries.ts'
import { type Lacking, Unconsented } from '../consent/lacking.ts'
import { newItemKey } from '../crypto/item-key.ts'
import type { Read } from '../database/as-actor.ts'
import { Conflict, NotFound, Unavailable } from '../errors.ts'
import { unknownGoals } from '../goals/presenter.ts'
import { mostMedia } from '../media/limits.ts'
import { mediaProblem } from '../media/presenter.ts'
import { comeSoFar } from '../media/resume.ts'
import { forget, keepMedia, readCaptions, readUpload, type Upload, writeCaptions } from '../media/upload.ts'
import { countReports } from '../reports/queries.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, list, parseForm, typed, uuid } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { hasAcknowledged } from '../wording/acknowledge.ts'
import { prepareCheck } from '../wording/check.ts'
import { type Remark, remarksOn, Unworded } from '../wording/guard.ts'
import { type Answers, answersFrom } from '../wording/overrides.ts'
import { beginDraft, type DraftChange, discardDraft, narrowToChild, publish, saveDraft } from './commands.ts'
import { openContent, openItemKey } from './content.ts'
import { reader } from './reader.ts'
import { cursorFrom, type EditorValues, editorForm, groupFilter, publishForm, typedLists } from './schema.ts'
import { signatureOf } from './signature.ts'
import { editorPage, groupPage, groupsPage, reviewPage, unitPage } from './staff-presenter.ts'
import {
  childrenIn,
  type Draft,
  draftsOf,
  findDraft,
  groupsOf,
  itemsOf,
  readersOf,
  unitsOf,
  type Workplace,
} from './staff-queries.ts'
import { placeOf, textsOf } from './texts.ts'

/** Staff: their groups, writing, reviewing who will read, publishing; for the principal the whole unit. */
export function staffRoutes(services: Services): Router {
  const { actors, keys } = services
  const { mediaDirectory } = services.config
  const router = Router()

  router.get(addresses.staff, allow('staff.read'), async (request, response) => {
    const actor = actorOf(request)
    const [units, drafts, reports] = await actors.read(
      actor,
      async (tx) => [await unitsOf(tx), await draftsOf(tx), await countReports(tx)] as const,
    )
    page(
      request,
      response,
      'documentation/groups',
      groupsPage(units, drafts, reports, keys, request.t, actor.role === 'principal'),
    )
  })

  router.get('/staff/groups/:id', allow('staff.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const [group, children, rows] = await actors.read(actorOf(request), async (tx) => {
      const found = (await groupsOf(tx)).find((each) => each.id === id)
      if (!found) throw new NotFound()
      const present = await childrenIn(tx, id)
      const items = await itemsOf(tx, [id], cursorFrom(request.query.before))
      await tx.audit('documentation.listed', { object: id })
      return [found, present, items] as const
    })
    page(request, response, 'documentation/group', groupPage(group, children, rows, reader(request, services)))
  })

  router.get('/staff/units/:id', allow('documentation.review-unit'), async (request, response) => {
    const id = idFrom(request.params.id)
    const { group } = groupFilter.parse({ group: request.query.group || undefined })
    const before = cursorFrom(request.query.before)
    const [unit, rows, comments] = await actors.read(actorOf(request), async (tx) => {
      const found = (await unitsOf(tx)).find((each) => each.id === id)
      if (!found || (group && !found.groups.some((each) => each.id === group))) throw new NotFound()
      const groups = group ? [group] : found.groups.map((each) => each.id)
      const items = await itemsOf(tx, groups, before)
      await tx.audit('documentation.listed', { object: id })
      return [found, items, await takesComments(tx, id)] as const
    })
    page(request, response, 'documentation/unit', unitPage(unit, group, rows, comments, reader(request, services)))
  })

  router.get('/staff/documents/new', allow('documentation.write'), async (request, response) => {
    const wanted = groupFilter.parse({ group: request.query.group || undefined }).group
    const [place, acknowledged] = await actors.read(
      actorOf(request),
      async (tx) => [await placeIn(tx, wanted), await hasAcknowledged(tx)] as const,
    )
    const values = { title: '', text: '', audience: 'child', children: [], goals: [], group: place.group }
    show(request, response, { id: randomUUID(), draft: undefined, place, values, errors: {}, acknowledged })
    setImmediate(prepareCheck, swedishDay(services.clock()))
  })

  router.get('/staff/documents/:id', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const found = await actors.read(actorOf(request), async (tx) => {
      const draft = await findDraft(tx, id)
      if (!draft) throw new NotFound()
      const { content, remarks, acknowledged } = await checked(tx, draft)
      return { draft, content, remarks, acknowledged, place: await placeIn(tx, draft.group_id) }
    })
    const { draft, content, remarks, acknowledged, place } = found
    const { title, text, children = [], goals = [] } = content
    const values = { title, text, audience: draft.audience, children, goals, group: draft.group_id }
    show(request, response, {
      id,
      draft,
      place,
      values,
      errors: {},
      remarks,
      acknowledged,
      saved: request.query.saved !== undefined,
      come: await comeSoFar(mediaDirectory, openItemKey(keys, draft), draft.media),
    })
  })

  router.post('/staff/documents/:id', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    // The item's key comes before its files: they are sealed as they arrive.
    const [draft, groups] = await actors.read(
      actorOf(request),
      async (tx) => [await findDraft(tx, id), await groupsOf(tx)] as const,
    )
    const itemKey = draft ? openItemKey(keys, draft) : newItemKey()
    const upload = await readUpload(services, request, response, itemKey)
    await save(request, response, id, draft, groups, itemKey, upload).catch(async (error) => {
      // Rows may tell of these files although the answer never came: then the nightly sweep decides.
      if (!(error instanceof Unavailable && error.outcomeUnknown)) await forget(services, upload)
      throw error
    })
  })

  async function save(
    request: Request,
    response: Response,
    id: string,
    draft: Draft | undefined,
    groups: Workplace['groups'],
    itemKey: Buffer,
    upload: Upload,
  ): Promise<void> {
    const actor = actorOf(request)
    const form = parseForm(editorForm, request.body, request.t)
    // Nothing is saved and nothing typed is lost: the page comes back, for another group with that one's children.
    const back = async (errors: Errors, status: number, shown = draft) => {
      await forget(services, upload)
      return again(request, response, id, shown, errors, status)
    }
    if (!form.ok) return back(form.errors, 422)
    const { values } = form
    const group = groups.find((each) => each.id === values.group)
    if (!group) throw new NotFound()
    if (values.action === 'group' || (values.listed && values.listed !== values.group)) return back({}, 200)
    if (strangeGoals(values, group, draft).length > 0) return back({ goals: request.t('goals.problem.unknown') }, 422)
    const room = mostMedia - (draft?.media.filter((media) => !values.remove.includes(media.id)).length ?? 0)
    const kept = await keepMedia(services, upload, itemKey, room, values.alt, request.t)
    const films = draft?.media.filter((media) => media.kind === 'film').map((media) => media.id) ?? []
    const read = readCaptions(upload, films, request.t)
    try {
      const change = await changeFrom(request, id, values, group, draft, kept.added, [...read.captions.keys()])
      await actors.write(actorOf(request), async (tx) => {
        if (!draft) return beginDraft(tx, keys, change, itemKey)
        await saveDraft(tx, keys, draft, values.revision, change)
        // With the draft held: what is published keeps the captions that were checked.
        await writeCaptions(services, itemKey, read.captions)
      })
    } catch (error) {
      // Also a new draft sent twice in one breath, where the other one was first.
      const first =
        draft ?? (error instanceof NotFound ? await actors.read(actor, (tx) => findDraft(tx, id)) : undefined)
      if (first && (!draft || error instanceof Conflict)) {
        const errors: Errors =
          error instanceof ChildLeft
            ? { children: request.t('documentation.problem.child-left') }
            : { form: request.t('documentation.problem.conflict') }
        return back(errors, 409, first)
      }
      throw error
    }
    // Rows tell of them now: whatever comes after, they stay.
    upload.files.length = 0
    const errors: Errors = { ...(kept.problem ? { picture: kept.problem } : {}), ...read.problems }
    if (Object.keys(errors).length > 0) {
      const saved = await actors.read(actor, (tx) => findDraft(tx, id))
      return again(request, response, id, saved, errors, 422)
    }
    response.redirect(303, values.action === 'review' ? addresses.review(id) : `${addresses.draft(id)}?saved`)
  }

  router.get('/staff/documents/:id/review', allow('documentation.write'), async (request, response) => {
    await review(request, response, idFrom(request.params.id))
  })

  // `answers`: what was said of the check's warnings, when something was sent and did not go out.
  async function review(request: Request, response: Response, id: string, answers?: Answers): Promise<void> {
    const found = await actors.read(actorOf(request), async (tx) => {
      const draft = await findDraft(tx, id)
      if (!draft) throw new NotFound()
      const { content, remarks, acknowledged } = await checked(tx, draft)
      const chosen = content.children ?? []
      const about = await tx.rows<{ id: string; name: string; concerned: boolean; place: string; lacking: Lacking[] }>`
        select p.id, p.given_name || ' ' || p.family_name as name, p.id = any (${chosen}::uuid[]) as concerned,
               case ${draft.audience} when 'unit' then u.name else g.name end as place,
               (select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('name', c.given_name || ' ' || c.family_name)), '[]')
                from access.consent_lacking(${id}, ${draft.audience === 'child' ? chosen : []}::uuid[]) l
                left join person c on c.id = l.child_id) as lacking
        from unit_group g
        join unit u on u.id = g.unit_id
        left join placement pl on range_contains_elem(pl.valid, (select access.today())) and pl.group_id = g.id
        left join person p on p.id = pl.child_id
        where case ${draft.audience} when 'unit' then g.unit_id = ${draft.unit_id} else g.id = ${draft.group_id} end
        order by p.given_name`
      const concerned = about.filter((child) => child.id && (draft.audience !== 'child' || child.concerned))
      const children = [...new Set(concerned.map((child) => child.id))]
      const readers = await readersOf(tx, children, draft.unit_id, draft.audience)
      const lacking = about[0]?.lacking ?? []
      return { draft, chosen, concerned, readers, remarks, acknowledged, lacking, place: about[0]?.place ?? '' }
    })
    const { draft, chosen, concerned } = found
    const problems = problemsOf(request, draft, chosen.length, concerned.length)
    const model = reviewPage({ ...found, problems, answers }, keys, request.t, request.language)
    page(request, response, 'documentation/review', model, answers ? 422 : 200)
  }

  router.post('/staff/documents/:id/publish', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(publishForm, request.body, request.t)
    if (!form.ok) throw new NotFound()
    const answers = answersFrom(request.body)
    try {
      await actors.write(actorOf(request), (tx) =>
        publish(tx, { keys, mediaDirectory }, id, form.values.revision, answers),
      )
    } catch (error) {
      if (!(error instanceof Unworded || error instanceof Unconsented)) throw error
      return review(request, response, id, answers)
    }
    response.redirect(303, `${addresses.document(id)}?published`)
  })

  router.post('/staff/documents/:id/narrow', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    await actors.write(actorOf(request), (tx) => narrowToChild(tx, keys, id, idFrom(request.body.child)))
    response.redirect(303, addresses.review(id))
  })

  router.post('/staff/documents/:id/discard', allow('documentation.write'), async (request, response) => {
    await actors.write(actorOf(request), (tx) => discardDraft(tx, idFrom(request.params.id)))
    response.redirect(303, addresses.staff)
  })

  async function workplace(request: Request, wanted: string | undefined): Promise<Workplace & { group: string }> {
    return actors.read(actorOf(request), (tx) => placeIn(tx, wanted))
  }

  async function placeIn(tx: Read, wanted: string | undefined): Promise<Workplace & { group: string }> {
    const groups = await groupsOf(tx)
    const group = wanted ? groups.find((each) => each.id === wanted) : groups[0]
    if (!group) throw new NotFound()
    return { groups, children: await childrenIn(tx, group.id), group: group.id }
  }

  // A draft opened, and what the check has to say of it.
  async function checked(tx: Read, draft: Draft) {
    const itemKey = openItemKey(keys, draft)
    const content = openContent(itemKey, draft)
    const place = placeOf(draft, content.children ?? [])
    const texts = await textsOf(itemKey, content, draft.media, mediaDirectory)
    return { content, ...(await remarksOn(tx, texts, place)) }
  }

  // A child who is not in the group is not there, whoever's id it is; of one who left while the page lay open, what was
  // written is kept.
  async function changeFrom(
    request: Request,
    id: string,
    values: EditorValues,
    group: Workplace['groups'][number],
    draft: Draft | undefined,
    added: DraftChange['added'],
    captioned: string[],
  ): Promise<DraftChange> {
    const present = await actors.read(actorOf(request), (tx) => childrenIn(tx, group.id))
    const here = new Set(present.map((child) => child.id))
    const children = [...new Set(values.children)]
    const gone = children.filter((child) => !here.has(child))
    const before = draft ? (openContent(openItemKey(keys, draft), draft).children ?? []) : []
    if (gone.some((child) => !before.includes(child))) throw new NotFound()
    if (gone.length > 0) throw new ChildLeft()
    const stored = new Set(draft?.media.map((media) => media.id))
    const alts = Object.fromEntries([...stored].flatMap((mediaId) => altFor(request.body, mediaId)))
    return {
      id,
      groupId: group.id,
      unitId: group.unit_id,
      audience: values.audience,
      content: {
        title: values.title,
        text: values.text,
        signature: signatureOf(request, group),
        children,
        goals: [...new Set(values.goals)],
      },
      added,
      media: {
        removed: values.remove.filter((mediaId) => stored.has(mediaId)),
        alts,
        captioned,
        // Of those the item is about; a child who is not in it is not in its pictures either.
        subjects: subjectsFrom(request.body, [...stored], values.audience === 'child' ? new Set(children) : here),
      },
    }
  }

  // A goal belongs to the group's curriculum as it is today, or was chosen when an earlier one was in force.
  function strangeGoals(values: EditorValues, group: Workplace['groups'][number], draft: Draft | undefined): string[] {
    const before = draft ? openContent(openItemKey(keys, draft), draft).goals : undefined
    return unknownGoals(values.goals, group.curriculum, swedishDay(services.clock()), before ?? [])
  }

  async function again(
    request: Request,
    response: Response,
    id: string,
    draft: Draft | undefined,
    errors: Errors,
    status: number,
  ): Promise<void> {
    const values = typed(request.body, 'title', 'text', 'audience', 'group', 'alt')
    const place = await workplace(request, values.group || undefined).catch(() => workplace(request, undefined))
    const { children, remove, goals } = typedLists.parse(request.body)
    const alts = Object.fromEntries((draft?.media ?? []).flatMap((media) => altFor(request.body, media.id)))
    const shown = {
      ...values,
      group: place.group,
      children,
      remove,
      goals,
      alts,
      subjects: subjectsTyped(request.body, draft),
      nobody: nobodyIn(request.body, draft?.media.map(({ id }) => id) ?? []),
    }
    const come = draft ? await comeSoFar(mediaDirectory, openItemKey(keys, draft), draft.media) : {}
    show(request, response, { id, draft, place, values: shown, errors, status, come })
  }

  function show(
    request: Request,
    response: Response,
    given: Omit<
      Parameters<typeof editorPage>[0],
      'keys' | 't' | 'saved' | 'ffmpeg' | 'language' | 'day' | 'remarks' | 'acknowledged' | 'come'
    > & {
      come?: Record<string, number>
      saved?: boolean
      remarks?: Remark[]
      acknowledged?: boolean
      status?: number
    },
  ): void {
    const model = editorPage({
      saved: false,
      remarks: [],
      acknowledged: true,
      come: {},
      ...given,
      keys,
      t: request.t,
      language: request.language,
      day: swedishDay(services.clock()),
      ffmpeg: services.config.ffmpeg !== undefined,
    })
    page(request, response, 'documentation/editor', model, given.status)
  }

  function problemsOf(request: Request, draft: Draft, chosen: number, concerned: number): string[] {
    const { text } = openContent(openItemKey(keys, draft), draft)
    const problems: string[] = []
    if (text === '') problems.push(request.t('documentation.problem.text-missing'))
    if (draft.audience === 'child' && chosen === 0) problems.push(request.t('documentation.problem.children-missing'))
    if (draft.audience === 'child' && concerned < chosen) problems.push(request.t('documentation.problem.child-left'))
    const media = mediaProblem(draft.media, request.t)
    if (media) problems.push(media)
    return problems
  }

  return router
}

class ChildLeft extends Conflict {}

function altFor(body: unknown, mediaId: string): [string, string][] {
  const value = typed(body, `alt.${mediaId}`)[`alt.${mediaId}`]
  return value === undefined || value === '' ? [] : [[mediaId, value.slice(0, 500)]]
}

// The form says which media it showed boxes for: none ticked is an answer too.
function subjectsFrom(body: unknown, stored: string[], here: Set<string>) {
  const shown = stored.filter((id) => typed(body, `subjects.${id}`)[`subjects.${id}`] !== '')
  const ticked = shown.flatMap((media) =>
    subjectsOf(body, media)
      .filter((child) => here.has(child))
      .map((child) => ({ media, child })),
  )
  return { shown, ticked, nobody: nobodyIn(body, shown) }
}

// Media of which somebody says that nobody can be recognised.
function nobodyIn(body: unknown, shown: string[]): string[] {
  return shown.filter((id) => typed(body, `nobody.${id}`)[`nobody.${id}`] !== '')
}

function subjectsTyped(body: unknown, draft: Draft | undefined): Record<string, string[]> {
  const shown = (draft?.media ?? []).filter(({ id }) => typed(body, `subjects.${id}`)[`subjects.${id}`] !== '')
  return Object.fromEntries(shown.map(({ id }) => [id, subjectsOf(body, id)]))
}

function subjectsOf(body: unknown, media: string): string[] {
  const given = z.record(z.string(), z.unknown()).catch({}).parse(body)[`subject.${media}`]
  const ids = list(uuid, 100).safeParse(given)
  return ids.success ? [...new Set(ids.data)] : []
}

import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { newItemKey } from '../crypto/item-key.ts'
import type { Read } from '../database/as-actor.ts'
import { NotFound, Unavailable } from '../errors.ts'
import { mostMedia } from '../media/limits.ts'
import { comeSoFar } from '../media/resume.ts'
import { forget, keepMedia, readCaptions, readUpload, type Upload, writeCaptions } from '../media/upload.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { fragment, page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { hasAcknowledged } from '../wording/acknowledge.ts'
import { prepareCheck } from '../wording/check.ts'
import { heldBy, sealBase } from './base.ts'
import { type DraftChange, Taken } from './commands.ts'
import { openItemKey } from './content.ts'
import { altsFrom, ChildLeft, changeFrom, heldFrom, sharedFrom, strangeGoals, subjectsTyped } from './editor-form.ts'
import { editorPage, type EditorValues as Shown } from './editor-presenter.ts'
import type { Held } from './merging.ts'
import { blocksOf } from './notation.ts'
import { savedAt } from './saved-at.ts'
import { type Saving, type Sent, save } from './saving.ts'
import { editorForm, groupFilter, previewForm, typedLists } from './schema.ts'
import { childrenIn, type Draft, findDraft, groupsOf, type Workplace } from './staff-queries.ts'
import { checked } from './texts.ts'

type Place = Workplace & { group: string }

/** Writing a draft, alone or several: the editor's page and its saving, by the form and by the script. */
export function draftRoutes(services: Services): Router {
  const { actors, keys } = services
  const router = Router()

  router.get('/staff/documents/new', allow('documentation.write'), async (request, response) => {
    const wanted = groupFilter.parse({ group: request.query.group || undefined }).group
    const [place, acknowledged] = await actors.read(
      actorOf(request),
      async (tx) => [await placeIn(tx, wanted), await hasAcknowledged(tx)] as const,
    )
    const nothing = { title: '', text: '', words: '', audience: 'child', children: [], goals: [] }
    await show(request, response, {
      id: randomUUID(),
      draft: undefined,
      place,
      values: { ...nothing, group: place.group },
      acknowledged,
    })
    setImmediate(prepareCheck, swedishDay(services.clock()))
  })

  router.get('/staff/documents/:id', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const actor = actorOf(request)
    const found = await actors.read(actor, async (tx) => {
      const draft = await findDraft(tx, id)
      if (!draft) throw new NotFound()
      if (draft.author_id !== actor.id) await tx.audit('documentation.draft-opened', { object: id })
      const { remarks, acknowledged } = await checked(services, tx, draft)
      return { draft, remarks, acknowledged, place: await placeIn(tx, draft.group_id) }
    })
    const values = heldBy(openItemKey(keys, found.draft), found.draft)
    await show(request, response, {
      id,
      ...found,
      values,
      saved: request.query.saved !== undefined,
      undone: request.query.undone !== undefined,
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
    await receive(request, response, { id, draft, groups, itemKey, upload }).catch(async (error) => {
      // Rows may tell of these files although the answer never came: then the nightly sweep decides.
      if (!(error instanceof Unavailable && error.outcomeUnknown)) await forget(services, upload)
      throw error
    })
  })

  // How what is typed will look; stored nowhere.
  router.post(addresses.preview, allow('documentation.write'), (request, response) => {
    const form = parseForm(previewForm, request.body, request.t)
    fragment(request, response, 'documentation/blocks', { blocks: form.ok ? blocksOf(form.values.text) : [] })
  })

  type Incoming = {
    id: string
    draft: Draft | undefined
    groups: Workplace['groups']
    itemKey: Buffer
    upload: Upload
  }

  async function receive(request: Request, response: Response, given: Incoming): Promise<void> {
    const { id, draft, groups, itemKey, upload } = given
    const actor = actorOf(request)
    const form = parseForm(editorForm, request.body, request.t)
    const byScript = typed(request.body, 'action').action === 'auto'
    // Nothing is saved and nothing typed is lost: the page comes back, for another group with that one's children.
    const back = async (errors: Errors, status: number, shown = draft) => {
      await forget(services, upload)
      if (byScript) return void response.status(status).json({ problem: Object.values(errors).join(' ') })
      return again(request, response, id, shown, errors, status)
    }
    if (!form.ok) return back(form.errors, 422)
    const { values } = form
    const group = groups.find((each) => each.id === values.group)
    if (!group) throw new NotFound()
    if (values.action === 'group' || (values.listed && values.listed !== values.group)) return back({}, 200)
    if (strangeGoals(values, group, draft && heldBy(itemKey, draft), swedishDay(services.clock())).length > 0)
      return back({ goals: request.t('goals.problem.unknown') }, 422)
    const room = mostMedia - (draft?.media.filter((media) => !values.remove.includes(media.id)).length ?? 0)
    const kept = await keepMedia(services, upload, itemKey, room, values.alt, request.t)
    const films = draft?.media.filter((media) => media.kind === 'film').map((media) => media.id) ?? []
    const read = readCaptions(upload, films, request.t)
    const { revision, base, form: from } = values
    const held = heldFrom(values, request.body, draft)
    const sent: Sent = { held, revision, base, form: from, auto: byScript, shared: sharedFrom(values) }
    const attempt = () =>
      actors.write(actor, async (tx) => {
        const change = async (held: Held, now: Draft | undefined, base: Held | undefined): Promise<DraftChange> => {
          // Begun by somebody quicker while these files arrived: they are sealed for another key than its.
          if (now && upload.files.length > 0 && !openItemKey(keys, now).equals(itemKey)) throw new Taken()
          const where = groups.find((each) => each.id === held.group)
          if (!where) throw new NotFound()
          const here = (await childrenIn(tx, where.id)).map((child) => child.id)
          const stored = now && heldBy(openItemKey(keys, now), now)
          const known = new Set([...(stored?.children ?? []), ...(base?.children ?? [])])
          const captioned = [...read.captions.keys()]
          return changeFrom(request, { id, held, values, where, here, known, draft: now, added: kept.added, captioned })
        }
        const saving = await save(tx, keys, id, sent, itemKey, change)
        // With the draft held: what is published keeps the captions that were checked.
        if (saving.kind === 'saved') await writeCaptions(services, itemKey, read.captions)
        return saving
      })
    let saving: Saving
    try {
      saving = await attempt().catch(async (error) => {
        // A new draft sent twice in one breath, where the other one was first: files are sealed for what is not there.
        if (!(error instanceof Taken) || upload.files.length > 0) throw error
        return attempt()
      })
    } catch (error) {
      if (error instanceof ChildLeft) return back({ children: request.t('documentation.problem.child-left') }, 409)
      if (!(error instanceof Taken)) throw error
      const first = await actors.read(actor, (tx) => findDraft(tx, id))
      if (first) return back({ form: request.t('documentation.problem.conflict') }, 409, first)
      // Out of reach since the page was made (R13): what is typed can go on as a text of its own.
      if (byScript || !values.base) throw error
      await forget(services, upload)
      return again(request, response, randomUUID(), undefined, { form: request.t('documentation.problem.gone') }, 404)
    }
    if (saving.kind === 'clash') {
      if (byScript) {
        const words = [clashLine(request, saving.draft), request.t('documentation.saving.clash-todo')].join(' ')
        return void response.status(409).json({ clash: true, problem: words })
      }
      const errors: Errors = upload.files.length > 0 ? { picture: request.t('documentation.problem.choose-again') } : {}
      await forget(services, upload)
      return clash(request, response, saving, errors)
    }
    // Rows tell of them now: whatever comes after, they stay.
    upload.files.length = 0
    if (byScript) return tell(request, response, id, saving, sent)
    const errors: Errors = { ...(kept.problem ? { picture: kept.problem } : {}), ...read.problems }
    if (Object.keys(errors).length > 0) {
      const saved = await actors.read(actor, (tx) => findDraft(tx, id))
      return again(request, response, id, saved, errors, 422, true)
    }
    const how = saving.put === 'together' ? 'together' : 'saved'
    response.redirect(303, values.action === 'review' ? addresses.review(id) : `${addresses.draft(id)}?${how}`)
  }

  // For the script: what its form goes on from, and what to put in it where others had saved.
  async function tell(request: Request, response: Response, id: string, saving: Saving, sent: Sent): Promise<void> {
    const draft = await actors.read(actorOf(request), (tx) => findDraft(tx, id))
    if (!draft) throw new NotFound()
    const itemKey = openItemKey(keys, draft)
    const from = (revision: number, held: Held) => ({ revision, base: sealBase(itemKey, id, revision, held) })
    const together = saving.kind === 'saved' && saving.put === 'together'
    const words = request.t(`documentation.saving.${together ? 'together' : 'saved'}`, { time: timeOf(request, draft) })
    response.json({
      words,
      ...from(draft.revision, saving.held),
      // Whoever has typed on meanwhile keeps what is typed, and begins from what was sent.
      ...(together ? { put: saving.held, instead: from(sent.revision, sent.held) } : {}),
    })
  }

  async function clash(request: Request, response: Response, saving: Saving & { kind: 'clash' }, errors: Errors) {
    const { draft, held, stored, clashes } = saving
    const place = await actors.read(actorOf(request), (tx) => placeIn(tx, held.group))
    const beside = { words: clashLine(request, draft), stored, fields: clashes }
    await show(request, response, { id: draft.id, draft, place, values: held, errors, clash: beside, status: 409 })
  }

  function clashLine(request: Request, draft: Draft): string {
    const name =
      draft.saved_by === actorOf(request).id ? request.t('documentation.saving.yourself') : draft.saved_by_name
    const time = timeOf(request, draft)
    return request.t('documentation.saving.clash', { name: name ?? request.t('documentation.saving.colleague'), time })
  }

  function timeOf(request: Request, draft: Draft): string {
    return savedAt(draft.saved_at, request.language, services.clock)
  }

  async function placeIn(tx: Read, wanted: string | undefined): Promise<Place> {
    const groups = await groupsOf(tx)
    const group = wanted ? groups.find((each) => each.id === wanted) : groups[0]
    if (!group) throw new NotFound()
    return { groups, children: await childrenIn(tx, group.id), group: group.id }
  }

  // `saved`: the form's texts are stored, and only something beside them was refused.
  async function again(
    request: Request,
    response: Response,
    id: string,
    draft: Draft | undefined,
    errors: Errors,
    status: number,
    saved = false,
  ): Promise<void> {
    const values = typed(request.body, 'title', 'text', 'words', 'audience', 'group', 'alt', 'revision', 'base', 'form')
    const read = (wanted?: string) => actors.read(actorOf(request), (tx) => placeIn(tx, wanted))
    const place = await read(values.group || undefined).catch(() => read())
    const { children, remove, goals } = typedLists.parse(request.body)
    const from = saved || !draft ? undefined : values
    const media = { alts: altsFrom(request.body, draft), subjects: subjectsTyped(request.body, draft) }
    const shown = { ...values, ...media, group: place.group, children, remove, goals }
    await show(request, response, { id, draft, place, values: shown, errors, from, status })
  }

  type Showing = {
    id: string
    draft: Draft | undefined
    place: Place
    values: Shown
    errors?: Errors
    /** What the form goes on from, where that is not the draft as it is now. */
    from?: { revision: string; base: string; form: string } | undefined
    status?: number
  } & Partial<Pick<Parameters<typeof editorPage>[0], 'saved' | 'undone' | 'remarks' | 'acknowledged' | 'clash'>>

  async function show(request: Request, response: Response, { from, status, ...given }: Showing): Promise<void> {
    const { id, draft } = given
    const itemKey = draft && openItemKey(keys, draft)
    const come = draft && itemKey ? await comeSoFar(services.config.mediaDirectory, itemKey, draft.media) : {}
    const fresh = () => ({
      revision: String(draft?.revision ?? 0),
      base: draft && itemKey ? sealBase(itemKey, id, draft.revision, heldBy(itemKey, draft)) : '',
      form: randomUUID(),
    })
    const model = editorPage(
      {
        errors: {},
        saved: false,
        undone: false,
        together: request.query.together !== undefined,
        remarks: [],
        acknowledged: true,
        clash: undefined,
        ...given,
        come,
        from: from ?? fresh(),
        actorId: actorOf(request).id,
        ffmpeg: services.config.ffmpeg !== undefined,
      },
      { keys, t: request.t, language: request.language, clock: services.clock },
    )
    page(request, response, 'documentation/editor', model, status)
  }

  return router
}

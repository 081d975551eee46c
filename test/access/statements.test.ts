import { idOf } from '../../seeds/random.ts'
import { packagePath, roomForPackages } from '../../src/archive/place.ts'
import { newItemKey, wrapItemKey } from '../../src/crypto/item-key.ts'
import { writeSealedFile } from '../../src/crypto/sealed-file.ts'
import type { TestApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { nameOf, routesOf } from '../support/routes.ts'
import { type Swift, swift } from '../support/swift.ts'
import { comingOf, draftOf, type Facts, pastRun, pictureOf } from './facts.ts'
import { addDocument, matrixHouse } from './ground.ts'

/** A page costs at most six statements, session and audit counted, however much there is to show. */
let house: TestApp
let known: Facts
const browsers = new Map<string, Swift>()

const packed = idOf('statements package')

beforeAll(async () => {
  ;({ house, known } = await matrixHouse())
  await pack()
  for (const who of [
    ...new Set(
      Object.values(pages)
        .flat()
        .map(([name]) => name),
    ),
  ])
    if (who) browsers.set(who, await swift(house, who))
})
afterAll(() => house.close())

/** Who asks for which address of each route; nobody in particular where it is open. */
const pages: Record<string, [who: string, path: string][]> = {
  'GET /health': [['', '/health']],
  'GET /privacy': [['guardian', '/privacy']],
  'GET /contact': [['guardian', '/contact']],
  'GET /accessibility': [['guardian', '/accessibility']],
  'GET /design': [['guardian', '/design']],
  'GET /login': [['', '/login']],
  'GET /settings/password': [['guardian', '/settings/password']],
  'GET /': [
    ['guardian', '/'],
    ['dpo', '/'],
  ],
  'GET /children/:id': [
    ['guardian', `/children/${ids.alma}`],
    ['guardian', `/children/${ids.alma}?audience=child&kind=photo&period=2026-autumn`],
    ['pupil', `/children/${ids.pim}`],
    ['educator', `/children/${ids.alma}`],
  ],
  'GET /family': [['guardian', '/family']],
  'GET /children/:id/export': [['guardian', `/children/${ids.alma}/export?audience=child`]],
  'GET /search': [['guardian', '/search']],
  'GET /children/:id/consent': [['guardian', `/children/${ids.alma}/consent`]],
  'GET /documents/:id': [
    ['guardian', `/documents/${ids.docAlma}`],
    ['guardian', `/documents/${ids.docMyran}?child=${ids.alma}`],
    ['educator', `/documents/${ids.docBoth}`],
  ],
  'GET /media/:id/:size': [['guardian', `/media/${pictureOf({ id: ids.docAlma })}/large`]],
  'GET /groups/:id/contacts': [
    ['guardian', `/groups/${ids.myran}/contacts`],
    ['educator', `/groups/${ids.myran}/contacts`],
  ],
  'GET /groups/:id/contacts/cards': [['guardian', `/groups/${ids.myran}/contacts/cards`]],
  'GET /settings/contact-details': [['guardian', '/settings/contact-details']],
  'GET /staff': [
    ['educator', '/staff'],
    ['principal', '/staff'],
  ],
  'GET /staff/recalled': [
    ['educator', '/staff/recalled'],
    ['principal', '/staff/recalled'],
  ],
  'GET /staff/documents/:id/recall': [['principal', `/staff/documents/${ids.docAlma}/recall`]],
  'GET /staff/documents/:id/correct': [['principal', `/staff/documents/${ids.docAlma}/correct`]],
  'GET /staff/documents/:id/versions': [['educator', `/staff/documents/${ids.docAlma}/versions`]],
  'GET /staff/comments': [['educator', '/staff/comments']],
  'GET /staff/groups/:id': [['educator', `/staff/groups/${ids.myran}`]],
  'GET /staff/groups/:id/camera': [['educator', `/staff/groups/${ids.myran}/camera`]],
  'GET /staff/units/:id': [
    ['principal', `/staff/units/${ids.björken}`],
    ['principal', `/staff/units/${ids.björken}?group=${ids.myran}`],
  ],
  'GET /staff/follow-up': [['educator', '/staff/follow-up']],
  'GET /staff/follow-up/groups/:id': [['educator', `/staff/follow-up/groups/${ids.myran}`]],
  'GET /staff/follow-up/units/:id': [['principal', `/staff/follow-up/units/${ids.björken}`]],
  'GET /staff/follow-up/notes/new': [
    ['educator', `/staff/follow-up/notes/new?group=${ids.myran}`],
    ['principal', `/staff/follow-up/notes/new?unit=${ids.björken}`],
  ],
  'GET /staff/follow-up/notes/:id': [['educator', `/staff/follow-up/notes/${ids.noteMyran}`]],
  'GET /staff/follow-up/notes/:id/edit': [
    ['educator', `/staff/follow-up/notes/${ids.noteMyran}/edit`],
    ['principal', `/staff/follow-up/notes/${ids.noteBjörken}/edit`],
  ],
  'GET /staff/documents/new': [['educator', '/staff/documents/new']],
  'GET /staff/documents/:id': [['educator', `/staff/documents/${ids.draft}`]],
  'GET /staff/documents/:id/media': [['educator', `/staff/documents/${draftOf.spare}/media`]],
  'GET /staff/media/:id': [['educator', `/staff/media/${comingOf({ id: draftOf.spare })}`]],
  'GET /staff/media/:id/mask': [['educator', `/staff/media/${pictureOf({ id: draftOf.spare })}/mask`]],
  'GET /staff/media/:id/mask/preview': [
    ['educator', `/staff/media/${pictureOf({ id: draftOf.spare })}/mask/preview?cells=1`],
  ],
  'GET /staff/uses': [['educator', '/staff/uses']],
  'GET /staff/media/:id/use': [['educator', `/staff/media/${pictureOf({ id: ids.docMyran })}/use`]],
  'GET /staff/documents/:id/review': [['educator', `/staff/documents/${draftOf.spare}/review`]],
  'GET /staff/writing': [['educator', '/staff/writing']],
  'GET /staff/units/:id/wording': [['principal', `/staff/units/${ids.björken}/wording`]],
  'GET /documents/:id/report': [['guardian', `/documents/${ids.docAlma}/report`]],
  'GET /comments/:id/report': [['neighbour', `/comments/${idOf('matrix said Beas ord om löken')}/report`]],
  'GET /reports/received': [['guardian', '/reports/received']],
  'GET /staff/reports': [
    ['educator', '/staff/reports'],
    ['principal', '/staff/reports'],
  ],
  'GET /admin/consents': [
    ['admin', '/admin/consents'],
    ['principal', '/admin/consents'],
  ],
  'GET /admin/consents.csv': [['admin', '/admin/consents.csv']],
  'GET /admin/consents/:id': [['admin', `/admin/consents/${ids.alma}`]],
  'GET /admin/people/new': [['admin', '/admin/people/new']],
  'GET /admin/people/review': [['admin', '/admin/people/review']],
  'GET /admin/people': [['admin', '/admin/people']],
  'GET /admin/accounts': [['admin', '/admin/accounts']],
  'GET /admin/people/:id/account': [['admin', `/admin/people/${ids.educator}/account`]],
  'GET /admin/people/units': [['admin', '/admin/people/units']],
  'GET /admin/people/units/:id': [['admin', `/admin/people/units/${ids.björken}`]],
  'GET /admin/people/:id': [
    ['admin', `/admin/people/${ids.alma}`],
    ['admin', `/admin/people/${ids.guardian}`],
  ],
  'GET /admin/retention/rules': [
    ['admin', '/admin/retention/rules'],
    ['records', '/admin/retention/rules'],
  ],
  'GET /admin/handover': [['admin', '/admin/handover']],
  'GET /consent': [['guardian', '/consent']],
  'GET /admin/consents/:id/form': [['admin', `/admin/consents/${ids.alma}/form`]],
  'GET /admin/consents/form': [
    ['admin', '/admin/consents/form'],
    ['principal', `/admin/consents/form?group=${ids.myran}`],
  ],
  'GET /admin/consents/papers/:id': [['admin', `/admin/consents/papers/${idOf('matrix paper alma')}`]],
  'GET /archive': [['records', '/archive']],
  'GET /archive/:id': [['records', `/archive/${packed}`]],
  'GET /admin/retention': [['admin', '/admin/retention']],
  'GET /admin/retention/runs/:id/pdf': [['admin', `/admin/retention/runs/${pastRun}/pdf`]],
  'GET /admin/retention/runs/:id/json': [['admin', `/admin/retention/runs/${pastRun}/json`]],
  'GET /admin/roster': [['admin', '/admin/roster']],
  'GET /admin/audit': [['dpo', '/admin/audit']],
  'GET /staff/protection': [['protection', '/staff/protection']],
  'GET /staff/protection/search': [['protection', '/staff/protection/search']],
  'GET /staff/protection/:id': [['protection', `/staff/protection/${ids.dold}`]],
  'GET /staff/protection/:id/readers': [['protection', `/staff/protection/${ids.dold}/readers`]],
}

async function pack(): Promise<void> {
  const { keys, config } = house.services
  const key = newItemKey()
  await roomForPackages(config.mediaDirectory)
  await writeSealedFile(packagePath(config.mediaDirectory, packed), key, packed, Buffer.from('x'))
  await house.database.owner.query(
    `insert into archive_package (id, decision, decided_on, planned_at, items, key_month, sealed_key, bytes, checksum, ready_at)
     values ($1, 'UBN 1', '2021-01-01', now(), 1, '2031-01', $2, 1, sha256('x'), now())`,
    [packed, wrapItemKey(keys, '2031-01', key, packed)],
  )
}

async function costs(): Promise<Record<string, number>> {
  const all: Record<string, number> = {}
  for (const [who, path] of Object.values(pages).flat()) {
    let sent = 0
    house.database.web.onStatement = () => {
      sent++
    }
    const { status } = await (browsers.get(who) ?? (await visitor())).get(path)
    delete house.database.web.onStatement
    if (status !== 200) throw new Error(`${who} ${path}: ${status}`)
    all[`${who} ${path}`] = sent
  }
  return all
}

let someone: Swift | undefined
async function visitor(): Promise<Swift> {
  someone ??= await swift(house)
  return someone
}

test('every page that is read is counted', () => {
  const reading = routesOf(house.app)
    .filter((route) => route.method === 'GET')
    .map(nameOf)
  expect(Object.keys(pages).sort()).toEqual(reading.sort())
})

test('each page costs at most six statements, and no more when there is much more to show', async () => {
  await visitor()
  const few = await costs()
  expect(Object.entries(few).filter(([, sent]) => sent > 6)).toEqual([])
  expect(Object.values(few).some((sent) => sent >= 4)).toBe(true)
  await addMuch()
  expect(await costs()).toEqual(few)
})

/** Twelve more children with their guardians, twice as many items about each, and more of everything else. */
async function addMuch(): Promise<void> {
  const { owner } = house.database
  const like = known.documents.find((document) => document.id === ids.docAlma)!
  for (let number = 0; number < 12; number++) {
    const [child, adult, unit, group] = ['child', 'adult', 'unit', 'group'].map((what) =>
      idOf(`much ${what} ${number}`),
    )
    await owner.query(
      "insert into person (id, given_name, family_name, birth_date) values ($1, 'Nora', 'Ny', '2022-01-01'), ($2, 'Noel', 'Ny', null)",
      [child, adult],
    )
    await owner.query("insert into guardianship values ($1, $2, '[2022-01-01,)'), ($3, $2, '[2022-01-01,)')", [
      adult,
      child,
      ids.guardian,
    ])
    await owner.query("insert into placement values ($1, $2, '[2024-08-15,)')", [child, ids.myran])
    await owner.query(
      `insert into unit select $1, 'Nyhem ' || $2, kind, street, postal_code, city, phone, email from unit where id = $3`,
      [unit, number, ids.björken],
    )
    await owner.query(
      `insert into unit_group select $1, $2, 'Ny ' || $3, kind, curriculum from unit_group where id = $4`,
      [group, number % 2 ? unit : ids.björken, number, ids.myran],
    )
    await owner.query(
      "insert into duty (person_id, unit_id, role, title, valid) values ($1, $2, 'principal', 'Rektor', '[2020-08-01,)')",
      [number % 2 ? ids.principal : adult, number % 2 ? unit : ids.björken],
    )
    for (const field of ['phone', 'email'])
      await owner.query(
        'insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by) values ($1, $2, $3, $4, true, now(), $1)',
        [adult, child, ids.myran, field],
      )
    await owner.query("insert into audit_event (at, event, actor_role) values (now(), 'retention.ran', 'system')")
    for (const [what, more] of Object.entries({
      one: { childIds: [ids.alma, child!] },
      two: { childIds: [ids.alma] },
      draft: { publishedAt: null },
      group: { audience: 'group' as const, childIds: [] },
    }))
      await addDocument(owner, house, { ...like, id: idOf(`much ${what} ${number}`), discardedAt: null, ...more })
  }
}

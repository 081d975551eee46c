import type pg from 'pg'
import type { TestApp } from '../support/app.ts'
import { castNow, ids } from '../support/cast.ts'
import { inTheirName, webConnection } from '../support/raw.ts'
import { type Break, broken } from './broken.ts'
import { elsewhereItem, type Fact, type Facts, type Hat, hats } from './facts.ts'
import { matrixHouse } from './ground.ts'
import { type Oracle, oracle, swedishDay } from './oracle.ts'

/**
 * What changes a published item are functions that stand outside the policies: every hat tries each of them on every
 * item, straight at Postgres, and each condition in them is broken to see the matrix notice.
 */
let house: TestApp
let known: Facts
let web: pg.Client

beforeAll(async () => {
  ;({ house, known } = await matrixHouse())
  web = await webConnection(house)
})
afterAll(async () => {
  await web.end()
  await house.close()
})

const minutes = (at: Date, count: number) => new Date(at.getTime() + count * 60_000)
const lately = [ids.docAlma, ids.docMyran, ids.docFlytt, ids.docAlmaDold, elsewhereItem]

/** Every item now, and some of them on both sides of the ten minutes after they went out. */
function instantsOf(document: Fact): Date[] {
  const at = document.publishedAt
  return at && lately.includes(document.id) ? [castNow, minutes(at, 9), minutes(at, 10)] : [castNow]
}

type Act = {
  name: string
  function: string
  call: (document: Fact, hat: Hat) => [text: string, values: unknown[]]
  expected: Expected
}
type Expected = (hat: Hat, document: Fact, truth: Oracle, now: Date) => string | null

const correction = `select access.correct($1, $2, $3, $4::uuid[], '{}', 'x', 'x', '{}', '{}') as answer`
const amends: Expected = (hat, document, truth) => (truth.mayAmend(hat, document) ? 'done' : null)

const acts: Act[] = [
  {
    name: 'undo',
    function: 'access.undo_publication',
    call: (document) => [`select access.undo_publication($1, 'x', 'x') as answer`, [document.id]],
    expected: (hat, document, truth, now) => {
      if (!truth.mayAmend(hat, document) || document.authorId !== hat.id || !truth.units(hat).has(document.unitId))
        return null
      return now.getTime() < document.publishedAt!.getTime() + 600_000 ? 'done' : 'late'
    },
  },
  {
    name: 'recall',
    function: 'access.recall_document',
    call: (document) => [`select access.recall_document($1, 'x') as answer`, [document.id]],
    expected: amends,
  },
  {
    function: 'access.correct',
    name: 'correct as it is',
    call: (document) => [correction, [document.id, 1, document.audience, document.childIds]],
    expected: amends,
  },
  {
    function: 'access.correct',
    name: 'correct what has changed',
    call: (document) => [correction, [document.id, 2, document.audience, document.childIds]],
    expected: (hat, document, truth) => (truth.mayAmend(hat, document) ? 'conflict' : null),
  },
  ...[ids.bo, ids.cia, ids.dold, ids.pim, ids.flytt].map(
    (child): Act => ({
      function: 'access.correct',
      name: `correct to be about ${child}`,
      call: (document) => [correction, [document.id, 1, 'child', [child]]],
      expected: (hat, document, truth) => {
        if (!truth.mayAmend(hat, document)) return null
        return truth.children(hat).has(child) || document.childIds.includes(child) ? 'done' : 'place'
      },
    }),
  ),
  ...(['group', 'unit'] as const).map(
    (audience): Act => ({
      function: 'access.correct',
      name: `correct to be for the ${audience}`,
      call: (document) => [correction, [document.id, 1, audience, []]],
      expected: (hat, document, truth) => {
        if (!truth.mayAmend(hat, document)) return null
        const place =
          audience === 'group' ? truth.groups(hat).has(document.groupId) : truth.units(hat).has(document.unitId)
        // A child whom the actor does not care for would be left out.
        const left = document.audience === 'child' && document.childIds.some((id) => !truth.children(hat).has(id))
        return (audience === document.audience || place) && !left ? 'done' : 'place'
      },
    }),
  ),
  {
    function: 'access.correct',
    name: 'correct to be about nobody',
    call: (document) => [correction, [document.id, 1, 'child', []]],
    expected: (hat, document, truth) => {
      if (!truth.mayAmend(hat, document)) return null
      return document.childIds.some((id) => document.audience === 'child' && !truth.children(hat).has(id))
        ? 'done'
        : 'place'
    },
  },
  {
    name: 'put back',
    function: 'access.put_back',
    call: (document) => ['select access.put_back($1) as answer', [document.id]],
    expected: (hat, document, truth) => (hat.role === 'principal' && truth.seesRecalled(hat, document) ? 'done' : null),
  },
]

async function wrongs(
  which: (act: Act) => boolean,
  most = Number.POSITIVE_INFINITY,
): Promise<{ wrong: string[]; cells: number }> {
  const wrong: string[] = []
  let cells = 0
  const instants = [...new Set(known.documents.flatMap(instantsOf).map(Number))].map((at) => new Date(at))
  for (const now of instants) {
    const truth = oracle(known, swedishDay(now))
    for (const hat of hats()) {
      if (wrong.length >= most) return { wrong, cells }
      await inTheirName(
        web,
        house,
        { id: hat.id, role: hat.role, assurance: 1 },
        async (attempt) => {
          for (const document of known.documents.filter((each) => instantsOf(each).some((at) => +at === +now)))
            for (const act of acts.filter(which)) {
              if (wrong.length >= most) return
              cells++
              const { rows, code } = await attempt(...act.call(document, hat))
              const got = code ?? (rows![0]!.answer as string | null)
              const expected = act.expected(hat, document, truth, now)
              if (got !== expected)
                wrong.push(`${hat.title} ${act.name} ${document.title} ${now.toISOString()}: ${got}, not ${expected}`)
            }
        },
        { now },
      )
    }
  }
  return { wrong, cells }
}

test('who undoes, corrects, takes back and puts back what, at Postgres', async () => {
  const { wrong, cells } = await wrongs(() => true)
  process.stdout.write(`access matrix: ${cells} cells of what happens after publishing\n`)
  expect(wrong.slice(0, 12)).toEqual([])
})

test('no role calls what these are made of', async () => {
  for (const hat of hats())
    await inTheirName(web, house, { id: hat.id, role: hat.role, assurance: 1 }, async (attempt) => {
      for (const text of ["select reach.refresh_reported('{}')", 'select access.refresh_entries(array[]::uuid[])'])
        expect([hat.title, text, (await attempt(text)).code]).toEqual([hat.title, text, '42501'])
    })
})

const breaks: Break[] = [
  ['access.may_amend', 's.scope_id = any (scopes) and', ''],
  ['access.may_amend', 'and (s.child_id is null or s.child_id <> all (hidden))', ''],
  ['access.may_amend', 'not s.others && hidden', 'true'],
  ['access.may_amend', "and (d.author_id = me or me = any (d.co_author_ids) or hat = 'principal')", ''],
  ['access.may_amend', 'd.author_id = me or', ''],
  ['access.may_amend', "or hat = 'principal'", ''],
  ['access.may_amend', "hat in ('educator', 'principal')", 'true'],
  [
    'access.undo_publication',
    'd.author_id is distinct from access.actor() and d.saved_by is distinct from access.actor() or',
    '',
  ],
  ['access.undo_publication', 'or not access.may_amend(item)', ''],
  ['access.undo_publication', ">= d.published_at + interval '10 minutes'", "> d.published_at + interval '10 minutes'"],
  ['access.undo_publication', 'd.unit_id <> all (units) or', ''],
  ['access.correct', 'or not access.may_amend(item)', ''],
  ['access.correct', 'd.revision <> seen', 'false'],
  ['access.correct', "whom = 'child' and not target <@ (mine || elsewhere)", 'false'],
  ['access.correct', 'about || elsewhere', 'about'],
  ['access.correct', 'cardinality(elsewhere) > 0 or', ''],
  ['access.correct', 'cardinality(target) > 0 is not true', 'false'],
  ['access.correct', 'and not target <@ places', ''],
  ['access.recall_document', 'not access.may_amend(item)', 'false'],
  ['access.put_back', "access.role() is distinct from 'principal'", 'false'],
  ['access.put_back', 'x.scope = any (scopes)', 'x.scope = any (scopes || r.children)'],
  ['access.put_back', 'and not r.children && hidden', ''],
  ['access.put_back', 'r.put_back_at is null and', ''],
]

/** Conditions that another one beside them makes good, with the reason. */
const equivalent: Record<string, string> = {
  'access.may_amend and (s.child_id is null or s.child_id <> all (hidden))':
    'a second lock: the hidden are in nobody’s scopes',
  "access.may_amend hat in ('educator', 'principal')": 'families are neither the writer of anything nor principals',
}

test.each(breaks)('%s without "%s" is seen', async (name, condition, instead) => {
  const standing = name === 'access.may_amend' ? 'access.recall_document' : name
  const { wrong } = await broken(house, [[name, condition, instead]], () =>
    wrongs((act) => act.function === standing, 1),
  )
  expect([name, condition, wrong.length > 0]).toEqual([name, condition, !(`${name} ${condition}` in equivalent)])
})

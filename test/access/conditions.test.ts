import { idOf } from '../../seeds/random.ts'
import type { Role } from '../../seeds/types.ts'
import type { TestApp } from '../support/app.ts'
import { castNow, ids, type Name } from '../support/cast.ts'
import { type Swift, swift } from '../support/swift.ts'
import { type Break, broken } from './broken.ts'
import { type Facts, type Hat, hats } from './facts.ts'
import { matrixHouse } from './ground.ts'
import { type Oracle, oracle, swedishDay } from './oracle.ts'
import { type Cell, planOfReading } from './plan.ts'
import { strangers } from './strangers.ts'

/**
 * What finds whom somebody reaches, and what reads a whole page, stands outside the policies. So each condition in it is
 * broken on purpose, as the policies are (mutants.test.ts), and the matrix at HTTP must see it.
 */
let house: TestApp
let known: Facts
const instants = [castNow, new Date('2026-10-31T22:59:59Z'), new Date('2026-11-24T12:00:00Z')]

/** Signed in at each of the instants: a session lasts no longer than half an hour. */
const sessions = new Map<Date, [Hat, Swift][]>()

/** A page that somebody who may use it asks for at an instant, with what the rules say of it. */
type Question = { instant: Date; truth: Oracle; cell: Cell; hat: Hat; browser: Swift; expected: string }
const questions: Question[] = []

beforeAll(async () => {
  ;({ house, known } = await matrixHouse())
  for (const instant of instants) {
    house.setNow(instant)
    sessions.set(instant, await Promise.all(hats().map(signIn)))
    const truth = oracle(known, swedishDay(instant))
    for (const cell of planOfReading(known).filter(isPage))
      for (const [hat, browser] of sessions.get(instant)!) {
        const expected = cell.expected(hat, truth)
        if (expected === '200' || expected === '404') questions.push({ instant, truth, cell, hat, browser, expected })
      }
  }
})
afterAll(() => house.close())

const isPage = ({ route }: Cell) => route.startsWith('GET') && route !== 'GET /media/:id/:size'

async function signIn(hat: Hat): Promise<[Hat, Swift]> {
  const browser = await swift(house, hat.username)
  if (hat.title.includes(' as ')) await browser.post('/role', { role: hat.role })
  return [hat, browser]
}

const breaks: Break[] = [
  ['reach.found', 'g.guardian_id = r.id and range_contains_elem(g.valid, r.today)', 'g.guardian_id = r.id'],
  ['reach.found', 'g.guardian_id = r.id and', ''],
  ['reach.found', 'and p.id <> all (r.hidden)', ''],
  ['reach.found', "r.today < (p.birth_date + interval '18 years')::date", 'true'],
  [
    'reach.found',
    'where child_id = any (r.children) and range_contains_elem(valid, r.today)',
    'where child_id = any (r.children)',
  ],
  [
    'reach.found',
    'person_id = r.id and role = r.role and range_contains_elem(valid, r.today)',
    'person_id = r.id and role = r.role',
  ],
  ['reach.found', 'person_id = r.id and role = r.role', 'role = r.role'],
  [
    'reach.found',
    'group_id = any (r.groups) and range_contains_elem(valid, r.today) and child_id',
    'group_id = any (r.groups) and child_id',
  ],
  [
    'reach.found',
    'range_contains_elem(valid, r.today) and child_id <> all (r.hidden)',
    'range_contains_elem(valid, r.today)',
  ],
  ['reach.found', 'coalesce(b.since, (waiting', 'coalesce((waiting'],
  ['reach.room', 'and range_contains_elem(x.valid, room.today)', ''],
  ['access.read_timeline', 'or child <> all (r.children)', ''],
  ['access.read_timeline', 't.published_at >= w.since', 'true'],
  ['access.read_timeline', 'not t.others && r.hidden', 'true'],
  ['access.read_timeline', 'not t.reported or', 'true or'],
  ['access.read_timeline', "or r.role = 'principal')", ')'],
  ['access.read_timeline', 'or t.author_id = r.id', ''],
  ['access.read_timeline', "head -> 'scopes' ? w.scope_id::text", 'true'],
  ['access.read_timeline', '(audiences is null or t.audience = any (audiences))', 'true'],
  ['access.read_timeline', 'and (earliest is null or t.published_at >= earliest)', ''],
  ['access.read_timeline', "and g.curriculum || '.' || g.goal = aim", ''],
  ['access.read_family', "and g.curriculum || '.' || g.goal = aim", ''],
  ['access.read_goals', 't.scope_id = w.scope_id and', ''],
  ['access.read_goals', 't.published_at >= w.since', 'true'],
  ['access.read_goals', 'not t.others && r.hidden', 'true'],
  ['access.read_goals', 'not t.reported or', 'true or'],
  ['access.read_goals', 'or here ? w.scope_id::text', 'or true'],
  ['access.read_family', 't.scope_id = w.scope_id and', ''],
  ['access.read_family', 't.published_at >= w.since', 'true'],
  ['access.read_family', 'not t.others && r.hidden', 'true'],
  ['reach.beside', 'where here ? w.scope_id::text\n      order by e.published_at, e', 'order by e.published_at, e'],
  ['reach.beside', 'where here ? w.scope_id::text\n      order by e.published_at desc', 'order by e.published_at desc'],
  ['access.read_document', 't.scope_id = w.scope_id and', ''],
  ['access.read_document', 't.published_at >= w.since', 'true'],
  ['access.read_document', 'not t.others && r.hidden', 'true'],
  ['access.read_document', 'not t.reported or', 'true or'],
  ['access.read_document', "or r.role = 'principal')", ')'],
  ['access.read_document', 'or t.author_id = r.id', ''],
  ['access.read_document', 'child_id = any (r.children)\n             or', 'true or'],
  ['access.read_document', 'and x.group_id = any (r.groups)', ''],
  ['access.read_document', "and (m.state = 'ready' or r.role in ('educator', 'principal'))", ''],
  ['access.read_document', 'and p.id <> all (r.hidden)', ''],
  ['access.read_document', 'y.person_id = p.id and y.unit_id = any (r.units)', 'y.person_id = p.id'],
  ['access.recalled', 'x.scope = any (scopes) and', ''],
  ['access.recalled', 'and not r.children && hidden', ''],
  [
    'access.recalled',
    "when d.author_id = me or me = any (d.co_author_ids) or hat = 'principal' then",
    'when true then',
  ],
  ['access.recalled', "or hat = 'principal' then", 'then'],
  ['access.recalled', 'd.author_id = me or me = any (d.co_author_ids) or hat', 'hat'],
  ['access.recalled', 'and p.id = any (mine)', ''],
  ['access.recalled', 'r.put_back_at is null and', ''],
  ['access.read_contacts', 'or asked <> all (r.groups)', ''],
  ['access.read_contacts', 'where key::uuid = any (r.children)', ''],
  ['reach.contact_entries', 'and range_contains_elem(p.valid, r.today)', ''],
  ['reach.contact_entries', 'and p.child_id <> all (r.hidden)', ''],
  ['reach.contact_entries', 'and g.guardian_id <> all (r.hidden)', ''],
  ['reach.contact_entries', 'and range_contains_elem(g.valid, r.today)', ''],
  ['reach.contact_entries', '(who.shown or (h.child_id = any (r.children) and not as_others))', 'true'],
  ['reach.contact_entries', 'filter (where shown)', ''],
  ['reach.name_shown', 'and c.group_id = room', ''],
  ['reach.name_shown', 'by_default and not exists', 'by_default or not exists'],
  ['reach.held_list', 'and d.person_id <> all (r.hidden)', ''],
]

/** Conditions that another one beside them makes good, with the reason. */
const equivalent: Record<string, string> = {
  'reach.room and range_contains_elem(x.valid, room.today)':
    'what stands over the page alone: what is listed must be one of the reader’s scopes of today as well',
  'reach.contact_entries and g.guardian_id <> all (r.hidden)':
    'a second lock: a hidden guardian’s children are hidden themselves',
}

test.each(breaks.filter(([name, condition]) => !(`${name} ${condition}` in equivalent)))(
  '%s without "%s" is seen by the matrix',
  async (name, condition, instead) => {
    const seen = await broken(house, [[name, condition, instead]], () => firstWrong(name))
    expect([name, condition, seen]).not.toEqual([name, condition, undefined])
    // Whole again the same question is answered right: it was the break that was seen.
    expect(await wrongAt(seen!)).toBeUndefined()
    likely.unshift(seen!)
  },
)

test('whole, nothing complains', async () => {
  expect(questions.length).toBeGreaterThan(5000)
  // What is answered now, http.test.ts asks of everybody in the same house.
  const others = questions.filter(({ instant }) => instant !== castNow)
  expect(others.length).toBeGreaterThan(5000)
  for (const question of others) expect(await wrongAt(question)).toBeUndefined()
})

test('the conditions that others make good are still seen by nothing, all of them out at once', async () => {
  const unseen = breaks.filter(([name, condition]) => `${name} ${condition}` in equivalent)
  expect(unseen.map(([name, condition]) => `${name} ${condition}`)).toEqual(Object.keys(equivalent))
  expect(await broken(house, unseen, firstWrong)).toBeUndefined()
})

/**
 * A guardian kept from one child by decision, on this very day: over in the matrix itself, where everybody reaches what
 * is theirs. Adam is kept from Alma; Anna was once, and is from another child; somebody else's block is not hers.
 */
describe('a block by decision', () => {
  const breaksOfBlock: [name: string, condition: string][] = [
    ['reach.found', 'b.guardian_id = g.guardian_id and'],
    ['reach.found', 'and b.child_id = g.child_id'],
    ['reach.found', 'and range_contains_elem(b.valid, r.today)'],
    ['reach.found', 'where b.guardian_id'],
    ['reach.contact_entries', 'b.guardian_id = g.guardian_id and'],
    ['reach.contact_entries', 'and b.child_id = g.child_id'],
    ['reach.contact_entries', 'and range_contains_elem(b.valid, r.today)'],
    ['reach.contact_entries', 'where b.guardian_id'],
  ]

  beforeAll(async () => {
    const { owner } = house.database
    await owner.query(
      `insert into guardian_block (guardian_id, child_id, valid, reason, reference, review_on, decided_by, decided_at)
       values ($1, $3, '[2026-11-01,)', 'court', 'T 1-26', '2027-05-01', $5, now()),
              ($2, $3, '[2025-01-01,2025-06-01)', 'court', 'T 1-25', '2025-05-01', $5, now()),
              ($2, $4, '[2026-11-01,)', 'court', 'T 2-26', '2027-05-01', $5, now())`,
      [ids.guardian2, ids.guardian, ids.alma, ids.bo, ids.admin],
    )
  })
  afterAll(() =>
    house.database.owner.query('delete from guardian_block where lower(valid) > $1', ['2021-01-01']).then(() => {}),
  )

  test('whole: nothing for the one it is about, everything for the others', async () => {
    expect(await answers()).toEqual(right)
  })

  test.each(breaksOfBlock)('%s without "%s" is seen', async (name, condition) => {
    // Without the whole of it: as if nobody were blocked.
    const instead = condition.startsWith('where') ? 'where false and b.guardian_id' : ''
    expect(await broken(house, [[name, condition, instead]], answers)).not.toEqual(right)
    expect(await answers()).toEqual(right)
  })

  const right = { adam: 404, anna: 200, list: { adam: false, anna: true } }

  async function answers() {
    house.setNow(castNow)
    const all = sessions.get(castNow)!
    const as = (username: string) => all.find(([hat]) => hat.username === username)![1]
    const alma = `/children/${ids.alma}`
    const { body } = await as('guardian').get(`/groups/${ids.myran}/contacts`)
    return {
      adam: (await as('guardian2').get(alma)).status,
      anna: (await as('guardian').get(alma)).status,
      list: { adam: body.includes('Adam Ask'), anna: body.includes('<b>Anna Ask</b>') },
    }
  }
})

/** What a delivery came to, with names: the administrator's, and nobody's who is hidden by now (decision 3). */
describe('the names in a report of the register', () => {
  const runs = { read: idOf('conditions run'), other: idOf('conditions other run') }
  const unknown = idOf('conditions silent')

  beforeAll(async () => {
    const { owner } = house.database
    await owner.query(
      `insert into roster_run (id, source, whole, dry_run, started_at, stage)
       select id, 'folder', true, false, now(), 'finished' from unnest($1::uuid[]) as id`,
      [Object.values(runs)],
    )
    await owner.query(
      `insert into roster.next_person (id, given_name, family_name, marking, gone) values ($1, 'Tyst', 'Om', 'unknown', false)`,
      [unknown],
    )
    const changes = [
      [runs.read, ids.guardian2, ids.alma],
      [runs.read, ids.hidden, ids.alma],
      [runs.read, ids.guardian2, ids.dold],
      [runs.read, unknown, ids.alma],
      [runs.read, ids.guardian2, unknown],
      [runs.read, idOf('nobody by now'), ids.alma],
      [runs.other, ids.neighbour, ids.bo],
    ]
    for (const [index, [run, person, other]] of changes.entries())
      await owner.query(
        `insert into roster_change (run_id, position, kind, person_id, other_id) values ($1, $2, 'custody-gained', $3, $4)`,
        [run, index, person, other],
      )
  })

  const rightly = { admin: ['Adam Ask, Alma Ask'], educator: [], dpo: [] }

  test('whole: the administrator reads who is open, the others nothing', async () => {
    expect(await named()).toEqual(rightly)
  })

  test.each([
    ["if access.role() is distinct from 'admin' then return; end if;", ''],
    ["access.hidden() || array(select id from roster.next_person where marking <> 'none')", 'access.hidden()'],
    ['access.hidden() || array', 'array'],
    ['c.run_id = run and', ''],
    ['c.person_id <> all (hidden) and', ''],
    ['and (c.other_id is null or c.other_id <> all (hidden))', ''],
    ['and (p.id is not null or np.id is not null)', ''],
  ])('access.roster_changes without "%s" is seen', async (condition, instead) => {
    expect(await broken(house, [['access.roster_changes', condition, instead]], named)).not.toEqual(rightly)
    expect(await named()).toEqual(rightly)
  })

  async function named() {
    house.setNow(castNow)
    const as = (name: Name, role: Role) =>
      house.services.actors.read(house.actor(name, role), async (tx) =>
        (
          await tx.rows<{
            person: string
            other: string
          }>`select person, other from access.roster_changes(${runs.read}::uuid)`
        ).map(({ person, other }) => `${person}, ${other}`),
      )
    return {
      admin: await as('admin', 'admin'),
      educator: await as('educator', 'educator'),
      dpo: await as('dpo', 'dpo'),
    }
  }
})

/** Where what a function does shows; the rest of the matrix is asked after these pages. */
const shows: Record<string, RegExp> = {
  'reach.found': /^\/(children\/[^/]+|family)$/,
  'access.read_timeline': /^\/children\/[^/]+$/,
  'access.read_goals': /^\/children\/[^/]+goal=/,
  'access.read_family': /^\/family/,
  'access.read_document': /^\/documents\/[^/]+$/,
  'reach.beside': /^\/documents\/[^/]+$/,
  'access.recalled': /^\/staff\/recalled/,
  'access.read_contacts': /\/contacts/,
  'reach.contact_entries': /\/contacts/,
  'reach.held_list': /\/contacts/,
}

/** What saw one break is asked first about the next. */
const likely: Question[] = []

/** The first question of the whole matrix whose answer is not what the rules say. */
async function firstWrong(name = ''): Promise<Question | undefined> {
  const late = ({ cell: { path } }: Question) => (shows[name]?.test(path) ? 0 : 2) + (path.includes('?') ? 1 : 0)
  const others = questions.toSorted((a, b) => late(a) - late(b))
  for (const question of new Set([...likely, ...others])) if (await wrongAt(question)) return question
  return undefined
}

/** What is wrong with the answer, if anything is. That a busy machine has no connection to spare says nothing. */
async function wrongAt({ instant, truth, cell, hat, browser, expected }: Question): Promise<string | undefined> {
  house.setNow(instant)
  let { status, body } = await browser.get(cell.path)
  for (let tries = 0; status === 503 && tries < 9; tries += 1) ({ status, body } = await browser.get(cell.path))
  if (String(status) !== expected) return `${hat.title} ${cell.path}: ${status}`
  const [leak] = status === 200 ? strangers(known, hat, body, cell, truth) : []
  return leak && `${hat.title} ${cell.path}: ${leak}`
}

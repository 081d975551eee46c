import type pg from 'pg'
import { signContext } from '../../src/database/as-actor.ts'
import type { TestApp } from '../support/app.ts'
import { castNow } from '../support/cast.ts'
import { attempts, type Try, webConnection } from '../support/raw.ts'
import { nameOf, type Route, routesOf } from '../support/routes.ts'
import { type Swift, swift } from '../support/swift.ts'
import { answersOnPaper, chooses, handsOver, redirects, releases, speaks, withdraws } from './acts.ts'
import { type All, adds, alters, everything, type Finding, guardianText, reads, textId, useText } from './attempts.ts'
import { type Facts, type Hat, hats } from './facts.ts'
import { matrixHouse } from './ground.ts'
import { type Login, loginRules, logins } from './logins.ts'
import { given, type Oracle, oracle, swedishDay } from './oracle.ts'
import { plan } from './plan.ts'

/**
 * The guards are broken one by one, and the matrix must see each: a policy dropped, a policy that lets everything
 * through, a route without its guard. What nothing notices is either a hole in the matrix or a rule that does nothing.
 */
let house: TestApp
let known: Facts
let above: pg.Client
let all: All
let policies: Policy[]

type Policy = {
  tablename: string
  policyname: string
  roles: string
  cmd: string
  qual: string | null
  with_check: string | null
}

beforeAll(async () => {
  ;({ house, known } = await matrixHouse())
  for (const now of instants) truths.set(now, oracle(known, swedishDay(now)))
  above = await webConnection(house, house.database.urls.owner.replace('insyn_owner@', 'postgres@'))
  all = await everything((text) => house.database.owner.query(text))
  useText(await guardianText((text) => house.database.owner.query(text)))
  const found = await above.query<Policy>(
    `select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies where schemaname = 'public' order by 1, 2`,
  )
  policies = found.rows
})
afterAll(async () => {
  await above.end()
  await house.close()
})

/** Breaks that change nothing, with the reason. */
const equivalent: Record<string, string> = {
  'audit_event.record_system with check (true)':
    'the nightly role may set neither column, and has no context: both are always what the check asks for',
  'comment.reported_stays with check (true)': 'whether it is reported cannot be changed: no grant on the column',
  'contact_code.ask_again with check (true)': 'whose it is cannot be changed: no grant on person_id',
  'contact_detail.replace_own with check (true)': 'whose a detail is cannot be changed: no grant on person_id',
  'document_scope.dispose with check (true)': 'the nightly role has no grant to add or change scopes',
  'duty.move with check (true)': 'nothing but its days can be changed: no grant on another column',
  'guardianship.end_alias with check (true)': 'the same',
  'placement.end_alias with check (true)': 'the same',
  'protected_identity.end_it with check (true)': 'the same',
  'protection_alias.end_it with check (true)': 'the same',
  'protection_alias.end_it using (true)': 'the same, and the check asks for the same',
  'guardian_block.end_it with check (true)': 'whom a block is about cannot be changed: no grant on those columns',
  'person.put_right with check (true)': 'who somebody is cannot be changed: no grant on id',
  'media.in_own_draft with check (true)': 'which item a picture belongs to cannot be changed: no grant on document_id',
  'sign_in_throttle.sweeping with check (true)': 'the nightly role has no grant to add or change',
}

test('each policy, dropped or let through, is seen by the matrix', async () => {
  all = await everything((text) => house.database.owner.query(text))
  // Whole, nothing complains: what is seen below is the break. Whoever changes reads as well, so those come first.
  const whole = policies.toSorted((a, b) => Number(a.cmd === 'SELECT') - Number(b.cmd === 'SELECT'))
  const asked = new Set<string>()
  for (const policy of whole) expect(await broken(policy, 'select 1', asked)).toEqual([])
  const survivors: string[] = []
  let killed = 0
  for (const policy of policies)
    for (const [how, statement] of breaks(policy)) {
      const what = `${policy.tablename}.${policy.policyname} ${how}`
      const seen = await broken(policy, statement)
      if (seen.length > 0) killed++
      if (seen.length > 0 === what in equivalent) survivors.push(`${what} ${seen[0] ?? ''}`)
    }
  process.stdout.write(
    `policy mutants: ${killed} of ${killed + survivors.length} killed ` +
      `(${policies.length} policies; ${Object.keys(equivalent).length} more breaks change nothing)\n`,
  )
  expect(survivors).toEqual([])
})

function breaks({ tablename, policyname, cmd, qual, with_check }: Policy): [string, string][] {
  const on = `${policyname} on ${tablename}`
  const list: [string, string][] = [['dropped', `drop policy ${on}`]]
  // What is open to its roles already cannot be opened further.
  if (qual !== null && qual !== 'true') list.push(['using (true)', `alter policy ${on} using (true)`])
  if (with_check !== null && with_check !== 'true')
    list.push(['with check (true)', `alter policy ${on} with check (true)`])
  // Without a check of its own an update is checked by what it uses.
  if (with_check === null && cmd === 'UPDATE') list.push(['with check (true)', `alter policy ${on} with check (true)`])
  return list
}

const instants = [castNow, new Date('2026-10-31T22:59:59Z'), new Date('2026-11-24T12:00:00Z')]
const truths = new Map<Date, Oracle>()

/**
 * What the matrix says of the table and those that lean on it, with the policy broken; then the policy is whole again.
 * Where nothing is broken, `asked` keeps the same from being asked of the same again.
 */
async function broken(policy: Policy, statement: string, asked?: Set<string>): Promise<string[]> {
  const isNew = (...what: unknown[]) => {
    const seen = asked?.has(what.join())
    asked?.add(what.join())
    return !seen
  }
  const tables = leaning[policy.tablename] ?? [policy.tablename]
  const named = policy.roles.slice(1, -1).split(',')
  await above.query('begin')
  try {
    await above.query(statement)
    for (const login of logins) {
      if ((!named.includes(login) && !named.includes('public')) || !isNew(login, tables)) continue
      const wrong = await asLogin(login, tables)
      if (wrong.length > 0) return wrong
    }
    const writing = policy.cmd !== 'SELECT' || writes.has(policy.tablename)
    for (const hat of hatsOf(named))
      for (const now of instants) {
        const changing = now === castNow && writing
        if (asked?.has([hat.title, now, tables, true].join()) || !isNew(hat.title, now, tables, changing)) continue
        const wrong = await asHat(hat, now, tables, changing)
        if (wrong.length === 0) continue
        likely = hat.title
        return wrong
      }
    for (const role of actorRoles.filter((each) => named.includes(each) || named.includes('public'))) {
      const wrong = isNew(role, tables) ? await asNobody(role, tables) : []
      if (wrong.length > 0) return wrong
    }
    return []
  } finally {
    await above.query('rollback')
  }
}

/** Whoever saw one break is asked first about the next. */
let likely = ''

function hatsOf(roles: string[]): Hat[] {
  const wearers = hats().filter(({ role }) => roles.includes(`insyn_${role}`) || roles.includes('public'))
  return wearers.toSorted((a, b) => Number(b.title === likely) - Number(a.title === likely))
}

/** Where a change must also be seen by its author: what is read decides what may be written. */
const writes = new Set(['document', 'media', 'comment', 'media_subject'])

/** Tables whose rows are decided by others' policies. */
const leaning: Record<string, string[]> = {
  document_scope: ['document_scope', 'document', 'document_goal', 'document_version', 'media'],
  document: ['document', 'document_scope', 'document_version', 'media'],
  media: ['media', 'document'],
  follow_up_note: ['follow_up_note', 'follow_up_version'],
}

async function asHat(hat: Hat, now: Date, tables: string[], writing: boolean): Promise<string[]> {
  const truth = truths.get(now)!
  const context = signContext({ ...hat, assurance: 1 }, now, house.services.keys.get('context'))
  const reading: Work[] = [(attempt) => reads(attempt, (table) => truth.rows(hat, table), all, tables)]
  const may = {
    changes: (table: string) => truth.changes(hat, table),
    removes: (table: string) => truth.removes(hat, table),
  }
  const about = (table: string, work: Work) => (tables.includes(table) ? [work] : [])
  const changing: Work[] = [
    (attempt) => alters(attempt, may, all, tables),
    ...about('document', (attempt) => redirects(attempt, hat, known, truth)),
    ...about('comment', (attempt) => speaks(attempt, hat, known, truth)),
    ...about('retention_hold', (attempt) => releases(attempt, hat)),
    ...about('archive_package', (attempt) => handsOver(attempt, hat)),
    ...about('retention_proposal', (attempt) => withdraws(attempt, hat)),
    ...about('setting', (attempt) => chooses(attempt, hat)),
    ...about('consent_answer', (attempt) => answersOnPaper(attempt, hat, known, truth, textId)),
    (attempt) => adds(attempt, hat, truth, known, now, tables),
  ]
  return within(`insyn_${hat.role}`, context, [...reading, ...(writing ? changing : [])])
}

const actorRoles = given.everybody!.map((role) => `insyn_${role}`)

// In a role without a context: what is the same for everybody who wears it, and nothing else.
async function asNobody(role: string, tables: string[]): Promise<string[]> {
  const hat = { title: role, name: 'bo', id: '', username: '', role: role.slice(6) } as Hat
  const truth = truths.get(castNow)!
  const reader = given.readers!.includes(hat.role)
  const common = ['unit', 'setting', 'consent_text', ...(reader ? ['retention_rule', 'curriculum_goal'] : [])]
  const none = () => new Set<string>()
  return within(role, '', [
    (attempt) => reads(attempt, (table) => (common.includes(table) ? truth.rows(hat, table) : none()), all, tables),
    (attempt) => alters(attempt, { changes: none, removes: none }, all, tables),
    (attempt) => refuses(attempt, "insert into audit_event (event) values ('documentation.read')"),
    (attempt) =>
      refuses(attempt, "insert into person (id, given_name, family_name) values (gen_random_uuid(), 'x', 'x')"),
  ])
}

async function refuses(attempt: Try, text: string): Promise<Finding> {
  const { code } = await attempt(text)
  return { cells: 1, wrong: code === '42501' ? [] : [`${text}: ${code}`] }
}

async function asLogin(login: Login, tables: string[]): Promise<string[]> {
  const rules = loginRules(login, known)
  return within(login, '', [
    (attempt) => reads(attempt, rules.sees, all, tables),
    (attempt) => alters(attempt, rules, all, tables),
    (attempt) => rules.adds(attempt),
  ])
}

type Work = (attempt: Try) => Promise<Finding>

/** What the first work that finds anything wrong says; the rest is spared. */
async function within(role: string, context: string, works: Work[]): Promise<string[]> {
  await above.query('savepoint hat')
  await above.query("select set_config('role', $1, true), set_config('app.context', $2, true)", [role, context])
  const attempt = attempts(above)
  let wrong: string[] = []
  for (const work of works) if (wrong.length === 0) wrong = (await work(attempt)).wrong
  await above.query('rollback to savepoint hat; release savepoint hat')
  return wrong
}

test('each route without its guard is seen by the matrix', async () => {
  const truth = oracle(known, swedishDay(house.now()))
  const everybody: [Hat | undefined, Swift][] = [[undefined, await swift(house)]]
  for (const username of ['pupil', 'admin', 'records', 'guardian'])
    everybody.push([hats().find((hat) => hat.username === username)!, await swift(house, username)])
  const cells = plan(known, [...all.consent_text!][0]!)
  const guarded = routesOf(house.app).filter((route) => route.permission)
  const survivors: string[] = []
  for (const route of guarded) {
    const asked = cells.find((cell) => cell.route === nameOf(route))!
    const seen = await withoutGuard(route, async () => {
      for (const [hat, browser] of everybody) {
        const expected = asked.expected(hat, truth)
        if (expected !== '403' && expected !== '303 /login') continue
        const path = asked.path.replace('{new}', known.documents[0]!.id)
        const reply =
          route.method === 'GET'
            ? await browser.get(path)
            : route.method === 'PUT'
              ? await browser.put(path)
              : await browser.post(path, asked.fields?.(hat), asked.multipart)
        if (`${reply.status}${reply.location ? ` ${reply.location}` : ''}` !== expected) return true
      }
      return false
    })
    if (!seen) survivors.push(nameOf(route))
  }
  process.stdout.write(`route guards: ${guarded.length - survivors.length} of ${guarded.length} killed\n`)
  expect(survivors).toEqual([])
})

async function withoutGuard(route: Route, work: () => Promise<boolean>): Promise<boolean> {
  const index = route.stack.findIndex((step) => step.handle.permission)
  const [guard] = route.stack.splice(index, 1)
  try {
    return await work()
  } finally {
    route.stack.splice(index, 0, guard!)
  }
}

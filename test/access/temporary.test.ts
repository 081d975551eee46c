import pg from 'pg'
import { applyPolicies } from '../../src/database/apply-policies.ts'
import { signContext } from '../../src/database/as-actor.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

// Postgres looks for a table among the session's temporary ones first, wherever a search path does not say otherwise.
// Whoever has SQL of their own could so lend the helpers a custody, a placement or a protected list of their own making.
let house: TestApp
let intruder: pg.Client
beforeAll(async () => {
  house = await testApp()
  intruder = new pg.Client({ connectionString: house.database.urls.web })
  await intruder.connect()
})
afterAll(async () => {
  await intruder.end()
  await house.close()
})

const shadows = [
  `create temp table guardianship (guardian_id uuid, child_id uuid, valid daterange);
   grant all on guardianship to public;
   insert into guardianship values ('${ids.stranger}', '${ids.alma}', '[2020-01-01,)')`,
  `create temp table protected_identity (person_id uuid, valid daterange); grant all on protected_identity to public`,
  `create temp table placement (child_id uuid, group_id uuid, valid daterange); grant all on placement to public;
   insert into placement values ('${ids.cia}', '${ids.myran}', '[2020-01-01,)')`,
  `create temp table setting (key text, value jsonb); grant all on setting to public;
   insert into setting values ('contacts.name_shown', 'true'), ('consent.every_guardian', 'false')`,
]

test('R3: temporary tables of somebody’s own do not stand in for the real ones', async () => {
  // Even where they may be made: the second lock is tried with the first one open.
  const { rows } = await house.database.owner.query('select current_database() as name')
  await house.database.owner.query(`grant temporary on database ${rows[0].name} to public`)
  const before = await reach()
  expect(before.children).toBe(`{${ids.cia}}`)
  for (const shadow of shadows) await intruder.query(shadow)
  expect(await reach()).toEqual(before)
  await intruder.query('create domain pg_temp.uuid as pg_catalog.text')
  expect(await reach()).toEqual(before)
})

test('every definer function names the session’s temporary objects last', async () => {
  const { rows } = await house.database.owner.query(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('access', 'reach') and p.prosecdef
       and not exists (select from unnest(p.proconfig) c where c ~ '^search_path=.*pg_temp$')`,
  )
  expect(rows).toEqual([])
})

test('where the policies were applied nobody may make temporary tables at all', async () => {
  await applyPolicies(house.database.owner, house.services.keys.get('context'))
  const late = new pg.Client({ connectionString: house.database.urls.web })
  await late.connect()
  await expect(late.query('create temp table person (id uuid)')).rejects.toThrow('permission denied')
  await late.end()
})

async function reach(): Promise<Record<string, string>> {
  const { keys } = house.services
  const actor = { id: ids.stranger, role: 'guardian', assurance: 1 } as const
  const context = signContext(actor, house.now(), keys.get('context'))
  await intruder.query('begin')
  await intruder.query("select set_config('role', 'insyn_guardian', true), set_config('app.context', $1, true)", [
    context,
  ])
  const answers: Record<string, string> = {}
  for (const what of ['children', 'groups', 'units', 'classmates', 'hidden', 'scopes', 'people'])
    answers[what] = (await intruder.query(`select access.${what}()::text as answer`)).rows[0].answer
  answers.documents = (await intruder.query('select count(*) from public.document')).rows[0].count
  await intruder.query('rollback')
  return answers
}

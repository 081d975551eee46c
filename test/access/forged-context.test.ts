import pg from 'pg'
import { ids } from '../support/cast.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

/** What somebody could do who got SQL of their own into a statement of the web's login role. */
describe('the actor context cannot be forged', () => {
  let database: TestDatabase
  let intruder: pg.Client
  beforeAll(async () => {
    database = await testDatabase()
  })
  beforeEach(async () => {
    intruder = new pg.Client({ connectionString: database.urls.web })
    await intruder.connect()
  })
  afterEach(() => intruder.end())
  afterAll(() => database.close())

  const answers = {
    children: `{${ids.alma}}`,
    groups: `{${ids.myran}}`,
    scopes: `{${ids.alma},${ids.myran}}`,
    classmates: `{${ids.bo}}`,
    people: `{${ids.alma},${ids.bo}}`,
  }

  async function seen(context: string | undefined): Promise<number[]> {
    await intruder.query('begin')
    await intruder.query('set local role insyn_guardian')
    if (context !== undefined) await intruder.query(`select set_config('app.context', $1, true)`, [context])
    for (const [what, answer] of Object.entries(answers)) {
      await intruder.query('select set_config($1, $2, true)', [`app.reach_${what}`, `${'0'.repeat(64)}${answer}`])
    }
    const counts: number[] = []
    for (const table of [
      'document_scope',
      'document',
      'media',
      'person',
      'placement',
      'guardianship',
      'contact_detail',
    ]) {
      counts.push(Number((await intruder.query(`select count(*) from ${table}`)).rows[0].count))
    }
    await intruder.query('rollback')
    return counts
  }

  const nothing = [0, 0, 0, 0, 0, 0, 0]
  const expiry = Date.now() + 60_000

  test.each([
    // A fresh connection has no such setting at all, which is not the same as an empty one.
    ['none at all', undefined],
    ['an empty one', ''],
    ['one without a signature', `${ids.guardian}|guardian|1|${Date.now()}|${expiry}|`],
    ['one with a made-up signature', `${ids.guardian}|guardian|1|${Date.now()}|${expiry}|${'0'.repeat(64)}`],
  ])('R3: with %s, remembered answers that somebody made up show no row', async (_which, context) => {
    expect(await seen(context)).toEqual(nothing)
  })
})

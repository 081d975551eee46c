import { down, up } from '../../migrations/0150-audit-event-name.ts'
import { auditEvents } from '../../src/audit/events.ts'
import { openKeyStore } from '../../src/crypto/key-store.ts'
import { applyPolicies } from '../../src/database/apply-policies.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase('cast')
})
afterEach(() => database.close())

const note = (event: string) =>
  database.owner.query("insert into audit_event (at, event, actor_role) values (now(), $1, 'system')", [event])

test('every name of the list can be recorded, and no other', async () => {
  for (const name of auditEvents) await note(name)
  for (const name of ['documentation.rea', 'Documentation.read', ''])
    await expect(note(name)).rejects.toMatchObject({ code: '23514' })
})

test('a database that stands, with its policies and its log, is brought up to date', async () => {
  const { owner } = database
  await owner.query(down)
  await note('a.name.of.before')
  const keys = await openKeyStore(ground().keyDirectory)
  await applyBefore(owner)
  await owner.query(up)
  await applyPolicies(owner, keys.get('context'))
  // What was recorded under a name that is no more stands; nothing new is.
  expect((await owner.query("select from audit_event where event = 'a.name.of.before'")).rowCount).toBe(1)
  await note('documentation.read')
  await expect(note('a.name.of.before')).rejects.toMatchObject({ code: '23514' })
})

// A policy that leans on the column, as the ones of before did.
async function applyBefore(owner: TestDatabase['owner']): Promise<void> {
  await owner.query("create policy leans on audit_event for select to insyn_admin using (event like 'roster.%')")
}

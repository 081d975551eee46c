import { addresses } from '../../src/web/addresses.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

// R3: "who has read of my child" must be answerable for each child that a page told of, not for the first alone.
let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

async function subjects(event: string): Promise<string[]> {
  const { rows } = await house.database.owner.query<{ subject_id: string }>(
    'select subject_id from audit_event where event = $1 order by subject_id',
    [event],
  )
  return rows.map((row) => row.subject_id)
}

test('an item about two children is read about both', async () => {
  const eva = await house.as('educator')
  expect((await eva.get(addresses.document(ids.docBoth))).status).toBe(200)
  expect(await subjects('documentation.read')).toEqual([ids.alma, ids.bo].sort())
})

test('an item for the group is read about nobody in particular', async () => {
  const nils = await house.as('neighbour')
  expect((await nils.get(addresses.document(ids.docMyran))).status).toBe(200)
  expect(await subjects('documentation.read')).toEqual([null])
})

test('the start page tells of each of the guardian’s children', async () => {
  const anna = await house.as('guardian')
  expect((await anna.get(addresses.start)).status).toBe(200)
  expect(await subjects('documentation.listed')).toEqual([ids.alma, ids.pim].sort())
})

import { openKeyStore } from '../../src/crypto/key-store.ts'
import { type House, retentionHouse } from './house.ts'

const young = '2026-11-22T10:00:00Z'

let house: House
beforeEach(async () => {
  house = await retentionHouse()
  await house.database.owner.query('update retention_rule set years = 50')
})
afterEach(() => house.close())

test('B7 a month’s key is destroyed when the month has passed and no item names it any longer', async () => {
  const named = (month: string) => house.keep([{ publishedAt: young, keyMonth: month }])
  await named('2026-12')
  const [released] = await named('2027-01')
  const names = async () => (await openKeyStore(house.keyDirectory)).names().filter((name) => name.startsWith('month-'))
  const marked = async () =>
    (
      await house.database.owner.query('select name from sealing_key where destroyed_at is not null order by 1')
    ).rows.map((row) => row.name)
  // Judged by the earlier of the two clocks: a look ahead never takes a key that the portal needs today.
  const at = (today: string, judged = today) =>
    house.run(`${judged}T10:00:00Z`, { clock: () => new Date(`${today}T10:00:00Z`), batch: 1 })

  expect(await at('2026-11-30', '2031-11-30')).toMatchObject({ keysDestroyed: [] })
  expect(await names()).toContain('month-2026-11')
  // In Sweden it is already December.
  expect(await house.run('2026-11-30T23:30:00Z')).toMatchObject({ keysDestroyed: ['2026-11'] })
  expect(await at('2027-02-01')).toMatchObject({ keysDestroyed: [] })
  expect(await names()).toEqual(expect.arrayContaining(['month-2026-12', 'month-2027-01', 'month-2027-02']))
  await house.database.owner.query('delete from document where id = $1', [released!.id])
  expect(await at('2027-02-02')).toMatchObject({ keysDestroyed: ['2027-01'] })
  expect(await names()).not.toContain('month-2027-01')
  expect(await marked()).toEqual(['month-2026-11', 'month-2027-01'])
  // Months ahead have got theirs, and each is known to the database: two runs made the same keys.
  expect((await names()).at(-1)).toBe('month-2032-05')
  expect(await house.count(`sealing_key where name = 'month-2032-05' and destroyed_at is null`)).toBe(1)
})

test('B7 a key that was marked but still there, after a kill in between, is destroyed the next time', async () => {
  await house.database.owner.query(`update sealing_key set destroyed_at = now() where name = 'month-2027-02'`)
  await house.keep([{ publishedAt: young, keyMonth: '2026-12' }])
  expect((await house.run('2027-03-01T10:00:00Z')).keysDestroyed).toContain('2027-02')
})

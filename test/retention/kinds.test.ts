import { createHash, randomUUID } from 'node:crypto'
import { idOf } from '../../seeds/random.ts'
import { type House, retentionHouse } from './house.ts'

/** Decision 7: each kind of record goes by its own rule, and stays where it has none. */
const now = '2026-11-23T10:00:00Z'

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
beforeEach(() => house.clean())
afterAll(() => house.close())

const ask = async <T>(text: string, ...values: unknown[]) =>
  (await house.database.owner.query(text, values)).rows as T[]

describe('drafts', () => {
  test('one that nobody has saved for a year goes with its pictures, and lets its month’s key go', async () => {
    const [old] = await house.keep([
      { savedAt: '2025-11-23T09:59:59Z', pictures: 1, keyMonth: '2026-11' },
      { savedAt: '2025-11-23T10:00:01Z', pictures: 1, keyMonth: '2026-12' },
    ])
    expect(await house.run(now)).toMatchObject({ outcome: 'done', drafts: 1, documents: 0, files: 3 })
    expect(await house.documents()).not.toContain(old!.id)
    expect(await house.documents()).toHaveLength(1)
    expect((await house.run('2026-12-01T10:00:00Z')).keysDestroyed).toContain('2026-11')
  })

  test('decision 7: without their rule drafts stay, everything else goes, and the alarm names them alone', async () => {
    await ask(`delete from retention_rule where kind = 'draft'`)
    await house.keep([
      { savedAt: '2020-01-01T00:00:00Z' },
      { discardedAt: '2026-11-01T00:00:00Z' },
      { publishedAt: '2021-11-20T10:00:00Z' },
    ])
    expect(await house.run(now)).toMatchObject({ outcome: 'no-rule', missing: ['draft'], documents: 1, drafts: 0 })
    expect(await house.documents()).toHaveLength(2)
    expect(house.logged.filter(({ alarm }) => alarm === 'retention.no-rule')).toHaveLength(1)
  })
})

describe('consent’s history', () => {
  test('an answer goes two years after another took its place; the one that holds stays whatever its age', async () => {
    const [child, guardian, text] = [idOf('kinds child'), idOf('kinds guardian'), idOf('kinds text')]
    for (const id of [child, guardian])
      await ask(`insert into person (id, given_name, family_name) values ($1, 'N', 'N') on conflict do nothing`, id)
    await ask(`insert into consent_text values ($1, 99, 'sv', 't', 'b', '2019-01-01') on conflict do nothing`, text)
    const answer = (medium: string, value: string, at: string) =>
      ask(
        `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id) values ($1, $2, $3, 'pupil', $4, $5, $6)`,
        child,
        guardian,
        medium,
        value,
        at,
        text,
      )
    await answer('photo', 'yes', '2020-01-01')
    await answer('photo', 'no', '2024-11-23T09:59:59Z')
    await answer('film', 'yes', '2020-01-01')
    await answer('film', 'no', '2024-11-23T10:00:01Z')
    await answer('sound', 'yes', '2019-01-01')
    expect(await house.run(now)).toMatchObject({ others: 1 })
    expect(await ask(`select medium, answer from consent_answer order by id`)).toEqual([
      { medium: 'photo', answer: 'no' },
      { medium: 'film', answer: 'yes' },
      { medium: 'film', answer: 'no' },
      { medium: 'sound', answer: 'yes' },
    ])
    await ask('truncate consent_answer')
  })
})

test('decision 10: a yes on a paper that waits for a second pair of eyes takes no answer’s place', async () => {
  const [child, guardian, other, text] = ['child', 'guardian', 'other', 'text'].map((what) => idOf(`unseen ${what}`))
  for (const id of [child, guardian, other])
    await ask(`insert into person (id, given_name, family_name) values ($1, 'N', 'N') on conflict do nothing`, id)
  await ask(`insert into consent_text values ($1, 98, 'sv', 't', 'b', '2019-01-01') on conflict do nothing`, text)
  const [paper] = await ask<{ id: string }>(
    `insert into consent_paper (id, child_id, guardian_id, text_id, said_on, entered_by, entered_at, kind, checksum, sealed_scan)
     values (gen_random_uuid(), $1, $2, $3, '2022-01-01', $2, '2022-01-02', 'pdf', 'x', 'x') returning id`,
    child,
    guardian,
    text,
  )
  await ask(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id, origin, entered_by, paper_id)
     values ($1, $2, 'photo', 'group', 'no', '2020-01-01', $3, 'portal', null, null),
            ($1, $2, 'photo', 'group', 'yes', '2022-01-02', $3, 'paper', $2, $4)`,
    child,
    guardian,
    text,
    paper!.id,
  )
  await house.run(now)
  expect(await ask('select answer from consent_answer order by id')).toEqual([{ answer: 'no' }, { answer: 'yes' }])
  await ask('update consent_paper set countersigned_by = $1, countersigned_at = $2', other, '2022-01-03')
  await house.run(now)
  expect(await ask('select answer from consent_answer order by id')).toEqual([{ answer: 'yes' }])
  await ask('truncate consent_answer, consent_paper')
})

describe('the log', () => {
  test('lines go after two years, oldest first', async () => {
    for (const at of ['2024-11-23T09:59:59Z', '2024-11-23T10:00:01Z'])
      await ask(`insert into audit_event (at, event, actor_role) values ($1, 'people.read', 'admin')`, at)
    await house.run(now)
    expect(await ask(`select at from audit_event where event = 'people.read'`)).toEqual([
      { at: new Date('2024-11-23T10:00:01Z') },
    ])
  })
})

describe('people who left', () => {
  const place = async (left: string | null, name: string) => {
    const [child, guardian] = [randomUUID(), randomUUID()]
    for (const id of [child, guardian])
      await ask(`insert into person (id, given_name, family_name) values ($1, $2, 'Utflyttad')`, id, name)
    const [group] = await ask<{ id: string }>('select id from unit_group limit 1')
    await ask(`insert into placement values ($1, $2, daterange('2015-01-01', $3))`, child, group!.id, left)
    await ask(`insert into guardianship values ($1, $2, daterange('2010-01-01', null))`, guardian, child)
    return { child, guardian }
  }
  const there = async (id: string) => (await house.count('person where id = $1', id)) === 1

  test('child and guardian go five years after the last day, with their relations and accounts; who is here stays', async () => {
    const gone = await place('2021-11-23', 'A')
    const stays = await place('2021-11-25', 'B')
    const here = await place(null, 'C')
    await ask(
      `insert into account (id, person_id, username, password_hash) values ($1, $2, $3, '$argon2id$x')`,
      randomUUID(),
      gone.guardian,
      'left',
    )
    expect(await house.run(now)).toMatchObject({ others: 2 })
    expect([await there(gone.child), await there(gone.guardian)]).toEqual([false, false])
    expect(await house.count('account where person_id = $1', gone.guardian)).toBe(0)
    for (const one of [stays, here]) expect([await there(one.child), await there(one.guardian)]).toEqual([true, true])
    expect(await house.count(`audit_event where event = 'people.disposed'`)).toBe(2)
  })

  test('decision 6, R22: whoever stood in a use outside, or answered for it, goes too; the use stands without them, and what is still out there comes down', async () => {
    const { child, guardian } = await place('2021-01-01', 'E')
    const [owner] = await ask<{ id: string }>(
      `insert into person (id, given_name, family_name) values (gen_random_uuid(), 'F', 'Slutat') returning id`,
    )
    const [unit] = await ask<{ id: string }>('select id from unit limit 1')
    await ask(
      `insert into duty (person_id, unit_id, role, title, valid) values ($1, $2, 'educator', 'Lärare', '[2015-01-01,2020-01-01)')`,
      owner!.id,
      unit!.id,
    )
    await ask('alter table media_use disable trigger use_bound')
    const uses = await ask<{ id: string }>(
      `insert into media_use (id, unit_id, medium, kind, place, used_on, owner_id, about_school, with_name, registered_at, registered_by)
       select gen_random_uuid(), $1, 'photo', 'web', 'sidan ' || n, '2018-01-01', $2, true, false, '2018-01-01', $2
       from generate_series(1, 2) as n returning id`,
      unit!.id,
      owner!.id,
    )
    await ask('alter table media_use enable trigger use_bound')
    for (const { id } of uses) await ask('insert into media_use_child values ($1, $2)', id, child)
    await ask(
      `insert into take_down (use_id, child_id, made_at, due_on, done_at, done_by, proof) values ($1, $2, '2019-01-01', '2019-01-08', '2019-01-03', $3, 'Borta')`,
      uses[0]!.id,
      child,
      owner!.id,
    )
    expect(await house.run(now)).toMatchObject({ outcome: 'done', others: 3 })
    expect([await there(child), await there(guardian), await there(owner!.id)]).toEqual([false, false, false])
    expect(await ask('select place, owner_id, registered_by from media_use order by place')).toEqual(
      ['sidan 1', 'sidan 2'].map((place) => ({ place, owner_id: null, registered_by: null })),
    )
    expect(await ask('select from media_use_child')).toEqual([])
    const left = await ask(
      `select u.place, t.child_id, t.done_by, t.proof, t.due_on from take_down t join media_use u on u.id = t.use_id order by u.place`,
    )
    expect(left).toEqual([
      { place: 'sidan 1', child_id: null, done_by: null, proof: 'Borta', due_on: '2019-01-08' },
      { place: 'sidan 2', child_id: null, done_by: null, proof: null, due_on: '2026-11-30' },
    ])
  })

  test('somebody whom an item is still about stays, and goes when it has gone', async () => {
    const { child, guardian } = await place('2021-01-01', 'D')
    await house.keep([{ publishedAt: '2026-11-01T00:00:00Z', childId: child }])
    await house.run(now)
    expect(await there(child)).toBe(true)
    await ask('delete from document')
    await house.run(now)
    expect([await there(child), await there(guardian)]).toEqual([false, false])
  })
})

describe('a rule', () => {
  test.each([
    ['a period of nothing', `years = 0, days = 0, hours = 0`],
    ['documentation by hours', `years = 0, hours = 1`],
    ['less than nothing', `days = -1`],
  ])('is refused by the database: %s', async (_what, change) => {
    await expect(ask(`update retention_rule set ${change} where kind = 'documentation'`)).rejects.toMatchObject({
      code: '23514',
    })
  })

  test('two for the same day are refused', async () => {
    await expect(house.rule(3, '[2026-01-01,2027-01-01)')).rejects.toMatchObject({ code: '23P01' })
  })

  test('edited while a run is at it: what the new one would keep stays, and the run fails loudly', async () => {
    await house.keep(Array.from({ length: 30 }, () => ({ publishedAt: '2021-11-20T10:00:00Z' })))
    let edited = false
    const editing = house.run(now, {
      batch: 10,
      onProgress: () => {
        if (edited) return
        edited = true
        void ask(`update retention_rule set years = 7 where kind = 'documentation'`)
      },
    })
    await expect(editing).rejects.toThrow('not the one that the run began with')
    const left = (await house.documents()).length
    expect(left).toBeGreaterThan(0)
    expect(await house.count(`job_run where outcome = 'failed'`)).toBe(1)
    expect(await house.run(now)).toMatchObject({ outcome: 'done', documents: 0 })
    expect((await house.documents()).length).toBe(left)
  })

  test('that says preserve keeps what it is about, without an alarm (documentation goes to the archive: test/archive)', async () => {
    await ask(`update retention_rule set fate = 'preserve' where kind = 'draft'`)
    await house.keep([{ savedAt: '2010-01-01T00:00:00Z' }])
    expect(await house.run(now)).toMatchObject({ outcome: 'done', drafts: 0, missing: [] })
    expect(await house.documents()).toHaveLength(1)
  })
})

describe('a hold', () => {
  const hold = (what: { document?: string; child?: string }, until = '2026-12-31') =>
    ask(
      `insert into retention_hold (document_id, child_id, cause, reference, placed_by, placed_at, until)
       values ($1, $2, 'records', 'UBN 2026/17', gen_random_uuid(), '2026-11-01', $3)`,
      what.document ?? null,
      what.child ?? null,
      until,
    )

  test('keeps one item past its day, to the last day it says; the protocol counts it, and then it goes by itself', async () => {
    const [kept, gone] = await house.keep([
      { publishedAt: '2021-11-20T10:00:00Z' },
      { publishedAt: '2021-11-20T10:00:00Z' },
    ])
    await hold({ document: kept!.id }, '2026-11-25')
    expect(await house.run(now)).toMatchObject({ documents: 1, held: 1 })
    expect(await house.documents()).toEqual([kept!.id])
    expect(await ask(`select items, passed from disposal where passed > 0`)).toEqual([{ items: 0, passed: 1 }])
    // To the second: its last day in Sweden, and the first after.
    expect(await house.run('2026-11-25T22:59:59Z')).toMatchObject({ documents: 0, held: 1 })
    expect(await house.run('2026-11-25T23:00:00Z')).toMatchObject({ documents: 1, held: 0 })
    expect(gone).toBeDefined()
  })

  test('on a child keeps all there is about it, and the child', async () => {
    const child = randomUUID()
    await ask(`insert into person (id, given_name, family_name) values ($1, 'Hålls', 'Kvar')`, child)
    await house.keep([{ publishedAt: '2021-11-20T10:00:00Z', childId: child }, { publishedAt: '2021-11-20T10:00:00Z' }])
    await hold({ child })
    expect(await house.run(now)).toMatchObject({ documents: 1, held: 1 })
    await ask(`update retention_hold set ended_at = '2026-11-23', ended_by = gen_random_uuid()`)
    expect(await house.run(now)).toMatchObject({ documents: 1, held: 0 })
  })

  test('holds nothing that has no end, no cause or no case', async () => {
    const [item] = await house.keep([{ publishedAt: '2021-11-20T10:00:00Z' }])
    for (const [column, value] of [
      ['until', null],
      ['until', '2026-10-01'],
      ['cause', 'because'],
      ['reference', ''],
    ] as const) {
      const given: Record<string, unknown> = {
        cause: 'records',
        reference: 'UBN 2026/17',
        until: '2026-12-31',
        [column]: value,
      }
      await expect(
        ask(
          `insert into retention_hold (document_id, cause, reference, placed_by, placed_at, until)
           values ($1, $2, $3, gen_random_uuid(), '2026-11-01', $4)`,
          item!.id,
          given.cause,
          given.reference,
          given.until,
        ),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^235/) })
    }
  })
})

describe('what the protocol stands on', () => {
  test('each batch leaves what it took, by which decision, from when to when, and the checksum of the list', async () => {
    const kept = await house.keep([
      { publishedAt: '2021-11-20T10:00:00Z', pictures: 2 },
      { publishedAt: '2019-03-01T10:00:00Z' },
    ])
    await house.run(now)
    const sum = createHash('sha256')
      .update(
        kept
          .map(({ id }) => id)
          .sort()
          .join(','),
      )
      .digest()
    expect(
      await ask(`select kind, years, decision, items, files, first_from, last_from, checksum from disposal`),
    ).toEqual([
      {
        kind: 'documentation',
        years: 5,
        decision: 'UBN 2021/1',
        items: 2,
        files: 2,
        first_from: new Date('2019-03-01T10:00:00Z'),
        last_from: new Date('2021-11-20T10:00:00Z'),
        checksum: sum,
      },
    ])
  })

  test('nothing was due: nothing is said', async () => {
    await house.run(now)
    expect(await ask('select from disposal')).toEqual([])
  })

  test('the nightly role adds to it and neither reads, changes nor removes what stands there', async () => {
    await house.keep([{ publishedAt: '2021-11-20T10:00:00Z' }])
    await house.run(now)
    const { retention } = house.database
    await expect(retention.rows`update disposal set items = 0`).rejects.toMatchObject({ status: 403 })
    await expect(retention.rows`delete from disposal`).rejects.toMatchObject({ status: 403 })
    expect(await retention.rows`select passed from disposal`).toEqual([])
  })
})

describe('media of withdrawn consent', () => {
  test('go when the rule for them says so, file and all; what only waits for an answer, and the item, stay', async () => {
    const [item] = await house.keep([{ publishedAt: '2025-01-20T10:00:00Z', pictures: 3 }])
    const [early, late, waits] = item!.pictures as [string, string, string]
    const withhold = (id: string, why: string, at: string) =>
      ask(`update media set state = 'withheld', withheld = $2, withheld_at = $3 where id = $1`, id, why, at)
    await withhold(early, 'withdrawn', '2025-11-23T09:00:00Z')
    await withhold(late, 'withdrawn', '2025-11-23T11:00:00Z')
    await withhold(waits, 'suspended', '2025-01-21T09:00:00Z')
    expect(await house.run('2026-11-23T10:00:00Z')).toMatchObject({ outcome: 'done', documents: 0, others: 1 })
    expect((await ask('select id from media order by id')).map((row) => (row as { id: string }).id)).toEqual(
      [late, waits].sort(),
    )
    expect((await house.files()).some((name) => name.startsWith(early))).toBe(false)
    expect((await house.files()).filter((name) => name.startsWith(late)).length).toBeGreaterThan(0)
    expect(await ask('select kind, items, files from disposal')).toEqual([{ kind: 'withheld', items: 1, files: 1 }])
    await ask(
      `insert into retention_hold (document_id, cause, reference, placed_by, placed_at, until)
       values ($1, 'dispute', 'UBN 1', gen_random_uuid(), '2026-11-01', '2027-01-01')`,
      item!.id,
    )
    expect(await house.run('2026-12-01T10:00:00Z')).toMatchObject({ others: 0 })
    await ask('delete from retention_hold')
    expect(await house.run('2026-12-02T10:00:00Z')).toMatchObject({ others: 1 })
  })
})

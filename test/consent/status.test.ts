import fc from 'fast-check'
import { type Answer, questions, type Status } from '../../src/consent/questions.ts'
import { consentTexts } from '../../src/consent/texts.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
  // The wording changed once, the substance once: what was said before 1 November counted until the 20th.
  await house.database.owner.query(
    `insert into consent_text (id, version, language, title, body, valid_from, earlier_until)
     values ($1, 2, 'sv', 'x', 'x', '2026-09-01', null), ($2, 3, 'sv', 'x', 'x', '2026-11-01', '2026-11-20')`,
    [texts[1], texts[2]],
  )
})
afterAll(() => house.close())

const today = '2026-11-23'
const texts = [consentTexts().find((text) => text.language === 'sv')!.id, crypto.randomUUID(), crypto.randomUUID()]

/** A guardian's custody as days from and to (exclusive, null: for ever), and who answers what, in order. */
type Story = {
  born: string
  guardians: { from: string; to: string | null }[][]
  /** by: a guardian's number, or the child itself. paper: a guardian's came on paper, which a second has seen or not. */
  answers: { by: number | 'child'; question: number; answer: Answer; text: number; paper: 'seen' | 'unseen' | null }[]
  shown: (number | 'child')[]
}

const periods = fc.constantFrom<Story['guardians'][number]>(
  [{ from: '2020-01-01', to: null }],
  [{ from: '2020-01-01', to: null }],
  [{ from: '2020-01-01', to: today }],
  [{ from: '2020-01-01', to: '2026-11-24' }],
  [{ from: today, to: null }],
  [{ from: '2026-11-24', to: null }],
  [
    { from: '2020-01-01', to: '2024-01-01' },
    { from: '2025-01-01', to: null },
  ],
  [
    { from: '2020-01-01', to: '2024-01-01' },
    { from: '2024-06-01', to: '2025-01-01' },
  ],
)
const who = fc.constantFrom<number | 'child'>(0, 0, 1, 1, 2, 'child')

const story: fc.Arbitrary<Story> = fc.record({
  // Small; 13 today and tomorrow; 18 today and tomorrow.
  born: fc.constantFrom('2022-05-05', '2022-05-05', '2013-11-23', '2013-11-24', '2008-11-23', '2008-11-24'),
  guardians: fc.array(periods, { minLength: 0, maxLength: 3 }),
  answers: fc.array(
    fc.record({
      by: who,
      question: fc.nat(2),
      answer: fc.constantFrom<Answer>('yes', 'yes', 'yes', 'yes', 'no', 'withdrawn'),
      text: fc.constantFrom(0, 1, 2, 2),
      paper: fc.constantFrom<Story['answers'][number]['paper']>(null, null, 'seen', 'unseen'),
    }),
    { maxLength: 12 },
  ),
  shown: fc.array(who, { maxLength: 2 }),
})

/**
 * Decision 4 in other words: walk through the story, keep each one's last word, and ask those whose word it takes. A yes on
 * a paper that nobody has countersigned (decision 10) is no word yet; it only shows that one is on its way.
 */
function expected({ born, guardians, answers, shown }: Story, question: number, everybody: boolean): Status {
  const adult = born <= '2008-11-23'
  const grown = born <= '2013-11-23'
  const held = (periods: Story['guardians'][number]) =>
    periods.some(({ from, to }) => from <= today && (to === null || today < to))
  const parents = adult ? [] : [...guardians.keys()].filter((index) => held(guardians[index]!))
  const last = new Map<number | 'child', Story['answers'][number]>()
  const onItsWay = new Map<number | 'child', boolean>()
  for (const each of answers) {
    if (each.question !== question || (each.by !== 'child' && each.by >= guardians.length)) continue
    const waits = each.by !== 'child' && each.paper === 'unseen' && each.answer === 'yes'
    onItsWay.set(each.by, waits && each.text === 2)
    if (!waits) last.set(each.by, each)
  }
  const heard = [...parents, 'child' as const].map((one) => last.get(one)?.answer)
  if (heard.includes('withdrawn')) return 'withdrawn'
  if (heard.includes('no')) return 'no'
  const agrees = (one: number | 'child') => last.get(one)?.answer === 'yes' && last.get(one)!.text === 2
  const asked: (number | 'child')[] = [...parents, ...(grown ? (['child'] as const) : [])]
  const missing = asked.filter((one) => !agrees(one))
  const enough = everybody ? missing.length === 0 : parents.some(agrees) || adult
  const own = !grown || agrees('child')
  if (enough && own && (adult || parents.length > 0)) return 'yes'
  if (asked.some(agrees) || asked.some((one) => onItsWay.get(one))) return 'waiting'
  if ([...last.values()].some(({ answer }) => answer === 'yes')) return 'lapsed'
  return asked.some((one) => shown.includes(one)) ? 'not_answered' : 'not_asked'
}

async function tell(stories: Story[], everybody: boolean): Promise<string[]> {
  const { owner } = house.database
  const children = stories.map(() => crypto.randomUUID())
  const adults = stories.map(({ guardians }) => guardians.map(() => crypto.randomUUID()))
  const each = <T>(pick: (story: Story, index: number) => T[]) => stories.flatMap(pick)
  const person = (index: number, by: number | 'child') => (by === 'child' ? children[index]! : adults[index]![by])
  await owner.query(
    `insert into person (id, given_name, family_name, birth_date)
     select id, 'Barn', 'Prov', born from unnest($1::uuid[], $2::date[]) as p(id, born)`,
    [
      [...children, ...adults.flat()],
      [...stories.map(({ born }) => born), ...adults.flat().map(() => null)],
    ],
  )
  await owner.query("insert into placement select unnest($1::uuid[]), $2, '[2024-01-01,)'", [children, ids.myran])
  const custody = each(({ guardians }, index) =>
    guardians.flatMap((held, number) =>
      held.map(({ from, to }) => ({ child: children[index], adult: adults[index]![number], from, to })),
    ),
  )
  await owner.query(
    `insert into guardianship select adult, child, daterange(f, t)
     from unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[]) as c(adult, child, f, t)`,
    [custody.map((c) => c.adult), custody.map((c) => c.child), custody.map((c) => c.from), custody.map((c) => c.to)],
  )
  const told = each(({ answers }, index) =>
    answers.filter(({ by }) => person(index, by)).map((said) => ({ ...said, index })),
  )
  const papers = told.map(({ by, paper }) => (by === 'child' || !paper ? null : crypto.randomUUID()))
  await owner.query(
    `insert into consent_paper (id, child_id, guardian_id, text_id, said_on, entered_by, entered_at, kind, checksum, sealed_scan,
                                countersigned_by, countersigned_at)
     select id, child, who, text, '2026-11-20', $5, now(), 'pdf', uuid_send(id), 'x',
            case when paper = 'seen' then $6::uuid end, case when paper = 'seen' then now() end
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $7::text[]) as p(id, child, who, text, paper) where id is not null`,
    [
      papers,
      told.map(({ index }) => children[index]),
      told.map(({ index, by }) => person(index, by)),
      told.map(({ text }) => texts[text]),
      ids.admin,
      ids.principal,
      told.map(({ paper }) => paper),
    ],
  )
  await owner.query(
    `insert into consent_answer (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id, paper_id, origin, entered_by)
     select child, who, case when child = who then 'child' else 'guardian' end, medium, level, answer, now(), text, paper,
            case when paper is null then 'portal' else 'paper' end, case when paper is not null then $8::uuid end
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[]) with ordinality
       as said(child, who, medium, level, answer, text, paper, n) order by n`,
    [
      told.map(({ index }) => children[index]),
      told.map(({ index, by }) => person(index, by)),
      told.map(({ question }) => questions[question]!.medium),
      told.map(({ question }) => questions[question]!.level),
      told.map(({ answer }) => answer),
      told.map(({ text }) => texts[text]),
      papers,
      ids.admin,
    ],
  )
  // Who has answered has been shown it; the oracle says so by its own road.
  const seen = each(({ shown }, index) =>
    [...new Set(shown)]
      .filter((by) => person(index, by))
      .map((by) => ({ child: children[index], by: person(index, by) })),
  )
  await owner.query(
    'insert into consent_shown select child, who, $3, now() from unnest($1::uuid[], $2::uuid[]) as s(child, who)',
    [seen.map(({ child }) => child), seen.map(({ by }) => by), texts[2]],
  )
  await owner.query("update setting set value = to_jsonb($1::boolean) where key = 'consent.every_guardian'", [
    everybody,
  ])
  return children
}

test('decision 4: over 10 000 stories of custody, birthdays, texts and answers the status is what the story says', async () => {
  const seen = new Set<Status>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(story, { minLength: 250, maxLength: 250 }),
      fc.constantFrom(true, true, false),
      async (stories, everybody) => {
        const children = await tell(stories, everybody)
        const rows = await house.services.actors.read(
          house.actor('admin', 'admin'),
          (tx) => tx.rows<{ child_id: string; medium: string; level: string; status: Status }>`
            select child_id, medium, level, status from access.consent_status(${children}::uuid[])`,
        )
        const got = new Map(rows.map((row) => [`${row.child_id} ${row.medium}.${row.level}`, row.status]))
        for (const [index, each] of stories.entries())
          for (const [number, { input }] of questions.entries()) {
            const wanted = expected(each, number, everybody)
            seen.add(wanted)
            if (got.get(`${children[index]} ${input}`) !== wanted)
              throw new Error(
                `${input}: ${got.get(`${children[index]} ${input}`)}, not ${wanted}, ${everybody}: ${JSON.stringify(each)}`,
              )
          }
      },
    ),
    { numRuns: 40, endOnFailure: true },
  )
  expect(seen.size).toBe(7)
  await house.database.owner.query("update setting set value = 'true' where key = 'consent.every_guardian'")
})

test('R3: the status of a child is told to nobody but the family, the staff and the administrator', async () => {
  const told = async (
    name: Parameters<typeof house.actor>[0],
    role: Parameters<typeof house.actor>[1],
    child: string,
  ) =>
    (
      await house.services.actors.read(
        house.actor(name, role),
        (tx) => tx.rows`select from access.consent_status(array[${child}::uuid])`,
      )
    ).length
  for (const [name, role] of [
    ['guardian', 'guardian'],
    ['educator', 'educator'],
    ['principal', 'principal'],
    ['admin', 'admin'],
    ['alma', 'pupil'],
  ] as const)
    expect([name, await told(name, role, ids.alma)]).toEqual([name, 10])
  for (const [name, role] of [
    ['neighbour', 'guardian'],
    ['ended', 'guardian'],
    ['educator2', 'educator'],
    ['bo', 'pupil'],
    ['records', 'records'],
    ['dpo', 'dpo'],
  ] as const)
    expect([name, await told(name, role, ids.alma)]).toEqual([name, 0])
  for (const [name, role] of [
    ['admin', 'admin'],
    ['educator', 'educator'],
    ['hidden', 'guardian'],
  ] as const)
    expect(await told(name, role, ids.dold)).toBe(0)
})

import fc from 'fast-check'
import { type Answer, questions, type Status } from '../../src/consent/questions.ts'
import { consentTexts } from '../../src/consent/texts.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const today = '2026-11-23'
const text = consentTexts()[0]!.id

/** A guardian's custody as days from and to (exclusive, null: for ever), and who answers what, in order. */
type History = {
  born: string
  guardians: { from: string; to: string | null }[][]
  answers: { by: number; question: number; answer: Answer }[]
  everybody: boolean
}

const periods = fc.constantFrom<History['guardians'][number]>(
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

const history: fc.Arbitrary<History> = fc.record({
  born: fc.constantFrom('2022-05-05', '2022-05-05', '2022-05-05', '2008-11-24', '2008-11-23'),
  guardians: fc.array(periods, { minLength: 0, maxLength: 4 }),
  answers: fc.array(
    fc.record({
      by: fc.nat(3),
      question: fc.nat(2),
      answer: fc.constantFrom<Answer>('yes', 'yes', 'yes', 'no', 'withdrawn'),
    }),
    { maxLength: 14 },
  ),
  everybody: fc.constantFrom(true, true, false),
})

/** Decision 4 in other words: walk through the story and keep each guardian's last word. */
function expected({ born, guardians, answers, everybody }: History, question: number): Status {
  const adult = born <= '2008-11-23'
  const here = guardians.flatMap((held, index) =>
    !adult && held.some(({ from, to }) => from <= today && (to === null || today < to)) ? [index] : [],
  )
  const words = here.map((index) => answers.filter((a) => a.by === index && a.question === question).at(-1)?.answer)
  if (words.includes('withdrawn')) return 'withdrawn'
  if (words.includes('no')) return 'no'
  if (everybody ? words.length > 0 && words.every((word) => word === 'yes') : words.includes('yes')) return 'yes'
  return 'not_answered'
}

async function tell(story: History): Promise<string> {
  const { owner } = house.database
  const child = crypto.randomUUID()
  const adults = story.guardians.map(() => crypto.randomUUID())
  await owner.query("insert into person (id, given_name, family_name, birth_date) values ($1, 'Barn', 'Prov', $2)", [
    child,
    story.born,
  ])
  await owner.query("insert into placement values ($1, $2, '[2024-01-01,)')", [child, ids.myran])
  for (const [index, adult] of adults.entries()) {
    await owner.query("insert into person (id, given_name, family_name) values ($1, 'Vuxen', 'Prov')", [adult])
    for (const { from, to } of story.guardians[index]!)
      await owner.query('insert into guardianship values ($1, $2, daterange($3, $4))', [adult, child, from, to])
  }
  const told = story.answers.filter(({ by }) => by < adults.length)
  await owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
     select $1, guardian, medium, level, answer, now(), $2
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as said(guardian, medium, level, answer)`,
    [
      child,
      text,
      told.map(({ by }) => adults[by]),
      told.map(({ question }) => questions[question]!.medium),
      told.map(({ question }) => questions[question]!.level),
      told.map(({ answer }) => answer),
    ],
  )
  await owner.query("update setting set value = to_jsonb($1::boolean) where key = 'consent.every_guardian'", [
    story.everybody,
  ])
  return child
}

test('decision 4: the status of every cell is what the story says, whoever reads it and whoever has had custody', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (story) => {
      const child = await tell(story)
      for (const reader of [house.actor('admin', 'admin'), house.actor('educator', 'educator')]) {
        const rows = await house.services.actors.read(
          reader,
          (tx) => tx.rows<{ medium: string; level: string; status: Status }>`
            select medium, level, status from access.consent_status(array[${child}::uuid])`,
        )
        const status = Object.fromEntries(rows.map((row) => [`${row.medium}.${row.level}`, row.status]))
        expect(status).toEqual(Object.fromEntries(questions.map(({ input }, index) => [input, expected(story, index)])))
      }
    }),
    { numRuns: 400 },
  )
}, 120_000)

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

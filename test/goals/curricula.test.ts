import { areas, curricula, curriculumOn, findGoal, insertGoals, keyOf } from '../../src/goals/curricula.ts'
import { chosenGoals, goalStep, unknownGoals } from '../../src/goals/presenter.ts'
import { stemsOf } from '../../src/goals/stems.ts'
import { translator } from '../../src/web/language.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const t = translator('sv')

describe('R1: the curricula as data', () => {
  test('each version has goals in every area, in both languages, with where they stand', () => {
    expect(curricula.map(({ curriculum, version }) => `${curriculum}.${version}`)).toEqual(['lgr22.1', 'lpfo18.1'])
    for (const { goals } of curricula) {
      expect(new Set(goals.map((goal) => goal.area))).toEqual(new Set(areas))
      expect(new Set(goals.map((goal) => goal.id)).size).toBe(goals.length)
      for (const goal of goals) {
        expect(goal.sv.length).toBeGreaterThan(5)
        expect(goal.en.length).toBeGreaterThan(5)
        expect(goal.reference.sv).toMatch(/^(avsnitt 2\.\d|kapitel \d)/)
        // In words of our own, and short: nobody reads a paragraph beside a box.
        expect(goal.sv.length).toBeLessThan(75)
        expect(findGoal(keyOf(curricula.find((each) => each.goals.includes(goal))!, goal))).toMatchObject({
          id: goal.id,
        })
      }
    }
  })

  test('a curriculum holds from its first day to its last, and a newer version takes over on its own first day', () => {
    const [, lpfo] = curricula
    const newer = { ...lpfo!, version: 2, validFrom: '2027-07-01', goals: lpfo!.goals.slice(1) }
    const both = [...curricula, newer]
    const on = (day: string) => curriculumOn('lpfo18', day, both)?.version
    expect([on('2019-06-30'), on('2019-07-01'), on('2027-06-30'), on('2027-07-01')]).toEqual([undefined, 1, 1, 2])
    const ended = [{ ...lpfo!, validTo: '2024-06-30' }]
    expect(curriculumOn('lpfo18', '2024-06-30', ended)?.version).toBe(1)
    expect(curriculumOn('lpfo18', '2024-07-01', ended)).toBeUndefined()
    expect(curriculumOn('none', '2026-01-01')).toBeUndefined()
  })
})

describe('finding by meaning', () => {
  test.each([
    ['bokstäverna', 'bokstäver'],
    ['räknade', 'räkna'],
    ['kottarna', 'kottar'],
    ['sagorna', 'saga'],
    ['byggen', 'bygga'],
  ])('%s and %s have the same stem', (one, other) => {
    expect(stemsOf(one)).toEqual(stemsOf(other))
  })

  const fitting = (typed: string) => {
    const wanted = stemsOf(typed)
    const { areas: found } = goalStep('lpfo18', '2026-11-23', [], 'sv', t)
    const goals = found.flatMap((area) => area.goals)
    return goals
      .filter(({ stems }) => wanted.every((stem) => stems.split(' ').includes(stem)))
      .map(({ words }) => words)
  }
  test.each([
    ['räknar', 'Antal, ordning och mängd'],
    ['torn', 'Bygga och konstruera'],
    ['demokrati', 'Bestämma tillsammans'],
    ['sångerna', 'Sjunga, spela, dansa och spela teater'],
    ['vattnet', 'Undersöka vatten, luft, ljus och ämnen'],
    ['bokstaven', 'Bokstäver, skrift och tecken som betyder något'],
    ['bokstäverna', 'Bokstäver, skrift och tecken som betyder något'],
  ])('%s finds %s', (typed, words) => {
    expect(fitting(typed)).toContain(words)
  })

  test('a word that no goal is about finds none', () => {
    expect(fitting('deklarationsblankett')).toEqual([])
  })
})

describe('choosing', () => {
  test('the group’s own curriculum alone, and what the draft has from before', () => {
    expect(unknownGoals(['lpfo18.1.play'], 'lpfo18', '2026-11-23', [])).toEqual([])
    expect(unknownGoals(['lgr22.1.music'], 'lpfo18', '2026-11-23', [])).toEqual(['lgr22.1.music'])
    expect(unknownGoals(['lpfo18.7.play'], 'lpfo18', '2026-11-23', [])).toEqual(['lpfo18.7.play'])
    expect(unknownGoals(['lpfo18.0.play'], 'lpfo18', '2026-11-23', ['lpfo18.0.play'])).toEqual([])
    // Before the curriculum held there was nothing to choose.
    expect(unknownGoals(['lpfo18.1.play'], 'lpfo18', '2019-06-30', [])).toEqual(['lpfo18.1.play'])
  })

  test('what was chosen is open and ticked, and said in the order of the areas', () => {
    const step = goalStep('lpfo18', '2026-11-23', ['lpfo18.1.music'], 'sv', t)
    expect(step.areas.filter(({ open }) => open).map(({ label }) => label)).toEqual(['Lek och skapande'])
    expect(step.areas.flatMap(({ goals }) => goals).filter(({ checked }) => checked)).toHaveLength(1)
    expect(chosenGoals(['lpfo18.1.voice', 'lpfo18.1.speech', 'lpfo18.1.gone'], 'en', translator('en'))).toEqual([
      { area: 'Language and stories', words: 'Talk, tell and ask', reference: 'Lpfö 18, section 2.2' },
      {
        area: 'Taking part in deciding',
        words: 'Say what one thinks, and have a say',
        reference: 'Lpfö 18, section 2.3',
      },
    ])
  })
})

describe('a newer version', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())

  test('is added beside the older, whose words stay as they were also when somebody changes the file', async () => {
    const [, lpfo] = curricula
    const renamed = lpfo!.goals.map((goal) => ({ ...goal, sv: `${goal.sv}, på nytt` }))
    await insertGoals(database.urls.owner, [
      { ...lpfo!, goals: renamed },
      { ...lpfo!, version: 2, goals: renamed },
    ])
    const { rows } = await database.owner.query(
      "select version, words_sv from curriculum_goal where curriculum = 'lpfo18' and goal = 'building' order by version",
    )
    expect(rows).toEqual([
      { version: 1, words_sv: 'Bygga och konstruera' },
      { version: 2, words_sv: 'Bygga och konstruera, på nytt' },
    ])
    const tagged = await database.owner.query('select distinct version from document_goal')
    expect(tagged.rows).toEqual([{ version: 1 }])
  })
})

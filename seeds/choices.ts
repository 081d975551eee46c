import { addDays, at, covers } from './calendar.ts'
import { idOf, type Random, seeded } from './random.ts'
import type { Town } from './town.ts'
import type { ConsentAnswer, ContactChoice } from './types.ts'

const media = ['photo', 'film', 'sound'] as const
const levels = ['pupil', 'group', 'school'] as const
const questions: Pick<ConsentAnswer, 'medium' | 'level'>[] = [
  ...media.flatMap((medium) => levels.map((level) => ({ medium, level }))),
  { medium: 'name', level: 'any' },
]

/** What guardians have chosen to show (R6): most have never touched it, many show their phone, a few hide their name. */
export function contactChoices(town: Town): ContactChoice[] {
  const random = seeded('contact choices')
  return town.guardianships.flatMap(({ guardianId, childId, to }) => {
    if (to !== null) return []
    const told = toldContacts[guardianId]
    const when = evening(town, random, 20, 700)
    const shown = told ?? {
      ...(random.chance(0.05) ? { name: false } : {}),
      ...(random.chance(0.55) ? { phone: true } : {}),
      ...(random.chance(0.35) ? { email: true } : {}),
      ...(random.chance(0.15) ? { address: true } : {}),
    }
    const groups = town.placements.filter((each) => each.childId === childId && covers(each, town.today))
    return groups.flatMap(({ groupId }) =>
      Object.entries(shown).map(([field, value]) => ({
        guardianId,
        childId,
        groupId,
        field: field as ContactChoice['field'],
        shown: value,
        at: when,
      })),
    )
  })
}

/** Answers about photo, film, sound and the name (R16, R20), older answers first. Nobody is obliged to answer. */
export function consentAnswers(town: Town): ConsentAnswer[] {
  const random = seeded('consent')
  const answers = town.guardianships.flatMap(({ guardianId, childId, to }) => {
    const told = toldConsent[childId]
    if (told) return told(town, guardianId, childId)
    if (to !== null || random.chance(0.07)) return []
    const when = evening(town, random, 40, 800)
    const openness = random.next()
    return questions.flatMap((question): ConsentAnswer[] => {
      if (random.chance(0.03)) return []
      const reach = { pupil: 0.03, group: 0.1, school: 0.32, any: 0.4 }[question.level]
      const answer = openness < reach || random.chance(0.02) ? 'no' : 'yes'
      const first: ConsentAnswer = { guardianId, childId, ...question, answer, at: when }
      if (answer === 'no' || question.level === 'pupil' || !random.chance(0.012)) return [first]
      return [first, { ...first, answer: 'withdrawn', at: evening(town, random, 2, 38) }]
    })
  })
  return answers.sort((a, b) => a.at.getTime() - b.at.getTime())
}

type Told = (town: Town, guardianId: string, childId: string) => ConsentAnswer[]

const toldContacts: Record<string, Partial<Record<ContactChoice['field'], boolean>>> = {
  [idOf('person guardian')]: { phone: true, email: true },
  [idOf('person guardian2')]: { phone: true },
  [idOf('person neighbour')]: { phone: true },
  [idOf('person home one')]: { phone: true, address: true },
  [idOf('person home two')]: { email: true, phone: false, address: false },
  [idOf('person sole guardian')]: { name: false },
  [idOf('person protected guardian')]: {},
}

const toldConsent: Record<string, Told> = {
  // Both have said yes to most things; one has not yet answered about the whole school.
  [idOf('person alma')]: (town, guardianId, childId) =>
    questions
      .filter((q) => guardianId === idOf('person guardian') || q.level !== 'school')
      .map((q) => ({ guardianId, childId, ...q, answer: 'yes', at: at(addDays(town.today, -95), 20, 12) })),
  [idOf('person elis')]: (town, guardianId, childId) =>
    questions.map((q) => ({
      guardianId,
      childId,
      ...q,
      answer: q.level === 'school' && q.medium !== 'photo' ? 'no' : 'yes',
      at: at(addDays(town.today, -95), 20, 24),
    })),
  [idOf('person idil')]: (town, guardianId, childId) =>
    questions.map((q) => ({ guardianId, childId, ...q, answer: 'yes', at: at(addDays(town.today, -80), 19, 5) })),
  [idOf('person protected child')]: () => [],
  [idOf('person protected sibling')]: () => [],
  [idOf('person linh')]: () => [],
  // The two guardians do not answer alike: any single no wins (decision 4).
  [idOf('person majken')]: (town, guardianId, childId) =>
    questions.map((q) => ({
      guardianId,
      childId,
      ...q,
      answer: guardianId === idOf('person mixed guardian2') && q.level !== 'pupil' ? 'no' : 'yes',
      at: at(addDays(town.today, -70), 21, 3),
    })),
  // R21: yes at first, later taken back by one of them for everything outside the child's own documentation.
  [idOf('person karim')]: (town, guardianId, childId) => {
    const yes = questions.map((q) => ({
      guardianId,
      childId,
      ...q,
      answer: 'yes' as const,
      at: at(addDays(town.today, -210), 18, 40),
    }))
    if (guardianId !== idOf('person withdrawn guardian')) return yes
    const taken = yes.filter((q) => q.level !== 'pupil')
    return [
      ...yes,
      ...taken.map((q) => ({ ...q, answer: 'withdrawn' as const, at: at(addDays(town.today, -6), 20, 31) })),
    ]
  },
}

function evening(town: Town, random: Random, least: number, most: number): Date {
  return at(addDays(town.today, -random.int(least, most)), random.int(17, 22), random.int(0, 59))
}

import { schoolYear, stockholmDay } from './calendar.ts'
import { type NumberPool, numberPool } from './numbers.ts'
import { type Random, seeded } from './random.ts'
import type { ContactDetail, Duty, Guardianship, Household, Person, Placement, ProtectedPerson } from './types.ts'

/** The municipality while it is being built: today, the random source and the people so far. */
export type Town = {
  now: Date
  today: string
  /** The year in which today's school year began. */
  year: number
  /** The first day with documentation: more than six years back. */
  begin: string
  random: Random
  numbers: NumberPool
  people: Person[]
  households: Household[]
  guardianships: Guardianship[]
  placements: Placement[]
  duties: Duty[]
  protectedPeople: ProtectedPerson[]
  contactDetails: ContactDetail[]
}

export function emptyTown(now: Date): Town {
  const today = stockholmDay(now)
  const year = schoolYear(today)
  const random = seeded('people')
  return {
    now,
    today,
    year,
    begin: `${year - 6}-08-15`,
    random,
    numbers: numberPool(seeded('numbers')),
    people: [],
    households: [],
    guardianships: [],
    placements: [],
    duties: [],
    protectedPeople: [],
    contactDetails: [],
  }
}

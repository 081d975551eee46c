import { accounts } from './accounts.ts'
import { consentAnswers, contactChoices } from './choices.ts'
import { talk } from './comments.ts'
import { documents } from './documents.ts'
import { settleFamilies } from './families.ts'
import { notes } from './notes.ts'
import { groups, units } from './places.ts'
import { hireStaff } from './staff.ts'
import { protect } from './story.ts'
import { emptyTown } from './town.ts'
import type { Demo } from './types.ts'
import { withoutConsent } from './without-consent.ts'

export { cast } from './story.ts'

/**
 * The demo municipality as it stands at `now`: invented people, real shapes. The same day gives the same municipality,
 * and people keep their ids from day to day, while ages, placements and documentation follow the calendar.
 */
export function demo(now: Date): Demo {
  const town = emptyTown(now)
  hireStaff(town)
  settleFamilies(town)
  protect(town)
  const written = documents(town)
  return {
    units,
    groups: groups.map(({ id, unitId, name, kind, curriculum }) => ({ id, unitId, name, kind, curriculum })),
    people: town.people,
    households: town.households,
    guardianships: town.guardianships,
    placements: town.placements,
    duties: town.duties,
    accounts,
    protectedPeople: town.protectedPeople,
    contactDetails: town.contactDetails,
    contactChoices: contactChoices(town),
    consentAnswers: consentAnswers(town),
    documents: written,
    ...talk(town, written),
    notes: notes(town, written),
    ...withoutConsent(town, written),
  }
}

import { termOn } from '../src/follow-up/terms.ts'
import { addDays, at, stockholmDay } from './calendar.ts'
import { groupOf } from './places.ts'
import { idOf } from './random.ts'
import type { Document, Duty, Note, Person } from './types.ts'

type Told = {
  key: string
  group: string | null
  unit: string
  role: Duty['role']
  /** Days back for each version. */
  written: number[]
  title: string
  analysis: string
  next: string
}

/** What staff have written down of their own work: about the work and what comes next, never about how a child is. */
export function notes(town: { today: string; duties: Duty[]; people: Person[] }, documents: Document[]): Note[] {
  return told.map((each) => {
    const group = each.group ? groupOf(each.group) : null
    const unitId = group?.unitId ?? groupOf(each.unit).unitId
    const duty = town.duties.find(
      (duty) => duty.role === each.role && (group ? duty.groupId === group.id : duty.unitId === unitId) && !duty.to,
    )!
    const author = town.people.find((person) => person.id === duty.personId)!
    const first = addDays(town.today, -Math.max(...each.written))
    const items = documents
      .filter(
        ({ publishedAt, ...place }) => publishedAt && publishedAt < at(first, 8, 0) && isOf(place, unitId, group?.id),
      )
      .toSorted((a, b) => b.publishedAt!.getTime() - a.publishedAt!.getTime())
      .filter(({ goals }) => goals.length > 0)
      .slice(0, 3)
    return {
      id: idOf(`note ${each.key}`),
      unitId,
      groupId: group?.id ?? null,
      term: termOn(stockholmDay(at(first, 12, 0))).key,
      versions: each.written.map((back, i) => ({
        authorId: author.id,
        at: at(addDays(town.today, -back), 15, 20 + i),
        title: each.title,
        analysis: each.analysis,
        // The first time only what was seen; what comes next was added later.
        next: each.written.length > 1 && i === 0 ? '' : each.next,
        signature: `${author.givenName} ${author.familyName}, ${each.role === 'principal' ? 'rektor' : 'pedagog'}`,
        items: items.map(({ id }) => id),
      })),
    }
  })
}

function isOf({ unitId, groupId }: Pick<Document, 'unitId' | 'groupId'>, unit: string, group: string | undefined) {
  return group ? groupId === group : unitId === unit
}

const told: Told[] = [
  {
    key: 'myran',
    group: 'glantan Myran',
    unit: 'glantan Myran',
    role: 'educator',
    written: [9, 2],
    title: 'Mycket skapande, mindre om språk',
    analysis:
      'Det mesta vi har skrivit om handlar om att bygga, måla och undersöka ute. Sagor och skrift finns i vardagen, men vi har sällan dokumenterat dem.\n\nNär vi delade gruppen i två blev det fler tillfällen att prata i lugn och ro.',
    next: 'Läsvila i två små grupper varje dag i tre veckor. Vi skriver ned vilka böcker barnen väljer och vilka frågor som kommer.\n\nVi tittar på tabellen tillsammans igen om en månad.',
  },
  {
    key: 'glantan',
    group: null,
    unit: 'glantan Myran',
    role: 'principal',
    written: [5],
    title: 'Barnens inflytande behöver synas mer',
    analysis:
      'Grupperna arbetar brett med natur och teknik. Det som rör barnens inflytande finns i alla grupper, men ojämnt över månaderna.',
    next: 'Vi tar upp det på nästa reflektionsmöte: varje grupp berättar om ett tillfälle då barnens förslag ändrade planen.',
  },
  {
    key: 'femman',
    group: 'lindhaga 5A',
    unit: 'lindhaga 5A',
    role: 'educator',
    written: [12],
    title: 'Matematik i andra ämnen',
    analysis: 'Räkning och mätning har kommit in i både slöjd och teknik, och då har fler elever visat sina lösningar.',
    next: 'Vi planerar nästa område tillsammans med slöjden och låter eleverna redovisa för 4A.',
  },
]

import { idOf } from './random.ts'
import type { Town } from './town.ts'
import type { Comment, Document } from './types.ts'

const hour = 3_600_000

/** Alma's and Elis's units take comments; under the second newest item about each of them there is a short talk. */
export function talk(town: Town, documents: Document[]) {
  const name = new Map(town.people.map((person) => [person.id, `${person.givenName} ${person.familyName}`]))
  const guardian = idOf('person guardian')
  const elis = idOf('person elis')
  const children = town.guardianships.filter((each) => each.guardianId === guardian).map((each) => each.childId)
  const units = new Set<string>()
  const comments: Comment[] = []
  for (const childId of children) {
    const own = documents
      .filter((document) => document.publishedAt && document.childIds.includes(childId))
      .sort((a, b) => b.publishedAt!.getTime() - a.publishedAt!.getTime())
    const about = own[1] ?? own[0]
    if (!about) continue
    units.add(about.unitId)
    const say = (authorId: string, role: Comment['role'], title: string, text: string, after: number) =>
      comments.push({
        ...{ documentId: about.id, childId, authorId, role, text },
        signature: `${name.get(authorId)}, ${title}`,
        at: new Date(Math.min(about.publishedAt!.getTime() + after, town.now.getTime() - hour)),
      })
    say(guardian, 'guardian', 'vårdnadshavare', 'Så roligt att läsa! Vi pratade om det hela vägen hem.', 5 * hour)
    say(about.authorId, 'educator', 'pedagog', 'Vad fint. Vi fortsätter med det nästa vecka.', 20 * hour)
    if (childId === elis) say(elis, 'pupil', 'elev', 'Det var svårt i början men sen gick det.', 6 * hour)
  }
  const principals = town.duties.filter((duty) => duty.role === 'principal')
  const commentsOpen = [...units].flatMap((unitId) => {
    const by = principals.findLast((duty) => duty.unitId === unitId)?.personId
    return by ? [{ unitId, by, at: new Date(town.now.getTime() - 400 * 24 * hour) }] : []
  })
  return { commentsOpen, comments }
}

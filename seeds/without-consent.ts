import { addDays, at } from './calendar.ts'
import { cast } from './story.ts'
import type { Town } from './town.ts'
import type { Demo, Document } from './types.ts'

/**
 * What consent that binds looks like, without anybody having to do anything first: a draft whose picture lacks a consent,
 * and a picture that left the group's page when somebody took theirs back, with the poster that has to come down.
 */
export function withoutConsent(town: Town, written: Document[]): Required<Pick<Demo, 'marks' | 'uses'>> {
  const here = written.filter(
    (each) => each.groupId === cast.group && each.audience === 'group' && each.pictures.length > 0,
  )
  const draft = here.find((each) => each.publishedAt === null && each.authorId === cast.educator)
  // Before Karim's guardian took it back (choices.ts).
  const before = at(addDays(town.today, -7), 0, 0)
  const shown = here
    .filter((each) => each.publishedAt !== null && each.publishedAt < before)
    .toSorted((a, b) => a.publishedAt!.getTime() - b.publishedAt!.getTime())
    .at(-1)
  return {
    marks: [
      ...(draft
        ? [{ documentId: draft.id, picture: 0, childIds: [cast.mixedConsentChild, cast.neighboursChild] }]
        : []),
      ...(shown
        ? [{ documentId: shown.id, picture: 0, childIds: [cast.withdrawnConsentChild, cast.neighboursChild] }]
        : []),
    ],
    uses: shown
      ? [
          {
            documentId: shown.id,
            picture: 0,
            kind: 'print',
            place: 'Affisch vid entrén',
            usedOn: addDays(town.today, -7),
            ownerId: cast.educator,
          },
        ]
      : [],
  }
}

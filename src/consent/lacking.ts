import type { Read } from '../database/as-actor.ts'
import { Conflict } from '../errors.ts'
import type { Translate } from '../web/language.ts'
import type { Level, Medium, Status } from './questions.ts'

/** One consent that stands in a draft's way: a child in a medium, or a medium of which nobody has said who is in it. */
export type Lacking = {
  media_id: string
  child_id: string | null
  /** Null for a child who is no longer in the actor's care. */
  name: string | null
  medium: Medium
  level: Level
  status: Status | 'unmarked'
}

/** Publishing was refused: consent is lacking. The page that offers what works is the review. */
export class Unconsented extends Conflict {
  constructor() {
    super('consent is lacking')
  }
}

/** What would keep one's own draft, about these children, from being published (decision 5). */
export function lackingIn(tx: Read, draft: string, about: string[]): Promise<Lacking[]> {
  return tx.rows<Lacking>`
    select l.*, p.given_name || ' ' || p.family_name as name
    from access.consent_lacking(${draft}, ${about}::uuid[]) l left join person p on p.id = l.child_id`
}

/** What would be withheld of a published item if it were corrected to be seen so, and about these children. */
export function withheldByCorrection(tx: Read, item: string, seen: string, about: string[]): Promise<Lacking[]> {
  return tx.rows<Lacking>`
    select l.*, p.given_name || ' ' || p.family_name as name
    from access.correction_lacking(${item}, ${seen}, ${about}::uuid[]) l left join person p on p.id = l.child_id`
}

export type Obstacle = {
  mediaId: string
  /** What the medium is, `Bild 2`. */
  what: string
  kind: Medium
  /** A sentence for each child, or one that asks who is in it. */
  reasons: string[]
  unmarked: boolean
}

/** The same in words, medium by medium in the item's order. */
export function obstaclesFrom(lacking: Lacking[], media: { id: string; kind: Medium }[], t: Translate): Obstacle[] {
  return media.flatMap(({ id, kind }, index) => {
    const here = lacking.filter((each) => each.media_id === id)
    if (here.length === 0) return []
    return {
      mediaId: id,
      what: t(`consent.lacking.what-${kind}`, { number: index + 1 }),
      kind,
      unmarked: here.some((each) => each.status === 'unmarked'),
      reasons: here.map((each) =>
        each.status === 'unmarked' ? t('consent.lacking.unmarked') : reasonOf(each, each.status, t),
      ),
    }
  })
}

function reasonOf({ name, medium, level }: Lacking, status: Status, t: Translate): string {
  return t('consent.lacking.child', {
    name: name ?? t('consent.lacking.someone'),
    medium: t(`consent.label.medium.${medium}`).toLowerCase(),
    level: t(`consent.label.level.${level}`).toLowerCase(),
    status: t(`consent.label.status.${status}`).toLowerCase(),
  })
}

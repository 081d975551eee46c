import type { Read, Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { Translate } from '../web/language.ts'
import { type Level, type Medium, media, type Status } from './questions.ts'

export type CameraChild = {
  id: string
  name: string
  cells: { medium: Medium; level: Level; status: Status }[]
  /** Media that the child itself has said no to, and that still holds. */
  own: Medium[]
  /** Too young to say yes: then the staff may note that a no has passed. */
  small: boolean
}

export type CameraGroup = {
  id: string
  name: string
  unit_name: string
  needed: Record<string, string>
  children: CameraChild[]
}

/** A group of the actor's with who may be in what (R16, R20), or NotFound. One statement, whatever the number of children. */
export async function cameraGroup(tx: Read, groupId: string): Promise<CameraGroup> {
  return tx.one<CameraGroup>`
    with here as materialized (
      select p.id, p.given_name, p.family_name from placement pl join person p on p.id = pl.child_id
      where pl.group_id = ${groupId} and range_contains_elem(pl.valid, (select access.today()))
    ), cell as materialized (
      select * from access.consent_status(array(select id from here))
    ), own as materialized (
      select distinct on (child_id, medium, level) child_id, medium, answer from consent_answer
      where capacity = 'child' and child_id in (select id from here) order by child_id, medium, level, id desc
    )
    select g.id, g.name, u.name as unit_name, (select value from setting where key = 'consent.needed') as needed,
           coalesce((select jsonb_agg(jsonb_build_object(
             'id', h.id, 'name', h.given_name || ' ' || h.family_name,
             'cells', (select jsonb_agg(jsonb_build_object('medium', c.medium, 'level', c.level, 'status', c.status)) from cell c where c.child_id = h.id),
             'own', (select coalesce(jsonb_agg(distinct o.medium), '[]') from own o where o.child_id = h.id and o.answer <> 'yes'),
             'small', h.id = any ((select access.small_children())::uuid[])) order by h.given_name, h.family_name) from here h), '[]') as children
    from unit_group g join unit u on u.id = g.unit_id
    where g.id = ${groupId} and g.id = any ((select access.groups())::uuid[])`
}

/** R16: a child's own no, as somebody at work saw it: it holds at every level, at once and backwards. `passed`: it holds no more. */
export async function noteOwnNo(
  tx: Write,
  groupId: string,
  childId: string,
  chosen: Medium[],
  passed: boolean,
): Promise<void> {
  const { children } = await cameraGroup(tx, groupId)
  const child = children.find(({ id }) => id === childId)
  // For one who answers for themself nobody else takes a no back.
  if (!child || (passed && !child.small)) throw new NotFound()
  await tx.rows`
    insert into consent_answer (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id, origin, entered_by)
    select ${childId}, ${childId}, 'child', q.medium, q.level, ${passed ? 'yes' : 'no'}, ${tx.now}, t.id, 'staff', ${tx.actor.id}
    from unnest(${chosen.flatMap((medium) => (medium === 'name' ? ['name'] : [medium, medium, medium]))}::text[],
                ${chosen.flatMap((medium) => (medium === 'name' ? ['any'] : ['pupil', 'group', 'school']))}::text[]) as q(medium, level),
         lateral (select id from consent_text where audience = 'pupil' and language = 'sv' and valid_from <= (select access.today())
                  order by version desc limit 1) t`
  await tx.audit('consent.registered', { subject: childId })
}

/** How far a medium may reach: the widest level that holds. */
type Reach = 'school' | 'group' | 'pupil' | 'none'

/** The page before the camera comes out: short enough for a phone in one hand. */
export function presentCamera(group: CameraGroup, t: Translate, now: Date, noted: boolean) {
  const suffices = (level: string, status: Status) =>
    group.needed[level] === 'no-objection' ? status !== 'no' && status !== 'withdrawn' : status === 'yes'
  const children = group.children.map((child) => {
    const status = (medium: Medium, level: Level): Status =>
      child.cells.find((cell) => cell.medium === medium && cell.level === level)?.status ?? 'not_asked'
    const reachOf = (medium: Medium): Reach =>
      (['school', 'group', 'pupil'] as const).find((level) => suffices(level, status(medium, level))) ?? 'none'
    const reaches = media
      .filter((medium) => medium !== 'name')
      .map((medium) => ({ medium, label: t(`consent.label.medium.${medium}`), reach: reachOf(medium) }))
    return {
      id: child.id,
      name: child.name,
      reaches: reaches.map((each) => ({ ...each, said: t(`consent.camera.reach.${each.reach}`) })),
      named: status('name', 'any') === 'yes',
      own: child.own.map((medium) => t(`consent.label.medium.${medium}`).toLowerCase()).join(', '),
      small: child.small,
    }
  })
  const reachesGroup = (child: (typeof children)[number]) =>
    child.reaches.some(({ medium, reach }) => medium === 'photo' && (reach === 'group' || reach === 'school'))
  return {
    title: t('consent.camera.title', { group: group.name }),
    group: { id: group.id, name: group.name },
    unitName: group.unit_name,
    at: now,
    // After four hours somebody may well have changed their mind.
    until: new Date(now.getTime() + 4 * 60 * 60_000),
    children,
    without: children.filter((child) => !reachesGroup(child)).map(({ name }) => name),
    media: media.map((medium) => ({ medium, label: t(`consent.label.medium.${medium}`) })),
    noted,
  }
}

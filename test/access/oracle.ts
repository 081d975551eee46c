import type { Role } from '../../seeds/types.ts'
import { ids } from '../support/cast.ts'
import {
  comingOf,
  type Fact,
  type Facts,
  filmOf,
  type Hat,
  isComing,
  isWaiting,
  pictureOf,
  type Said,
} from './facts.ts'

/**
 * Who may see and do what on a day, worked out from docs/rules.md and the cast's facts with plain sets. Written
 * without looking at the policies, so that the two can disagree. `day` is the day in Sweden, YYYY-MM-DD.
 */
export function oracle(facts: Facts, day: string) {
  const on = (period: { from: string; to: string | null }) => period.from <= day && (!period.to || day <= period.to)
  const born = new Map(facts.people.map((person) => [person.id, person.birthDate]))
  const adult = (child: string) => {
    const birth = born.get(child)
    return birth ? day >= `${Number(birth.slice(0, 4)) + 18}${birth.slice(4)}` : false
  }
  const small = (child: string) => {
    const birth = born.get(child)
    return !birth || day < `${Number(birth.slice(0, 4)) + 13}${birth.slice(4)}`
  }
  // Decision 1: the rights end with the relation, and at midnight of the eighteenth birthday.
  const custody = facts.guardianships.filter((each) => on(each) && !adult(each.childId))
  const placements = facts.placements.filter(on)
  const duties = facts.duties.filter(on)
  const unitOf = new Map(facts.groups.map((group) => [group.id, group.unitId]))

  // Decision 3: the protected person, the household, the guardians of a protected child, and its siblings where nobody has
  // said who lives together.
  const marked = facts.protectedPeople.filter((each) => each.from <= day).map((each) => each.personId)
  const withNear = (people: string[]) => {
    const near = new Set(people)
    for (const { personIds } of facts.households)
      if (personIds.some((id) => near.has(id))) for (const id of personIds) near.add(id)
    const relations = facts.guardianships.filter(on)
    for (const { guardianId, childId } of relations) if (near.has(childId)) near.add(guardianId)
    const alone = people.filter((id) => !facts.households.some(({ personIds }) => personIds.includes(id)))
    const parents = relations.filter(({ childId }) => alone.includes(childId)).map(({ guardianId }) => guardianId)
    for (const { guardianId, childId } of relations) if (parents.includes(guardianId)) near.add(childId)
    return near
  }
  const hidden = withNear(marked)
  // An officer meets those who are theirs, or nobody's.
  const officerOf = (person: string) => facts.protections.findLast((each) => each.personId === person)?.officerId
  const hiddenFrom = (hat: Hat) =>
    hat.role === 'protection'
      ? hidden.difference(withNear(marked.filter((id) => (officerOf(id) ?? hat.id) === hat.id)))
      : hidden
  const protector = (hat: Hat, person: unknown) => hat.role === 'protection' && !hiddenFrom(hat).has(person as string)
  const aliases = (hat: Hat) =>
    facts.aliases.filter((each) => protector(hat, each.personId)).map((each) => each.aliasId)
  const open = (ids: Iterable<string>) => new Set([...ids].filter((id) => !hidden.has(id)))

  const workUnits = (hat: Hat) =>
    duties.filter((duty) => duty.personId === hat.id && duty.role === hat.role).map((duty) => duty.unitId)
  // The matrix has these few open everything there is, also what is not theirs.
  const readers = new Set(facts.readings.map((each) => each.readerId))
  const family = (hat: Hat) => hat.role === 'guardian' || hat.role === 'pupil'
  const staff = (hat: Hat) => hat.role === 'educator' || hat.role === 'principal'

  const enters = (hat: Hat, child: string, guardian: string) =>
    !hidden.has(child) &&
    !hidden.has(guardian) &&
    (hat.role === 'admin' || (hat.role === 'principal' && children(hat).has(child))) &&
    facts.guardianships.some((each) => on(each) && each.guardianId === guardian && each.childId === child)
  const seesPaper = (hat: Hat, { childId, guardianId }: { childId: string; guardianId: string }) =>
    !hidden.has(childId) &&
    !hidden.has(guardianId) &&
    (hat.role === 'admin' || (hat.role === 'principal' && children(hat).has(childId)))

  /** R3, R12, R13: whose documentation. */
  function children(hat: Hat): Set<string> {
    if (hat.role === 'guardian') return open(custody.filter((g) => g.guardianId === hat.id).map((g) => g.childId))
    if (hat.role === 'pupil') return open([hat.id])
    const units = new Set(workUnits(hat))
    return open(placements.filter((p) => units.has(unitOf.get(p.groupId)!)).map((p) => p.childId))
  }

  /** R2: families follow the child's groups; staff every group of their unit. */
  function groups(hat: Hat): Set<string> {
    if (staff(hat)) {
      const units = new Set(workUnits(hat))
      return new Set(facts.groups.filter((group) => units.has(group.unitId)).map((group) => group.id))
    }
    const mine = children(hat)
    return new Set(placements.filter((p) => mine.has(p.childId)).map((p) => p.groupId))
  }

  function units(hat: Hat): Set<string> {
    return staff(hat) ? new Set(workUnits(hat)) : new Set([...groups(hat)].map((group) => unitOf.get(group)!))
  }

  /** R4: the other children of the child's groups are for guardians (and staff) to see; a pupil has no contact list. */
  function classmates(hat: Hat): Set<string> {
    if (hat.role === 'pupil') return new Set()
    const here = groups(hat)
    return open(placements.filter((p) => here.has(p.groupId)).map((p) => p.childId))
  }

  /** R6: the latest word in the group counts; a name shows where it is hidden nowhere. */
  function nameShown(guardian: string, child: string, group: string): boolean {
    const words = facts.contactChoices.filter(
      (each) => each.guardianId === guardian && each.childId === child && each.field === 'name',
    )
    const latest = new Map(words.map((each) => [each.groupId, each.shown]))
    return latest.get(group) ?? ![...latest.values()].includes(false)
  }

  /** Hidden until it is shown there. */
  function detailShown(guardian: string, child: string, group: string, field: string): boolean {
    const word = facts.contactChoices.findLast(
      (each) =>
        each.guardianId === guardian && each.childId === child && each.groupId === group && each.field === field,
    )
    return word?.shown ?? false
  }

  /** R4, R6: whose name, for which child. Those whose child it is and those who care for it know it anyway. */
  function knownGuardians(hat: Hat): { guardianId: string; childId: string }[] {
    if (hat.role !== 'guardian' && !staff(hat)) return []
    const mine = children(hat)
    const near = new Set([...mine, ...classmates(hat)])
    const here = groups(hat)
    const rooms = (child: string) =>
      placements.filter((p) => p.childId === child && here.has(p.groupId)).map((p) => p.groupId)
    return custody.filter(
      ({ guardianId, childId }) =>
        near.has(childId) &&
        !hidden.has(guardianId) &&
        (mine.has(childId) || rooms(childId).some((group) => nameShown(guardianId, childId, group))),
    )
  }

  function colleagues(hat: Hat) {
    const here = units(hat)
    return duties.filter((duty) => here.has(duty.unitId) && !hidden.has(duty.personId))
  }

  /** Whose name the hat may meet anywhere. */
  function people(hat: Hat): Set<string> {
    if (hat.role === 'admin') return open(facts.people.map((person) => person.id))
    if (hat.role === 'protection') return new Set(facts.people.map((person) => person.id)).difference(hiddenFrom(hat))
    if (hat.role === 'records' || hat.role === 'dpo') return new Set()
    return open([
      hat.id,
      ...children(hat),
      ...classmates(hat),
      ...knownGuardians(hat).map((each) => each.guardianId),
      ...colleagues(hat).map((duty) => duty.personId),
    ])
  }

  /** The scopes of an item that reach the hat: a child's own for ever, the group's and unit's work since the child came. */
  function reaching(hat: Hat, document: Fact): string[] {
    if (document.recalledBy) return []
    return reachingBefore(hat, document)
  }

  /** The same, had it not been taken back. */
  function reachingBefore(hat: Hat, document: Fact): string[] {
    if (!document.publishedAt || document.childIds.some((id) => hidden.has(id))) return []
    if (!family(hat) && !staff(hat)) return []
    if (withheld(document) && document.authorId !== hat.id && hat.role !== 'principal') return []
    if (document.audience === 'child') {
      const mine = children(hat)
      return document.childIds.filter((id) => mine.has(id))
    }
    const scope = document.audience === 'group' ? document.groupId : document.unitId
    if (!(document.audience === 'group' ? groups(hat) : units(hat)).has(scope)) return []
    if (staff(hat)) return [scope]
    const mine = children(hat)
    const began = facts.placements
      .filter((p) => mine.has(p.childId) && (p.groupId === scope || unitOf.get(p.groupId) === scope))
      .map((p) => p.from)
      .sort()[0]!
    return swedishDay(document.publishedAt) >= began ? [scope] : []
  }

  /** Reported, and no principal has decided to show it: its writer and principals have it still. */
  function withheld(document: Fact): boolean {
    return facts.reports.some(({ documentId, decision }) => documentId === document.id && decision !== 'show')
  }

  /** Whoever wrote it and principals correct and take back what they read. */
  const mayAmend = (hat: Hat, document: Fact) =>
    staff(hat) && reaching(hat, document).length > 0 && (document.authorId === hat.id || hat.role === 'principal')

  /** The staff who read an item see that it was taken back; what it said, its writer and principals. */
  const seesRecalled = (hat: Hat, document: Fact) =>
    document.recalledBy !== undefined && staff(hat) && reachingBefore(hat, document).length > 0
  const readsRecalled = (hat: Hat, document: Fact) =>
    seesRecalled(hat, document) && (document.authorId === hat.id || hat.role === 'principal')

  const versionsOf = (document: Fact) =>
    (document.earlier ?? []).map((scopes, index, all) => ({ key: `${document.id} ${index - all.length}`, scopes }))

  /** Whoever decides, or wrote it, sees that something was said of an item. */
  function followed(hat: Hat) {
    return facts.reports.filter(({ documentId }) => {
      const document = facts.documents.find((each) => each.id === documentId)!
      return (
        staff(hat) && reaching(hat, document).length > 0 && (hat.role === 'principal' || document.authorId === hat.id)
      )
    })
  }

  /** The child, and the groups and units the child is in today. */
  function scopesOf(child: string): Set<string> {
    const here = placements.filter((p) => p.childId === child).map((p) => p.groupId)
    return new Set([child, ...here, ...here.map((group) => unitOf.get(group)!)])
  }

  /**
   * A draft is its author's alone, or where it is shared the unit's staff's, while they work there; about children, it is
   * there for those who care for one of them, and for nobody when one is hidden (R3, R13).
   */
  function ownDraft(hat: Hat, document: Fact): boolean {
    return (
      staff(hat) &&
      !document.publishedAt &&
      !document.discardedAt &&
      (document.authorId === hat.id || document.sharedAt !== undefined) &&
      units(hat).has(document.unitId) &&
      withinReach(hat, document.audience === 'child' ? document.childIds : [])
    )
  }

  function withinReach(hat: Hat, about: string[] | null): boolean {
    if (about === null || about.some((child) => hidden.has(child))) return false
    return about.length === 0 || about.some((child) => children(hat).has(child))
  }

  /** To throw a draft away, or to share it no longer, is its author's. */
  const discards = (hat: Hat, document: Fact) => ownDraft(hat, document) && document.authorId === hat.id

  const ownNote = (hat: Hat, note: { unitId: string }) => staff(hat) && units(hat).has(note.unitId)

  const readable = (hat: Hat, document: Fact) => reaching(hat, document).length > 0 || ownDraft(hat, document)

  const mediaOf = (document: Fact) => [
    pictureOf(document),
    ...(isComing(document) ? [comingOf(document)] : []),
    ...(isWaiting(document) ? [filmOf(document)] : []),
  ]
  const subjectsOf = (hat: Hat, document: Fact) =>
    document.childIds.filter((child) => children(hat).has(child)).map((child) => `${pictureOf(document)} ${child}`)

  /** The staff of the child's unit, its guardians and itself, where they read the item; hidden for all but its author and staff. */
  function meets(hat: Hat, said: Said): boolean {
    const document = facts.documents.find((each) => each.id === said.documentId)!
    if (said.withdrawn || !children(hat).has(said.childId) || reaching(hat, document).length === 0) return false
    // Reported, and no principal has decided to show it: its writer and principals have it still.
    const withheld = said.reported !== undefined && said.reported.decision !== 'show'
    if (withheld && said.authorId !== hat.id && hat.role !== 'principal') return false
    return staff(hat) || !said.hidden || said.authorId === hat.id
  }

  /** What was reported of comments is for principals alone: in a family of two, more would say who. */
  function followedComments(hat: Hat): Said[] {
    return hat.role === 'principal' ? facts.comments.filter((said) => said.reported && meets(hat, said)) : []
  }

  /** Said of an item that is about or for the child, while a unit of the child's takes comments. */
  function maySay(hat: Hat, document: Fact, child: string): boolean {
    if (!children(hat).has(child) || reaching(hat, document).length === 0) return false
    const taking = (unit: string) => facts.openings.findLast((each) => each.unitId === unit)?.open ?? false
    const here = placements.filter((p) => p.childId === child).map((p) => p.groupId)
    if (!here.some((group) => taking(unitOf.get(group)!))) return false
    if (document.audience === 'child') return document.childIds.includes(child)
    return scopesOf(child).has(document.audience === 'group' ? document.groupId : document.unitId)
  }

  /** R5: the group's list, as `child`, `child guardian` and `child guardian field`. */
  function contactList(hat: Hat, group: string, asOthers = false): Set<string> {
    const list = new Set<string>()
    if ((hat.role !== 'guardian' && !staff(hat)) || !groups(hat).has(group)) return list
    const mine = children(hat)
    for (const child of open(placements.filter((p) => p.groupId === group).map((p) => p.childId))) {
      list.add(child)
      for (const { guardianId } of custody.filter((each) => each.childId === child && !hidden.has(each.guardianId))) {
        const name = nameShown(guardianId, child, group)
        if (!name && (asOthers || !mine.has(child))) continue
        list.add(`${child} ${guardianId}`)
        for (const detail of facts.contactDetails)
          if (name && detail.personId === guardianId && detailShown(guardianId, child, group, detail.field))
            list.add(`${child} ${guardianId} ${detail.field}`)
      }
    }
    return list
  }

  /** The rows of a table that are there for the hat, by the keys of tables.ts; 'all' of them, or none when not named. */
  function rows(hat: Hat, table: string): Set<string> | 'all' {
    const admin = hat.role === 'admin'
    const protects = hat.role === 'protection'
    const out = hiddenFrom(hat)
    const keys = <T>(list: T[], key: (item: T) => string) => new Set(list.map(key))
    switch (table) {
      // R30: how to reach a unit is for anyone. What was asked and what the municipality chose is no secret.
      case 'unit':
        return 'all'
      case 'setting':
        return protects ? new Set() : 'all'
      case 'consent_text':
        return hat.role === 'records' || hat.role === 'dpo' || protects ? new Set() : 'all'
      case 'unit_group':
        return admin || protects ? 'all' : groups(hat)
      case 'person':
        return people(hat)
      case 'guardianship':
        return keys(
          admin || protects
            ? facts.guardianships.filter((each) => !out.has(each.guardianId) && !out.has(each.childId))
            : knownGuardians(hat),
          (each) => `${each.guardianId} ${each.childId}`,
        )
      case 'placement': {
        const mine = children(hat)
        const own = family(hat) ? facts.placements.filter((p) => mine.has(p.childId)) : []
        const here = hat.role === 'pupil' ? new Set<string>() : groups(hat)
        const near = placements.filter((p) => here.has(p.groupId))
        const found = (admin || protects ? facts.placements : [...own, ...near]).filter((p) => !out.has(p.childId))
        return keys(found, (p) => `${p.childId} ${p.groupId}`)
      }
      case 'duty':
        return keys(
          admin || protects ? facts.duties.filter((duty) => !out.has(duty.personId)) : colleagues(hat),
          (duty) => `${duty.personId} ${duty.unitId}`,
        )
      case 'document':
        return keys(
          facts.documents.filter((document) => readable(hat, document)),
          (document) => document.id,
        )
      case 'document_scope':
        return new Set(
          facts.documents.flatMap((document) => reaching(hat, document).map((scope) => `${document.id} ${scope}`)),
        )
      // Families meet what is ready; staff also what is on its way.
      case 'media':
        return new Set(
          facts.documents
            .filter((document) => readable(hat, document))
            .flatMap((document) => (staff(hat) ? mediaOf(document) : [pictureOf(document)])),
        )
      case 'comment':
        return keys(
          facts.comments.filter((said) => meets(hat, said)),
          (said) => said.id,
        )
      case 'comment_opening': {
        const mine = hat.role === 'principal' ? units(hat) : new Set<string>()
        return keys(
          facts.openings.map((each, index) => ({ ...each, id: index + 1 })).filter((each) => mine.has(each.unitId)),
          (each) => String(each.id),
        )
      }
      // What somebody has opened is for themself alone, and families alone have such a list.
      case 'reading':
        return family(hat)
          ? keys(
              facts.documents.filter((document) => document.publishedAt && readers.has(hat.id)),
              (document) => `${document.id} ${hat.id}`,
            )
          : new Set()
      // R16: who is recognisable is for those who care for the child and see the picture.
      case 'media_subject':
        return staff(hat)
          ? new Set(
              facts.documents
                .filter((document) => readable(hat, document))
                .flatMap((document) => subjectsOf(hat, document)),
            )
          : new Set()
      // R1: what an item is about goes with the item; a draft is about nothing yet. The curriculum itself is no secret.
      case 'curriculum_goal':
        return family(hat) || staff(hat) ? 'all' : new Set()
      case 'document_goal':
        return new Set(
          facts.documents
            .filter((document) => reaching(hat, document).length > 0)
            .flatMap((document) => document.goals.map((goal) => `${document.id} ${goal}`)),
        )
      // R1: the unit's own staff follow up its work, and nobody else.
      case 'follow_up_note':
        return keys(
          facts.notes.filter((note) => ownNote(hat, note)),
          (note) => note.id,
        )
      // The staff who read it see what stood there before; not where somebody hidden was in it.
      case 'document_version':
        return new Set(
          facts.documents
            .filter((document) => staff(hat) && reaching(hat, document).length > 0)
            .flatMap((document) => versionsOf(document).filter(({ scopes }) => !scopes.some((id) => hidden.has(id))))
            .map(({ key }) => key),
        )
      case 'follow_up_version':
        return new Set(
          facts.notes
            .filter((note) => ownNote(hat, note))
            .flatMap((note) => note.versions.map((_, i) => `${note.id} ${i + 1}`)),
        )
      // R6, R9: the details themselves are their owner's; others meet what is shown in the list alone.
      case 'contact_detail':
        return hat.role === 'guardian'
          ? keys(
              facts.contactDetails.filter((each) => each.personId === hat.id),
              (each) => `${each.personId} ${each.field}`,
            )
          : new Set()
      case 'contact_code':
        return hat.role === 'guardian'
          ? new Set(facts.codes.filter((id) => id === hat.id).map((id) => `${id} email`))
          : new Set()
      case 'contact_choice':
        return hat.role === 'guardian'
          ? keys(
              facts.contactChoices.filter((each) => each.guardianId === hat.id && children(hat).has(each.childId)),
              (each) => `${each.guardianId} ${each.childId} ${each.groupId} ${each.field}`,
            )
          : new Set()
      // One's own answers; administrators and principals follow whose they are there for.
      case 'consent_answer':
        return keys(
          facts.consentAnswers.filter(
            ({ guardianId, childId }) =>
              !hidden.has(guardianId) &&
              !hidden.has(childId) &&
              (admin ||
                (children(hat).has(childId) &&
                  (hat.role === 'principal' ||
                    (family(hat) && guardianId === hat.id) ||
                    (hat.role === 'educator' && guardianId === childId)))),
          ),
          (each) => `${each.guardianId} ${each.childId}`,
        )
      case 'media_use':
        return staff(hat)
          ? keys(
              facts.uses.filter((each) => units(hat).has(each.unitId)),
              (each) => each.place,
            )
          : new Set()
      case 'take_down':
        return staff(hat)
          ? keys(
              facts.uses.filter((each) => units(hat).has(each.unitId)),
              (each) => each.takeDown,
            )
          : new Set()
      // Decision 10: papers are the administrator's and the principal's own unit's.
      case 'consent_paper':
        return keys(
          facts.papers.filter((each) => seesPaper(hat, each)),
          (each) => each.id,
        )
      // What somebody wants by mail is theirs; what went is nobody's, but as counts.
      case 'reminder_choice':
        return hat.role === 'guardian'
          ? keys(
              facts.reminded.filter((each) => each.personId === hat.id),
              (each) => each.personId,
            )
          : new Set()
      case 'consent_shown':
        return family(hat)
          ? keys(
              facts.shown.filter((each) => each.personId === hat.id && children(hat).has(each.childId)),
              (each) => `${each.childId} ${each.personId}`,
            )
          : new Set()
      // Every reader is told when an item goes; the administrator follows it.
      case 'retention_rule':
        return hat.role === 'dpo' || protects ? new Set() : 'all'
      // What is entered of them is for those who enter and confirm.
      case 'retention_proposal':
        return admin || hat.role === 'records' ? 'all' : new Set()
      // Law A6: the records officer hands over; the administrator sees how far it has come.
      case 'archive_package':
        return admin || hat.role === 'records' ? 'all' : new Set()
      // Decision 8: one's own word, about a child of one's own.
      case 'handover_answer':
        return keys(
          facts.handovers.filter(({ guardianId, childId }) =>
            admin
              ? !hidden.has(guardianId) && !hidden.has(childId)
              : hat.role === 'guardian' && guardianId === hat.id && children(hat).has(childId),
          ),
          (each) => `${each.guardianId} ${each.childId}`,
        )
      case 'report':
        return new Set([
          ...keys(followed(hat), (each) => `${each.documentId} sensitive`),
          ...keys(followedComments(hat), (each) => `${each.id} judging`),
        ])
      case 'report_decision':
        return new Set([
          ...keys(
            followed(hat).filter((each) => each.decision),
            (each) => `${each.documentId} ${each.decision}`,
          ),
          ...keys(
            followedComments(hat).filter((each) => each.reported!.decision),
            (each) => `${each.id} ${each.reported!.decision}`,
          ),
        ])
      case 'wording_acknowledgement':
        return staff(hat) ? new Set([hat.id]) : new Set()
      // Counts of a unit are for those who lead it.
      case 'wording_override':
        return hat.role === 'principal' ? keys([...units(hat)], (unit) => `${unit} trait`) : new Set()
      case 'guardian_block':
        return admin
          ? keys(
              facts.blocks.filter((each) => !hidden.has(each.guardianId)),
              (each) => `${each.guardianId} ${each.childId}`,
            )
          : new Set()
      // R24: a guardian meets what was done with their own details, and nothing of a block.
      case 'person_change': {
        const all = [...facts.corrected.map((personId) => ({ personId, kind: 'name' })), ...facts.changed]
        return keys(
          all.filter(
            ({ personId, kind }) =>
              (admin && !hidden.has(personId)) ||
              (hat.role === 'guardian' && personId === hat.id && kind !== 'blocked'),
          ),
          ({ personId }) => personId,
        )
      }
      case 'person_correction':
        return admin ? new Set(facts.corrected.filter((id) => !hidden.has(id))) : new Set()
      case 'roster_change':
        return admin
          ? keys(
              facts.blocks.filter((each) => !hidden.has(each.guardianId)),
              (each) => each.guardianId,
            )
          : new Set()
      // Decision 3: the officer's alone.
      case 'household_member':
        return protects
          ? new Set(
              facts.households.flatMap(({ id, personIds }) =>
                personIds.filter((person) => !out.has(person)).map((person) => `${id} ${person}`),
              ),
            )
          : new Set()
      case 'protected_identity':
        return protects ? new Set(facts.protectedPeople.map((each) => each.personId)).difference(out) : new Set()
      case 'protection_decision':
        return protects
          ? new Set(facts.protections.filter((each) => !out.has(each.personId)).map((each) => `${each.personId} taken`))
          : new Set()
      case 'protection_alias':
        return new Set(aliases(hat))
      case 'roster_run':
      case 'roster_problem':
      case 'job_run':
      case 'retention_hold':
      case 'disposal':
        return admin ? 'all' : new Set()
      case 'audit_event':
        return hat.role === 'dpo' ? 'all' : new Set()
      default:
        return new Set()
    }
  }

  /** The rows a hat may change, or remove. History (answers, choices, audit, what is published) never. */
  function changes(hat: Hat, table: string): Set<string> {
    const drafts = facts.documents.filter((document) => ownDraft(hat, document))
    if (table === 'document') return new Set(drafts.map((document) => document.id))
    if (table === 'media') return new Set(drafts.flatMap(mediaOf))
    if (table === 'contact_detail' || table === 'contact_code') return rows(hat, table) as Set<string>
    if (hat.role === 'protection') {
      // What the register marks only the register takes back.
      if (table === 'protected_identity')
        return (rows(hat, table) as Set<string>).difference(new Set([facts.delivered.protected_identity!]))
      if (table === 'protection_alias') return rows(hat, table) as Set<string>
      const mine = aliases(hat)
      if (table === 'placement' || table === 'guardianship')
        return new Set([...(rows(hat, table) as Set<string>)].filter((key) => mine.some((id) => key.includes(id))))
      return new Set()
    }
    if (hat.role === 'admin' && table === 'duty')
      return new Set(
        facts.duties
          .filter((duty) => duty.role === 'educator' && !hidden.has(duty.personId))
          .map((duty) => `${duty.personId} ${duty.unitId}`)
          .filter((key) => key !== facts.delivered.duty),
      )
    if (hat.role === 'admin' && (table === 'person' || table === 'guardian_block'))
      return rows(hat, table) as Set<string>
    return new Set()
  }

  function removes(hat: Hat, table: string): Set<string> {
    if (table === 'media_subject')
      return new Set(facts.documents.filter((each) => ownDraft(hat, each)).flatMap((each) => subjectsOf(hat, each)))
    // What began today and is taken back today never was.
    if (table === 'protected_identity' && hat.role === 'protection')
      return new Set(facts.protectedPeople.filter((each) => each.from >= day).map((each) => each.personId)).difference(
        hiddenFrom(hat),
      )
    return table === 'contact_detail' ? (rows(hat, table) as Set<string>) : new Set()
  }

  /** Whether a hat may add the row. `now` is the hat's own clock: nobody dates anything but now. */
  function adds(hat: Hat, table: string, row: Record<string, unknown>, now: string): boolean {
    const draft = facts.documents.find((document) => document.id === row.document_id)
    switch (table) {
      case 'audit_event':
        return row.actor_id === undefined
      case 'protected_identity':
        return (
          protector(hat, row.person_id) &&
          row.origin === 'local' &&
          row.cause === 'decided' &&
          row.valid === `[${day},)`
        )
      case 'protection_decision':
        return (
          protector(hat, row.person_id) &&
          row.decided_by === hat.id &&
          row.decided_at === now &&
          (row.officer_id === hat.id || (row.kind === 'handed-over' && row.officer_id !== ids.admin))
        )
      case 'protection_alias':
        return (
          protector(hat, row.person_id) &&
          row.made_by === hat.id &&
          row.made_at === now &&
          (row.child_id === undefined || aliases(hat).includes(row.child_id as string))
        )
      case 'person':
        return (
          (hat.role === 'protection' && row.origin === 'roster') || (hat.role === 'admin' && row.origin === undefined)
        )
      case 'duty':
        return (
          hat.role === 'admin' &&
          row.origin === undefined &&
          row.role === 'educator' &&
          !hidden.has(row.person_id as string) &&
          unitOf.get(row.group_id as string) === row.unit_id
        )
      case 'placement':
        return row.origin === 'local' && aliases(hat).includes(row.child_id as string)
      case 'guardianship':
        return (
          row.origin === 'local' &&
          aliases(hat).includes(row.child_id as string) &&
          aliases(hat).includes(row.guardian_id as string)
        )
      case 'person_change':
        return (
          hat.role === 'admin' &&
          row.changed_by === hat.id &&
          row.changed_at === now &&
          !hidden.has(row.person_id as string)
        )
      case 'person_correction':
        return (
          hat.role === 'admin' &&
          row.corrected_by === hat.id &&
          row.corrected_at === now &&
          !hidden.has(row.person_id as string)
        )
      case 'guardian_block':
        return (
          hat.role === 'admin' &&
          row.decided_by === hat.id &&
          row.decided_at === now &&
          !hidden.has(row.child_id as string)
        )
      case 'contact_detail':
        return hat.role === 'guardian' && row.person_id === hat.id
      case 'contact_code':
        return hat.role === 'guardian' && row.person_id === hat.id && row.asked_at === now
      case 'contact_choice':
        return (
          hat.role === 'guardian' &&
          row.guardian_id === hat.id &&
          row.chosen_by === hat.id &&
          row.chosen_at === now &&
          children(hat).has(row.child_id as string) &&
          placements.some((p) => p.childId === row.child_id && p.groupId === row.group_id)
        )
      case 'consent_answer': {
        const [child, whose, own] = [row.child_id as string, row.guardian_id as string, row.capacity === 'child']
        if (row.answered_at !== now) return false
        if (family(hat))
          return (
            whose === hat.id && children(hat).has(child) && row.origin === undefined && own === (hat.role === 'pupil')
          )
        if (row.entered_by !== hat.id) return false
        // A child's own no, and that it has passed for one who is too young to say yes themself.
        if (own)
          return (
            staff(hat) && row.origin === 'staff' && children(hat).has(child) && (row.answer === 'no' || small(child))
          )
        // Decision 10: what a guardian of the day said by telephone. On paper it leans on one, entered at the same time.
        return row.origin === 'phone' && enters(hat, child, whose)
      }
      case 'consent_paper':
        return (
          row.entered_by === hat.id &&
          row.entered_at === now &&
          (row.said_on as string) <= day &&
          enters(hat, row.child_id as string, row.guardian_id as string)
        )
      case 'media_use':
        return (
          staff(hat) &&
          row.registered_by === hat.id &&
          row.registered_at === now &&
          row.unit_id === ids.björken &&
          units(hat).has(ids.björken)
        )
      case 'reminder_choice':
        return hat.role === 'guardian' && row.person_id === hat.id && row.chosen_at === now
      case 'consent_shown':
        return (
          family(hat) && row.person_id === hat.id && row.shown_at === now && children(hat).has(row.child_id as string)
        )
      case 'document':
        return (
          staff(hat) &&
          row.author_id === hat.id &&
          row.published_at === undefined &&
          withinReach(hat, row.about as string[] | null) &&
          units(hat).has(row.unit_id as string) &&
          groups(hat).has(row.group_id as string)
        )
      case 'document_scope':
        return (
          draft !== undefined &&
          ownDraft(hat, draft) &&
          row.published_at === now &&
          (children(hat).has(row.child_id as string) ||
            groups(hat).has(row.group_id as string) ||
            units(hat).has(row.unit_id as string))
        )
      case 'handover_answer': {
        const [child, whose] = [row.child_id as string, row.guardian_id as string]
        if (row.answered_at !== now) return false
        if (hat.role === 'guardian') return whose === hat.id && children(hat).has(child) && row.origin === undefined
        return (
          hat.role === 'admin' &&
          row.entered_by === hat.id &&
          (row.origin === 'paper' || row.origin === 'phone') &&
          !hidden.has(child) &&
          !hidden.has(whose) &&
          facts.guardianships.some((each) => on(each) && each.guardianId === whose && each.childId === child)
        )
      }
      case 'retention_proposal':
        return (hat.role === 'admin' || hat.role === 'records') && row.proposed_by === hat.id && row.proposed_at === now
      // Decision 7: the administrator holds back, in their own name and from now on.
      case 'retention_hold':
        return hat.role === 'admin' && row.placed_by === hat.id && row.placed_at === now
      case 'wording_acknowledgement':
        return staff(hat) && row.person_id === hat.id && row.acknowledged_at === now
      case 'report': {
        if (row.kind === 'comment') {
          const said = facts.comments.find((each) => each.id === row.item_id)
          return (
            said !== undefined &&
            meets(hat, said) &&
            said.authorId !== hat.id &&
            row.document_id === said.documentId &&
            row.version === 1 &&
            row.reporter_id === hat.id &&
            row.reporter_role === hat.role &&
            row.reported_at === now
          )
        }
        return (
          draft !== undefined &&
          reaching(hat, draft).length > 0 &&
          row.item_id === draft.id &&
          row.version === 1 &&
          row.reporter_id === hat.id &&
          row.reporter_role === hat.role &&
          row.reported_at === now
        )
      }
      case 'report_decision':
        if (row.kind === 'comment')
          return (
            followedComments(hat).some(({ id, documentId }) => id === row.item_id && documentId === row.document_id) &&
            row.version === 1 &&
            row.decided_by === hat.id &&
            row.decided_at === now
          )
        return (
          hat.role === 'principal' &&
          followed(hat).some(({ documentId }) => documentId === row.document_id && row.item_id === documentId) &&
          row.version === 1 &&
          row.decided_by === hat.id &&
          row.decided_at === now
        )
      case 'document_goal':
        return (
          draft !== undefined &&
          ownDraft(hat, draft) &&
          row.published_at === now &&
          groups(hat).has(row.group_id as string)
        )
      case 'follow_up_note':
        return (
          staff(hat) &&
          row.created_at === now &&
          units(hat).has(row.unit_id as string) &&
          (row.group_id === undefined || unitOf.get(row.group_id as string) === row.unit_id)
        )
      case 'follow_up_version': {
        const note = facts.notes.find((each) => each.id === row.note_id)!
        return ownNote(hat, note) && row.author_id === hat.id && row.written_at === now
      }
      case 'media':
        return draft !== undefined && ownDraft(hat, draft) && row.responsible_id === hat.id && row.state !== 'working'
      case 'comment': {
        const document = facts.documents.find((each) => each.id === row.document_id)!
        return (
          (family(hat) || staff(hat)) &&
          row.author_id === hat.id &&
          row.author_role === hat.role &&
          row.written_at === now &&
          maySay(hat, document, row.child_id as string)
        )
      }
      case 'comment_opening':
        return (
          hat.role === 'principal' &&
          units(hat).has(row.unit_id as string) &&
          row.decided_by === hat.id &&
          row.decided_at === now
        )
      case 'media_subject': {
        const about = facts.documents.find((document) => pictureOf(document) === row.media_id)
        return about !== undefined && ownDraft(hat, about) && children(hat).has(row.child_id as string)
      }
      default:
        return false
    }
  }

  return {
    children,
    groups,
    units,
    people,
    readable,
    reaching,
    scopesOf,
    ownDraft,
    mayAmend,
    seesRecalled,
    readsRecalled,
    discards,
    followed,
    followedComments,
    seesPaper,
    enters,
    placedIn: (group: string) => open(placements.filter((each) => each.groupId === group).map((each) => each.childId)),
    hasReported: (hat: Hat, document: Fact) =>
      facts.reports.some((each) => each.documentId === document.id && ids[each.reporter] === hat.id),
    titleOf: (id: string) => facts.documents.find((each) => each.id === id)!.title,
    meets,
    maySay,
    ownNote,
    contactList,
    rows,
    changes,
    removes,
    adds,
    hidden,
  }
}

export type Oracle = ReturnType<typeof oracle>

/** Which roles the rules give each thing to; anybody else is refused whatever they ask about. */
export const given: Record<string, Role[]> = {
  everybody: ['guardian', 'pupil', 'educator', 'principal', 'admin', 'records', 'dpo', 'protection'],
  readers: ['guardian', 'pupil', 'educator', 'principal'],
  families: ['guardian', 'pupil'],
  listed: ['guardian', 'educator', 'principal'],
  guardians: ['guardian'],
  staff: ['educator', 'principal'],
  principals: ['principal'],
  administrators: ['admin'],
  followers: ['admin', 'principal'],
  officers: ['dpo'],
  protectors: ['protection'],
  recorders: ['records'],
  rulers: ['admin', 'records'],
}

const dates = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' })

export function swedishDay(instant: Date): string {
  return dates.format(instant)
}

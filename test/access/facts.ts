import { idOf } from '../../seeds/random.ts'
import type { ContactChoice, Demo, Document, Role } from '../../seeds/types.ts'
import { cast, ids, type Name } from '../support/cast.ts'

/** Somebody with one hat on; the unit of the matrix. */
export type Hat = { title: string; name: Name; id: string; role: Role; username: string }

export type Fact = Document & {
  discardedAt: Date | null
  /** A draft can be shared with the unit's staff. */
  sharedAt?: Date
  words?: string
  /** By whom it was taken back, where it was. */
  recalledBy?: string
  /** Whom it was about or for in earlier versions, the first first. */
  earlier?: string[][]
}
/** What somebody reported of an item, and what was decided after that. */
export type Report = { documentId: string; reporter: Name; role: Role; decision: 'hide' | 'show' | null }
export type Facts = Omit<Demo, 'documents' | 'comments' | 'commentsOpen' | 'uses'> & {
  documents: Fact[]
  reports: Report[]
  readings: { readerId: string }[]
  shown: { childId: string; personId: string }[]
  /** Answers that came on paper. */
  papers: { id: string; childId: string; guardianId: string; enteredBy: string }[]
  /** Who has been reminded by mail, and then wanted no more. */
  reminded: { personId: string }[]
  /** What guardians have said of what goes along to school. */
  handovers: { guardianId: string; childId: string }[]
  /** Where pictures are used outside: the place is the name, and what has to come down of it. */
  uses: { id: string; place: string; unitId: string; takeDown: string }[]
  comments: Said[]
  openings: { unitId: string; open: boolean }[]
  /** Long over: they tell of the tables, not of what somebody reaches. */
  blocks: { guardianId: string; childId: string }[]
  corrected: string[]
  /** Whose new address waits for its code. */
  codes: string[]
  /** Changes by hand beside: that somebody was blocked, and that a guardian's number was seen. */
  changed: { personId: string; kind: 'blocked' | 'number-shown' }[]
  /** Who is responsible for whom, the latest last; and whom an alias stands for. */
  protections: { personId: string; officerId: string }[]
  aliases: { aliasId: string; personId: string; childId: string | null }[]
  /** What the register delivered, by the keys of tables.ts: its importer changes that, and nothing that was decided here. */
  delivered: Record<string, string>
}

/** Something said of an item, in one child's family. */
export type Said = {
  id: string
  documentId: string
  childId: string
  authorId: string
  role: Role
  text: string
  hidden: boolean
  withdrawn: boolean
  /** By whom, and what a principal decided after that. */
  reported?: { reporter: Name; decision: 'hide' | 'show' | null }
}

/** The cast, and what only the matrix needs: drafts by more people, a phone and an answer for every guardian. */
export function facts(): Facts {
  const demo = cast()
  const phones = [
    ...demo.contactDetails,
    ...(['guardian2', 'mover', 'ended', 'parent18', 'both'] as const).map((who, index) => ({
      personId: ids[who],
      field: 'phone' as const,
      value: `070-174064${index}`,
    })),
  ]
  return {
    ...demo,
    people: [
      ...demo.people,
      { ...demo.people[0]!, id: hiddenColleague, givenName: 'Gerd', familyName: 'Gömd', birthDate: null },
      { ...demo.people[0]!, id: hiddenToday, givenName: 'Tora', familyName: 'Dagsfärsk', birthDate: null },
      { ...demo.people[0]!, id: aliasOf.child, givenName: 'Lo', familyName: 'Lånad', birthDate: '2022-01-01' },
      { ...demo.people[0]!, id: aliasOf.guardian, givenName: 'Kim', familyName: 'Lånad', birthDate: null },
    ],
    duties: [
      ...demo.duties,
      { ...demo.duties[0]!, personId: hiddenColleague },
      { ...demo.duties[0]!, personId: hiddenToday },
    ],
    placements: [
      ...demo.placements,
      { childId: aliasOf.child, groupId: ids.myran, from: '2026-01-01', to: '2026-12-31' },
    ],
    guardianships: [
      ...demo.guardianships,
      { guardianId: aliasOf.guardian, childId: aliasOf.child, from: '2026-01-01', to: '2026-12-31' },
    ],
    protectedPeople: [
      ...demo.protectedPeople,
      { personId: hiddenColleague, from: '2024-01-01' },
      { personId: hiddenToday, from: '2026-11-23' },
    ],
    // Dolda was Otto's before she was Olga's; Gerd is Otto's; nobody has taken Tora.
    protections: [
      { personId: ids.dold, officerId: ids.protection2 },
      { personId: ids.dold, officerId: ids.protection },
      { personId: hiddenColleague, officerId: ids.protection2 },
    ],
    aliases: [
      { aliasId: aliasOf.child, personId: ids.dold, childId: null },
      { aliasId: aliasOf.guardian, personId: ids.dold, childId: aliasOf.child },
    ],
    contactDetails: phones,
    contactChoices: [
      ...demo.contactChoices,
      shows('guardian2', 'alma'),
      shows('ended', 'alma'),
      shows('parent18', 'vuxen', 'fem'),
      shows('both', 'bo'),
      // Shown once, and no longer: the latest choice counts.
      { ...shows('guardian2', 'alma'), at: new Date('2026-09-01T10:00:00Z'), shown: false },
      // Where Bo is not: not taken along. His name shows here, whatever holds there.
      shows('neighbour', 'bo', 'fjärilen'),
      { ...shows('neighbour', 'bo'), field: 'name' },
      { ...shows('neighbour', 'bo', 'kotten'), field: 'name', shown: false },
      // Hidden where Flora was before, and so hidden here; shown where Alma is not, and so not hidden here.
      { ...shows('mover', 'flytt', 'kotten'), field: 'name', shown: false },
      { ...shows('guardian2', 'alma', 'fjärilen'), field: 'name' },
    ],
    // Pim has answered for himself as well.
    consentAnswers: [...demo.guardianships, { guardianId: ids.pim, childId: ids.pim }].map(
      ({ guardianId, childId }) => ({
        guardianId,
        childId,
        medium: 'photo' as const,
        level: 'group' as const,
        answer: 'yes' as const,
        at: new Date('2025-10-01T10:00:00Z'),
      }),
    ),
    // Open after having been closed; closed after having been open; never asked.
    openings: [
      { unitId: ids.björken, open: false },
      { unitId: ids.björken, open: true },
      { unitId: ids.skolan, open: true },
      { unitId: ids.skolan, open: false },
    ],
    comments: [
      said('docAlma', 'alma', 'guardian', 'guardian', 'Annas ord om bron'),
      said('docAlma', 'alma', 'educator', 'educator', 'Evas svar om bron'),
      said('docAlma', 'alma', 'guardian2', 'guardian', 'Adams undanlagda ord', { hidden: true }),
      said('docAlma', 'alma', 'guardian', 'guardian', 'Annas återtagna ord', { withdrawn: true }),
      said('docAlma', 'alma', 'guardian', 'guardian', 'Annas anmälda ord', { reported: ['guardian2', null] }),
      said('docAlma', 'alma', 'educator', 'educator', 'Evas anmälda svar', { reported: ['guardian2', null] }),
      said('docAlma', 'alma', 'guardian2', 'guardian', 'Adams dolda ord', {
        hidden: true,
        reported: ['guardian', 'hide'],
      }),
      said('docAlma', 'alma', 'guardian2', 'guardian', 'Adams ord som visas igen', { reported: ['guardian', 'show'] }),
      said('docMyran', 'bo', 'neighbour', 'guardian', 'Nils ord om regnet'),
      said('docMyran', 'alma', 'guardian', 'guardian', 'Annas ord om regnet'),
      said('docMyran', 'dold', 'hidden', 'guardian', 'Ord från en skyddad familj'),
      said('docBo', 'bo', 'both', 'guardian', 'Beas ord om löken'),
      said('docCia', 'cia', 'stranger', 'guardian', 'Saras ord om kottarna'),
      said('docCia', 'cia', 'stranger', 'guardian', 'Saras anmälda ord', { reported: ['educator2', null] }),
      said('docPim', 'pim', 'pim', 'pupil', 'Pims ord om roboten'),
      said('docFlytt', 'flytt', 'mover', 'guardian', 'Mias ord om skogen'),
      said('docVuxen', 'vuxen', 'parent18', 'guardian', 'Petras ord om projektet'),
    ],
    shown: (
      [
        ['alma', 'guardian'],
        ['alma', 'ended'],
        ['pim', 'guardian'],
        ['pim', 'pim'],
        ['dold', 'hidden'],
      ] as const
    ).map(([child, person]) => ({ childId: ids[child], personId: ids[person] })),
    papers: (
      [
        ['guardian', 'alma', 'admin'],
        ['neighbour', 'bo', 'principal'],
        ['stranger', 'cia', 'admin'],
        ['hidden', 'dold', 'principal'],
      ] as const
    ).map(([guardian, child, by]) => ({
      id: idOf(`matrix paper ${child}`),
      childId: ids[child],
      guardianId: ids[guardian],
      enteredBy: ids[by],
    })),
    reminded: (['guardian', 'neighbour', 'ended', 'hidden', 'both'] as const).map((who) => ({ personId: ids[who] })),
    handovers: (
      [
        ['guardian', 'alma'],
        ['neighbour', 'bo'],
        ['ended', 'alma'],
        ['hidden', 'dold'],
      ] as const
    ).map(([guardian, child]) => ({ guardianId: ids[guardian], childId: ids[child] })),
    uses: (['björken', 'granen'] as const).map((unit) => ({
      id: idOf(`matrix use ${unit}`),
      place: `Affisch om ${unit}`,
      unitId: ids[unit],
      takeDown: idOf(`matrix take-down ${unit}`),
    })),
    blocks: [
      { guardianId: ids.guardian2, childId: ids.alma },
      { guardianId: ids.hidden, childId: ids.dold },
    ],
    corrected: [ids.alma, ids.dold],
    codes: [ids.neighbour, ids.hidden],
    changed: [
      { personId: ids.guardian2, kind: 'blocked' },
      { personId: ids.neighbour, kind: 'number-shown' },
    ],
    delivered: {
      guardianship: `${ids.stranger} ${ids.cia}`,
      placement: `${ids.cia} ${ids.kotten}`,
      duty: `${ids.educator2} ${ids.granen}`,
      household_member: `${demo.households[0]!.id} ${ids.hidden}`,
      protected_identity: ids.dold,
      job_run: '2026-11-22',
    },
    readings: (['guardian', 'pim', 'both', 'educator'] as const).map((who) => ({ readerId: ids[who] })),
    documents: [
      ...demo.documents.map((document) => ({
        ...document,
        goals: goalsFor(document),
        discardedAt: null,
        earlier: earlierScopes[document.id] ?? [],
      })),
      ...moreDrafts(demo),
      apart(demo),
      elsewhere(demo),
      ...reported(demo),
      ...recalled(demo),
    ],
    reports: [
      { documentId: reportedItem.waiting, reporter: 'guardian', role: 'guardian', decision: null },
      { documentId: reportedItem.hidden, reporter: 'neighbour', role: 'guardian', decision: 'hide' },
      { documentId: reportedItem.shown, reporter: 'guardian2', role: 'guardian', decision: 'show' },
      { documentId: reportedItem.moved, reporter: 'mover', role: 'guardian', decision: null },
    ],
  }
}

// What is out of somebody's reach has a goal that nothing within it has, so that an offer of that goal tells of it.
const goalOf = { hidden: ['lpfo18.1.music'], earlier: ['lpfo18.1.art'], reported: ['lpfo18.1.curiosity'] }

function goalsFor({ id, goals }: Document): string[] {
  if (id === ids.docDold || id === ids.docAlmaDold) return goalOf.hidden
  // From before Flora came to the group.
  if (id === ids.docMyranOld) return goalOf.earlier
  return goals.slice(0, 1)
}

/** A night that removed something, so that it has a protocol. */
export const pastRun = idOf('matrix run')

/** Items that somebody has reported: about Alma, for the group, shown again, and about a child who has moved since. */
export const reportedItem = {
  waiting: idOf('matrix reported waiting'),
  hidden: idOf('matrix reported hidden'),
  shown: idOf('matrix reported shown'),
  moved: idOf('matrix reported moved'),
}

function reported(demo: Demo): Fact[] {
  const like = (name: Name, id: string, title: string): Fact => ({
    ...demo.documents.find((document) => document.id === ids[name])!,
    id,
    title,
    text: `${title}.`,
    goals: id === reportedItem.shown ? ['lpfo18.1.building'] : goalOf.reported,
    discardedAt: null,
  })
  return [
    like('docAlma', reportedItem.waiting, 'Anmäld om Alma'),
    like('docMyran', reportedItem.hidden, 'Dold av rektor'),
    like('docAlma', reportedItem.shown, 'Visas igen'),
    like('docFlytt', reportedItem.moved, 'Anmäld före flytten'),
  ]
}

/** Written at another unit than where its writer works now, about a child who is there. */
export const elsewhereItem = idOf('matrix elsewhere')

function elsewhere(demo: Demo): Fact {
  const like = demo.documents.find((document) => document.id === ids.docAlma)!
  const title = 'Skrivet på en annan enhet'
  return {
    ...like,
    id: elsewhereItem,
    unitId: ids.granen,
    groupId: ids.kotten,
    title,
    text: `${title}.`,
    discardedAt: null,
  }
}

/** Items that have been taken back: about Alma, for the unit, about a child who has moved since, about a hidden one. */
export const recalledItem = {
  alma: idOf('matrix recalled alma'),
  unit: idOf('matrix recalled unit'),
  moved: idOf('matrix recalled moved'),
  hidden: idOf('matrix recalled hidden'),
}

/** Why, as colleagues read it. */
export const reasonOf = (document: { id: string }) => `Därför att ${document.id.slice(0, 8)}`

function recalled(demo: Demo): Fact[] {
  const like = (name: Name, id: string, title: string, by: Name): Fact => ({
    ...demo.documents.find((document) => document.id === ids[name])!,
    id,
    title,
    text: `${title}.`,
    discardedAt: null,
    recalledBy: ids[by],
  })
  return [
    // Also about somebody whom her staff do not know.
    { ...like('docAlma', recalledItem.alma, 'Återtaget om Alma', 'principal'), childIds: [ids.alma, ids.pim] },
    like('docBjörken', recalledItem.unit, 'Återtaget på Björken', 'educator'),
    like('docFlytt', recalledItem.moved, 'Återtaget före flytten', 'educator2'),
    like('docAlmaDold', recalledItem.hidden, 'Återtaget om en skyddad', 'educator'),
  ]
}

/** What some items said before they were corrected: about others too, and about somebody who is hidden. */
const earlierScopes: Record<string, string[][]> = {
  [ids.docAlma]: [[ids.alma, ids.bo], [ids.alma]],
  [ids.docBo]: [[ids.bo, ids.dold]],
  [ids.docMyran]: [[ids.björken]],
  [ids.docFlytt]: [[ids.flytt]],
  [ids.docAlmaDold]: [[ids.alma]],
}

function said(
  document: Name,
  child: Name,
  author: Name,
  role: Role,
  text: string,
  more: { hidden?: boolean; withdrawn?: boolean; reported?: [Name, 'hide' | 'show' | null] } = {},
): Said {
  const [documentId, childId, authorId] = [ids[document], ids[child], ids[author]]
  const { hidden = false, withdrawn = false, reported } = more
  return {
    ...{ id: idOf(`matrix said ${text}`), documentId, childId, authorId, role, text, hidden, withdrawn },
    ...(reported && { reported: { reporter: reported[0], decision: reported[1] } }),
  }
}

/** Staff can live under protection too. */
export const rosterRun = idOf('matrix roster run')

export const hiddenColleague = idOf('matrix hidden colleague')

/** Since this very day. */
export const hiddenToday = idOf('matrix hidden today')

/** To everybody but the officer a child and a guardian like others. */
export const aliasOf = { child: idOf('matrix alias child'), guardian: idOf('matrix alias guardian') }

export const draftOf = {
  former: idOf('matrix draft former'),
  both: idOf('matrix draft both'),
  principal: idOf('matrix draft principal'),
  spare: idOf('matrix draft spare'),
  discarded: idOf('matrix draft discarded'),
  shared: idOf('matrix draft shared'),
  sharedLeft: idOf('matrix draft shared by one who left'),
  moved: idOf('matrix draft moved'),
  movedWith: idOf('matrix draft moved with another'),
  hidden: idOf('matrix draft hidden'),
  hiddenWith: idOf('matrix draft hidden with another'),
}

/** The one picture that the matrix gives every document. */
export function pictureOf(document: { id: string }): string {
  return idOf(`picture ${document.id} 0`)
}

/** Something that is still being sent, in every draft but the one that is published. */
export function comingOf(document: { id: string }): string {
  return idOf(`coming ${document.id}`)
}

export const isComing = (document: Fact) => document.publishedAt === null && document.id !== ids.draft

/** Films that wait to be converted, in two published items. */
export function filmOf(document: { id: string }): string {
  return idOf(`film ${document.id}`)
}

export const isWaiting = (document: Fact) => document.id === ids.docAlma || document.id === ids.docMyran

export function hats(): Hat[] {
  return cast().accounts.flatMap((account) =>
    account.roles.map((role) => ({
      title: account.roles.length > 1 ? `${account.username} as ${role}` : account.username,
      name: Object.entries(ids).find(([, id]) => id === account.personId)![0] as Name,
      id: account.personId,
      role,
      username: account.username,
    })),
  )
}

const sharedAt = new Date('2026-11-22T14:00:00Z')

function moreDrafts(demo: Demo): Fact[] {
  const like = (name: Name, id: string, author: Name, title: string, discardedAt: Date | null = null): Fact => ({
    ...demo.documents.find((document) => document.id === ids[name])!,
    id,
    authorId: ids[author],
    title,
    text: `${title}.`,
    discardedAt,
  })
  return [
    like('draft', draftOf.former, 'former', 'Utkast av Frida'),
    like('draft2', draftOf.both, 'both', 'Utkast av Bea'),
    like('draft', draftOf.principal, 'principal', 'Utkast av Pia'),
    like('draft', draftOf.spare, 'educator', 'Utkast att slänga'),
    like('draft', draftOf.discarded, 'educator', 'Slängt utkast', new Date('2026-11-22T20:00:00Z')),
    // By Eva for her unit, and by one who has left it.
    { ...like('draft', draftOf.shared, 'educator', 'Delat utkast'), sharedAt },
    { ...like('draft', draftOf.sharedLeft, 'former', 'Delat av Frida'), sharedAt },
    // About Flora, who has moved from Elin's unit, alone and with Cia who has not; and about a child under protection.
    { ...like('draft2', draftOf.moved, 'educator2', 'Utkast om Flora'), childIds: [ids.flytt] },
    {
      ...like('draft2', draftOf.movedWith, 'educator2', 'Två från Kotten'),
      childIds: [ids.flytt, ids.cia],
      sharedAt,
    },
    { ...like('draft', draftOf.hidden, 'educator', 'Utkast om en dold'), childIds: [ids.dold] },
    {
      ...like('draft', draftOf.hiddenWith, 'educator', 'Två varav en dold'),
      childIds: [ids.dold, ids.alma],
      sharedAt,
    },
  ]
}

/** About two children of whom the one's family does not know the other's. */
function apart(demo: Demo): Fact {
  const like = demo.documents.find((document) => document.id === ids.docBoth)!
  const title = 'Alma och en skolelev sådde'
  return {
    ...like,
    id: idOf('matrix apart'),
    childIds: [ids.alma, ids.pim],
    title,
    text: `${title}.`,
    discardedAt: null,
  }
}

function shows(guardian: Name, child: Name, group: Name = 'myran'): ContactChoice {
  const at = new Date('2025-09-01T10:00:00Z')
  return { guardianId: ids[guardian], childId: ids[child], groupId: ids[group], field: 'phone', shown: true, at }
}

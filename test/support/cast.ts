import { idOf } from '../../seeds/random.ts'
import type { Account, Demo, Document, Duty, Group, Note, Person, Role, Unit } from '../../seeds/types.ts'

/**
 * The people the tests tell of. Two preschools (Björken, Granen) and a school. Alma and Bo are in Björken's group
 * Myran, with a protected child; Cia in Granen's group Kotten; Pim, Alma's brother, in the school's 5A. Flora moved
 * from Kotten to Myran on 1 November; Vera turns 18 tomorrow; Erik's custody of Alma has ended.
 */
export const castNow = new Date('2026-11-23T10:00:00Z')
export const password = 'regn mot rutan i kväll'

const names = [
  ...(['björken', 'granen', 'skolan', 'myran', 'fjärilen', 'kotten', 'fem'] as const),
  ...(['alma', 'bo', 'cia', 'pim', 'dold', 'flytt', 'vuxen'] as const),
  ...(['guardian', 'guardian2', 'neighbour', 'stranger', 'hidden', 'mover', 'ended', 'parent18'] as const),
  ...(['educator', 'educator2', 'schooleducator', 'former', 'principal', 'principal2', 'both'] as const),
  ...(['admin', 'records', 'dpo', 'protection', 'protection2'] as const),
  ...(['docAlma', 'docBoth', 'docBo', 'docCia', 'docPim', 'docFlytt', 'docVuxen', 'docDold', 'docAlmaDold'] as const),
  ...(['docMyran', 'docMyranOld', 'docKotten', 'docBjörken', 'docGranen', 'draft', 'draft2'] as const),
  ...(['noteMyran', 'noteBjörken', 'noteKotten'] as const),
] as const

export type Name = (typeof names)[number]
export const ids = Object.fromEntries(names.map((name) => [name, idOf(`cast ${name}`)])) as Record<Name, string>

export function cast(): Demo {
  return {
    units: [
      unit('björken', 'Björkens förskola'),
      unit('granen', 'Granens förskola'),
      unit('skolan', 'Åskolan', 'school'),
    ],
    groups: [
      group('myran', 'björken', 'Myran'),
      group('fjärilen', 'björken', 'Fjärilen'),
      group('kotten', 'granen', 'Kotten'),
      group('fem', 'skolan', '5A', 'class'),
    ],
    people: [
      person('alma', 'Alma', 'Ask', '2022-03-04'),
      person('bo', 'Bo', 'Berg', '2022-05-06'),
      person('cia', 'Cia', 'Ceder', '2022-07-08'),
      person('pim', 'Pim', 'Ask', '2014-09-10'),
      person('dold', 'Dolda', 'Dunkel', '2022-02-02'),
      person('flytt', 'Flora', 'Flytt', '2021-11-12'),
      person('vuxen', 'Vera', 'Vuxen', '2008-11-24'),
      person('guardian', 'Anna', 'Ask'),
      person('guardian2', 'Adam', 'Ask'),
      person('neighbour', 'Nils', 'Berg'),
      person('stranger', 'Sara', 'Ceder'),
      person('hidden', 'Hedda', 'Dunkel'),
      person('mover', 'Mia', 'Flytt'),
      person('ended', 'Erik', 'Ek'),
      person('parent18', 'Petra', 'Vuxen'),
      person('educator', 'Eva', 'Lind'),
      person('educator2', 'Elin', 'Gran'),
      person('schooleducator', 'Sven', 'Kritas'),
      person('former', 'Frida', 'Förr'),
      person('principal', 'Pia', 'Björk'),
      person('principal2', 'Per', 'Granberg'),
      person('both', 'Bea', 'Båda'),
      person('admin', 'Ada', 'Stav'),
      person('records', 'Rut', 'Arkiv'),
      person('dpo', 'Disa', 'Skydd'),
      person('protection', 'Olga', 'Värn'),
      person('protection2', 'Otto', 'Värnberg'),
    ],
    households: [{ id: idOf('cast household'), personIds: [ids.dold, ids.hidden] }],
    guardianships: [
      custody('guardian', 'alma'),
      custody('guardian2', 'alma'),
      custody('guardian', 'pim'),
      custody('neighbour', 'bo'),
      custody('both', 'bo'),
      custody('stranger', 'cia'),
      custody('hidden', 'dold'),
      custody('mover', 'flytt'),
      custody('ended', 'alma', '2025-12-31'),
      custody('parent18', 'vuxen'),
    ],
    placements: [
      placed('alma', 'myran', '2024-08-15'),
      placed('bo', 'myran', '2024-08-15'),
      placed('dold', 'myran', '2024-08-15'),
      placed('cia', 'kotten', '2024-08-15'),
      placed('flytt', 'kotten', '2024-08-15', '2026-10-31'),
      placed('flytt', 'myran', '2026-11-01'),
      placed('pim', 'fem', '2025-08-18'),
      placed('vuxen', 'fem', '2025-08-18'),
    ],
    duties: [
      duty('educator', 'björken', 'myran', 'educator', 'Förskollärare'),
      duty('educator2', 'granen', 'kotten', 'educator', 'Barnskötare'),
      duty('both', 'granen', 'kotten', 'educator', 'Förskollärare'),
      duty('schooleducator', 'skolan', 'fem', 'educator', 'Lärare'),
      duty('former', 'björken', 'myran', 'educator', 'Barnskötare', '2026-06-30'),
      duty('principal', 'björken', null, 'principal', 'Rektor'),
      duty('principal2', 'granen', null, 'principal', 'Rektor'),
    ],
    accounts: [
      ...(['guardian', 'guardian2', 'neighbour', 'stranger', 'hidden', 'mover', 'ended', 'parent18'] as const).map(
        (name) => account(name, ['guardian']),
      ),
      ...(['educator', 'educator2', 'schooleducator', 'former'] as const).map((name) => account(name, ['educator'])),
      ...(['principal', 'principal2'] as const).map((name) => account(name, ['principal'])),
      account('pim', ['pupil'], 'pupil'),
      account('vuxen', ['pupil'], 'pupil18'),
      account('admin', ['admin']),
      account('records', ['records']),
      account('dpo', ['dpo']),
      account('protection', ['protection']),
      account('protection2', ['protection']),
      account('both', ['educator', 'guardian']),
    ],
    protectedPeople: [{ personId: ids.dold, from: '2024-01-01' }],
    contactDetails: [
      { personId: ids.guardian, field: 'phone', value: '070-1740605' },
      { personId: ids.guardian, field: 'email', value: 'anna@example.se' },
      { personId: ids.neighbour, field: 'phone', value: '070-1740611' },
      { personId: ids.neighbour, field: 'email', value: 'nils@example.se' },
      { personId: ids.hidden, field: 'phone', value: '070-1740622' },
      { personId: ids.stranger, field: 'phone', value: '070-1740633' },
    ],
    contactChoices: [
      choice('guardian', 'alma', 'myran', 'phone', true),
      choice('neighbour', 'bo', 'myran', 'email', true),
      choice('hidden', 'dold', 'myran', 'phone', true),
      choice('stranger', 'cia', 'kotten', 'phone', true),
      choice('both', 'bo', 'myran', 'name', false),
    ],
    consentAnswers: [],
    documents: [
      about('docAlma', ['alma'], 'myran', '2026-11-20T13:00:00Z', 'Alma bygger en bro', 1),
      about('docBoth', ['alma', 'bo'], 'myran', '2026-11-19T13:00:00Z', 'Två bygger tillsammans'),
      about('docBo', ['bo'], 'myran', '2026-11-18T13:00:00Z', 'Bo planterar lök'),
      about('docFlytt', ['flytt'], 'kotten', '2026-05-05T12:00:00Z', 'Flora i skogen', 1),
      about('docCia', ['cia'], 'kotten', '2026-11-17T13:00:00Z', 'Cia räknar kottar', 1),
      about('docPim', ['pim'], 'fem', '2026-11-16T13:00:00Z', 'Pim kodar en robot'),
      about('docVuxen', ['vuxen'], 'fem', '2026-11-16T12:00:00Z', 'Vera visar sitt projekt'),
      about('docDold', ['dold'], 'myran', '2026-11-15T13:00:00Z', 'Dolda målar'),
      about('docAlmaDold', ['alma', 'dold'], 'myran', '2026-11-15T12:00:00Z', 'Alma och Dolda sjunger'),
      forAll('docMyran', 'group', 'myran', '2026-11-14T13:00:00Z', 'Myran i regnet'),
      forAll('docMyranOld', 'group', 'myran', '2026-03-14T13:00:00Z', 'Myran i snön'),
      forAll('docKotten', 'group', 'kotten', '2026-11-13T13:00:00Z', 'Kotten i skogen'),
      forAll('docBjörken', 'unit', 'myran', '2026-11-12T13:00:00Z', 'Björken firar höst'),
      forAll('docGranen', 'unit', 'kotten', '2026-11-12T12:00:00Z', 'Granen firar höst'),
      { ...about('draft', ['alma'], 'myran', '2026-11-22T13:00:00Z', 'Utkast om Alma'), publishedAt: null },
      { ...about('draft2', ['cia'], 'kotten', '2026-11-22T13:00:00Z', 'Utkast om Cia'), publishedAt: null },
    ],
    notes: [
      note('noteMyran', 'myran', 'educator', 'Myran bygger mest', ['docAlma', 'docMyran']),
      note('noteBjörken', null, 'principal', 'Hela Björken i höst', ['docBjörken']),
      note('noteKotten', 'kotten', 'educator2', 'Kotten är mycket ute', ['docCia']),
    ],
  }
}

const unitOf: Record<string, Name> = { myran: 'björken', fjärilen: 'björken', kotten: 'granen', fem: 'skolan' }
const authorOf: Record<string, Name> = { myran: 'educator', kotten: 'educator2', fem: 'schooleducator' }

function person(name: Name, givenName: string, familyName: string, birthDate: string | null = null): Person {
  return { id: ids[name], givenName, familyName, birthDate, personnummer: null }
}

function unit(name: Name, title: string, kind: Unit['kind'] = 'preschool'): Unit {
  const address = { street: 'Provvägen 1', postalCode: '449 00', city: 'Provby' }
  return { id: ids[name], name: title, kind, ...address, phone: '031-3900601', email: `${kind}@example.se` }
}

function group(name: Name, where: Name, title: string, kind: Group['kind'] = 'preschool'): Group {
  const curriculum = kind === 'preschool' ? 'lpfo18' : 'lgr22'
  return { id: ids[name], unitId: ids[where], name: title, kind, curriculum }
}

function custody(guardian: Name, of: Name, to: string | null = null) {
  return { guardianId: ids[guardian], childId: ids[of], from: '2020-01-01', to }
}

function placed(who: Name, where: Name, from: string, to: string | null = null) {
  return { childId: ids[who], groupId: ids[where], from, to }
}

function duty(
  who: Name,
  where: Name,
  mainly: Name | null,
  role: Duty['role'],
  title: string,
  to: string | null = null,
): Duty {
  return { personId: ids[who], unitId: ids[where], groupId: mainly && ids[mainly], role, title, from: '2020-08-01', to }
}

function account(who: Name, roles: Role[], username: string = who): Account {
  return { username, personId: ids[who], roles, describe: { sv: '', en: '' } }
}

function choice(guardian: Name, of: Name, group: Name, field: 'name' | 'phone' | 'email' | 'address', shown: boolean) {
  return {
    guardianId: ids[guardian],
    childId: ids[of],
    groupId: ids[group],
    field,
    shown,
    at: new Date('2026-09-01T10:00:00Z'),
  }
}

function about(name: Name, children: Name[], where: Name, at: string, title: string, pictures = 0): Document {
  const publishedAt = new Date(at)
  return {
    id: ids[name],
    unitId: ids[unitOf[where]!],
    groupId: ids[where],
    authorId: ids[authorOf[where]!],
    audience: 'child',
    childIds: children.map((each) => ids[each]),
    goals: where === 'fem' ? ['lgr22.1.patterns'] : ['lpfo18.1.building', 'lpfo18.1.cooperating'],
    title,
    text: `${title}. Texten om det hela, ord för ord.`,
    signature: 'Eva Lind, förskollärare',
    publishedAt,
    createdAt: publishedAt,
    pictures: Array.from({ length: pictures }, () => ({ scene: 'dot', alt: `Bild till ${title}` })),
  }
}

function note(name: Name, where: Name | null, author: Name, title: string, items: Name[]): Note {
  const unit = where ? unitOf[where]! : 'björken'
  const version = { authorId: ids[author], at: new Date('2026-11-20T14:00:00Z'), signature: 'Eva Lind, pedagog', title }
  return {
    id: ids[name],
    unitId: ids[unit],
    groupId: where && ids[where],
    term: '2026-autumn',
    versions: [
      { ...version, analysis: `${title}. Det vi såg först.`, next: '', items: items.map((each) => ids[each]) },
      {
        ...version,
        analysis: `${title}. Det vi ser nu.`,
        next: 'Vi läser mer.',
        items: items.map((each) => ids[each]),
      },
    ],
  }
}

function forAll(name: Name, audience: 'group' | 'unit', where: Name, at: string, title: string): Document {
  return { ...about(name, [], where, at, title), audience, childIds: [] }
}

/**
 * The words of SS 12000 that mean something here. What is not among them is told of and means nothing: a role that the
 * standard gets next year gives nobody access by itself.
 */
export const organisationTypes = [
  ...['Huvudman', 'Verksamhetsområde', 'Förvaltning', 'Rektorsområde', 'Skola', 'Skolenhet', 'Varumärke', 'Bolag'],
  'Övrigt',
]

/**
 * What a private principal and all that belongs to it is taken for. Registers of places hold them too, since the municipality
 * pays; what is written here crosses to nobody outside it (decision 8).
 */
export const others = 'annan huvudman'

/** Decision 1: the first alone is a guardian. The others are in the register for reasons of their own. */
export const relationTypes = ['Vårdnadshavare', 'Annan ansvarig', 'God man', 'Utsedd behörig']

export const groupTypes = [
  ...['Undervisning', 'Klass', 'Mentor', 'Provgrupp', 'Schema', 'Avdelning', 'Personalgrupp', 'Övrigt'],
]

export const leading = ['Rektor', 'Förskolechef']

/** Where a principal leads: higher up, one wrong line would open the whole municipality. */
export const led = ['Skolenhet', 'Skola', 'Rektorsområde']

/** Staff who document. Others are in the register and have no way to children's documentation by their duty. */
export const teaching = [
  ...['Lärare', 'Förskollärare', 'Barnskötare', 'Lärarassistent', 'Fritidspedagog', 'Förstelärare'],
  ...['Speciallärare/specialpedagog', 'Övrig pedagogisk personal'],
]

const otherDuties = [
  ...['Bibliotekarie', 'Annan personal', 'Studie- och yrkesvägledare', 'Kurator', 'Skolsköterska', 'Skolläkare'],
  ...['Skolpsykolog', 'Skoladministratör', 'Övrig arbetsledning'],
]
export const dutyRoles = [...leading, ...teaching, ...otherDuties]

export const working = [
  ...['Mentor', 'Förskollärare', 'Barnskötare', 'Fritidspedagog', 'Specialpedagog', 'Pedagogisk ledare'],
  'Lärarassistent',
]
export const assignmentTypes = [...working, 'Elevhälsopersonal', 'Schemaläggare', 'Administrativ personal']

export const personStatuses = ['Aktiv', 'Utvandrad', 'Avliden']

export const schoolTypes = [
  ...['FS', 'FKLASS', 'FTH', 'OPPFTH', 'GR', 'GRS', 'TR', 'SP', 'SAM', 'GY', 'GYS', 'VUX', 'VUXGR', 'VUXGY', 'VUXSFI'],
  ...['VUXSARGR', 'VUXSARGY', 'VUXSARTR', 'SFI', 'SARVUX', 'STF', 'KU', 'AU', 'YH', 'FHS', 'HS'],
]

export type Marking = 'none' | 'confidential' | 'protected' | 'unknown'

const markings = new Map<string, Marking>([
  ['ingen', 'none'],
  ['sekretessmarkering', 'confidential'],
  ['skyddad folkbokföring', 'protected'],
])
const plain = (said: string) => said.normalize('NFC').trim().toLowerCase()

const telling = (words: unknown[], word: RegExp) => words.some((each) => typeof each === 'string' && word.test(each))

/** Decision 3. What is said in a word that nobody knows is unknown: protected until checked, unless it tells by itself. */
export function markingOf(said: unknown, names: unknown[]): Marking {
  const known = typeof said === 'string' ? markings.get(plain(said)) : undefined
  if (known && known !== 'none') return known
  return telling([said], /skydd|sekretess/i) || telling(names, /^\W*(skyddad|sekretess)/i)
    ? 'protected'
    : (known ?? 'unknown')
}

export function isKnownMarking(said: string): boolean {
  return markings.has(plain(said))
}

/**
 * Decision 3: who is marked anywhere in a record, as it came: in it, where somebody is referred to, or where a register
 * has put the whole of somebody into something else (`_embedded`). Where nothing is said of somebody nothing is known.
 */
export function* marksIn(value: unknown): Generator<[id: string, Marking]> {
  if (typeof value !== 'object' || value === null) return
  const { id, securityMarking, displayName, givenName, familyName } = value as Record<string, unknown>
  if (typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    const marking = markingOf(securityMarking ?? 'Ingen', [displayName, givenName, familyName])
    if (marking !== 'none') yield [id.toLowerCase(), marking]
  }
  for (const each of Object.values(value)) if (typeof each === 'object') yield* marksIn(each)
}

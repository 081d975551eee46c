/**
 * The words of SS 12000 that mean something here. What is not among them is told of and means nothing: a role that the
 * standard gets next year gives nobody access by itself.
 */
export const organisationTypes = [
  ...['Huvudman', 'Verksamhetsområde', 'Förvaltning', 'Rektorsområde', 'Skola', 'Skolenhet', 'Varumärke', 'Bolag'],
  'Övrigt',
]

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

const markings: Record<string, Marking> = {
  Ingen: 'none',
  Sekretessmarkering: 'confidential',
  'Skyddad folkbokföring': 'protected',
}

/** Decision 3. What is not said, or said in a word that nobody knows, is unknown: protected until checked. */
export function markingOf(said: string | null, names: (string | null)[]): Marking {
  if (names.some((name) => name && /^\W*(skyddad|sekretess)/i.test(name))) return 'protected'
  return said === null ? 'unknown' : (markings[said] ?? 'unknown')
}

/** In a reference the marking may be left out; there silence says nothing. */
export function markingInReference(reference: { displayName: string | null; securityMarking: string | null }): Marking {
  return markingOf(reference.securityMarking ?? 'Ingen', [reference.displayName])
}

export function isKnownMarking(said: string): boolean {
  return said in markings
}

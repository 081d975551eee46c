/** The demo municipality as plain data. Ids are uuids that stay the same from day to day; days are 'YYYY-MM-DD'. */

export type Unit = {
  id: string
  name: string
  kind: 'preschool' | 'school'
  street: string
  postalCode: string
  city: string
  phone: string
  email: string
}

export type Group = {
  id: string
  unitId: string
  name: string
  kind: 'preschool' | 'class' | 'after_school'
  curriculum: 'lpfo18' | 'lgr22'
}

/** `personnummer` is 12 digits, or null when the published test numbers have none for that day. */
export type Person = {
  id: string
  givenName: string
  familyName: string
  birthDate: string | null
  personnummer: string | null
}

/** `to` is the last day, inclusive; null while it lasts. The same holds for every period below. */
export type Guardianship = { guardianId: string; childId: string; from: string; to: string | null }

export type Placement = { childId: string; groupId: string; from: string; to: string | null }

/** `groupId` null: on duty in the whole unit. */
export type Duty = {
  personId: string
  unitId: string
  groupId: string | null
  role: 'educator' | 'principal'
  title: string
  from: string
  to: string | null
}

export type Role = 'guardian' | 'pupil' | 'educator' | 'principal' | 'admin' | 'records' | 'dpo' | 'protection'

export type Account = { username: string; personId: string; roles: Role[]; describe: { sv: string; en: string } }

export type Household = { id: string; personIds: string[] }

export type ProtectedPerson = { personId: string; from: string }

export type ContactDetail = { personId: string; field: 'phone' | 'email' | 'address'; value: string }

export type ContactChoice = {
  guardianId: string
  childId: string
  groupId: string
  field: 'name' | 'phone' | 'email' | 'address'
  shown: boolean
  at: Date
}

/** `level` is 'any' for the name, and only for the name. */
export type ConsentAnswer = {
  guardianId: string
  childId: string
  medium: 'photo' | 'film' | 'sound' | 'name'
  level: 'pupil' | 'group' | 'school' | 'any'
  answer: 'yes' | 'no' | 'withdrawn'
  at: Date
}

export type Picture = { scene: string; alt: string }

/** `groupId` is where it was written, whatever the audience; `publishedAt` is null for a draft. */
export type Document = {
  id: string
  unitId: string
  groupId: string
  authorId: string
  audience: 'child' | 'group' | 'unit'
  childIds: string[]
  /** Whole names of curriculum goals: `lpfo18.1.speech`. */
  goals: string[]
  title: string
  text: string
  signature: string
  publishedAt: Date | null
  createdAt: Date
  pictures: Picture[]
}

/** What a family or the staff said of an item, in one child's family. */
export type Comment = {
  documentId: string
  childId: string
  authorId: string
  role: Role
  signature: string
  text: string
  at: Date
}

/** What staff have written about a unit's or group's work; versions oldest first, `items` the documents it builds on. */
export type Note = {
  id: string
  unitId: string
  groupId: string | null
  term: string
  versions: {
    authorId: string
    at: Date
    title: string
    analysis: string
    next: string
    signature: string
    items: string[]
  }[]
}

/** Who can be recognised in an item's pictures, where that is said; by the picture's place from 0. */
export type Mark = { documentId: string; picture: number; childIds: string[] }

/** A picture that is used outside the portal. */
export type Use = {
  documentId: string
  picture: number
  kind: 'web' | 'print' | 'social' | 'press' | 'screen'
  place: string
  /** YYYY-MM-DD */
  usedOn: string
  ownerId: string
}

export type Demo = {
  units: Unit[]
  groups: Group[]
  people: Person[]
  households: Household[]
  guardianships: Guardianship[]
  placements: Placement[]
  duties: Duty[]
  accounts: Account[]
  protectedPeople: ProtectedPerson[]
  contactDetails: ContactDetail[]
  contactChoices: ContactChoice[]
  consentAnswers: ConsentAnswer[]
  documents: Document[]
  /** Units that take comments, as their principal has decided, and what has been said. */
  commentsOpen?: { unitId: string; by: string; at: Date }[]
  comments?: Comment[]
  notes: Note[]
  marks?: Mark[]
  uses?: Use[]
}

import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import { sealSaid } from '../src/comments/sealing.ts'
import { type Address, sealDetail } from '../src/contacts/details.ts'
import { normalisePhone } from '../src/contacts/phone.ts'
import { blindIndex } from '../src/crypto/blind-index.ts'
import { newItemKey } from '../src/crypto/item-key.ts'
import type { KeyStore } from '../src/crypto/key-store.ts'
import { seal } from '../src/crypto/seal.ts'
import { writeSealedFile } from '../src/crypto/sealed-file.ts'
import { keyMonth, mediaKey, openItemKey, sealAlt, sealContent } from '../src/documentation/content.ts'
import { newNoteKey, sealNote } from '../src/follow-up/content.ts'
import { mediaPath, variants } from '../src/media/files.ts'
import { idOf } from './random.ts'
import { deliveredPeople, isDelivered } from './register.ts'
import type { ConsentAnswer, ContactDetail, Demo, Document } from './types.ts'

/** As src/media/sizes.ts has them: without a middle one where the large one is no larger. */
export type Drawing = { large: Buffer; middle?: Buffer; small: Buffer; width: number; height: number }

export type Loading = {
  ownerUrl: string
  keys: KeyStore
  mediaDirectory: string
  passwordHash: string
  now: Date
  draw: (scene: string) => Promise<Drawing>
  progress?: (done: number, all: number) => void
  /** People and places are the register's (register.ts), and not added here by hand. */
  delivered?: boolean
}

const years = 5

/** Writes a municipality into an empty database as its owner, sealed like everything else. All of it or nothing. */
export async function load(demo: Demo, given: Loading): Promise<void> {
  const owner = new pg.Client({ connectionString: given.ownerUrl })
  await owner.connect()
  try {
    await owner.query('begin')
    await people(owner, demo, given)
    await accounts(owner, demo, given)
    await contacts(owner, demo, given)
    // What was taken back while something was shown is answered last: what follows from it follows.
    const [last, first] = parted(demo)
    await consent(owner, first)
    await owner.query(
      `insert into wording_acknowledgement select distinct person_id, $1::timestamptz - interval '30 days'
       from account a join account_role r on r.account_id = a.id where r.role in ('educator', 'principal')`,
      [given.now],
    )
    await owner.query(
      `insert into retention_rule (kind, years, decision, decided_on, valid)
       values ('documentation', $1, 'Utbildningsnämnden UBN.2019.114 § 52 (demo)', '2019-06-13', '[2019-07-01,)')`,
      [years],
    )
    await owner.query(
      `insert into retention_rule (kind, years, days, hours, decision, decided_on, valid)
       select kind, years, 0, hours, 'Utbildningsnämnden UBN.2019.114 § 53 (demo)', '2019-06-13', '[2019-07-01,)'
       from (values ('withheld', 1, 0), ('draft', 1, 0), ('consent', 2, 0), ('audit', 2, 0), ('session', 0, 1), ('person', 5, 0)) as rule(kind, years, hours)`,
    )
    await documents(owner, demo, given)
    await outside(owner, demo)
    await consent(owner, last)
    await readings(owner, given)
    await comments(owner, demo, given)
    await notes(owner, demo, given)
    await owner.query('commit')
    await owner.query('analyze')
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    throw error
  } finally {
    await owner.end()
  }
}

async function people(owner: pg.Client, demo: Demo, { keys, delivered }: Loading): Promise<void> {
  const from = (isDelivered: boolean) => (delivered && isDelivered ? 'roster' : 'local')
  const inRegister = deliveredPeople(demo)
  const sealed = demo.people.map((person) => ({
    ...person,
    number:
      person.personnummer &&
      seal(keys.get('personnummer'), 'personnummer', person.personnummer, `person|personnummer|${person.id}`),
    index: person.personnummer && blindIndex(keys.get('index.personnummer'), person.personnummer),
  }))
  await insert(
    owner,
    'unit',
    {
      id: 'uuid',
      name: 'text',
      kind: 'text',
      street: 'text',
      postal_code: 'text',
      city: 'text',
      phone: 'text',
      email: 'text',
      origin: 'text',
    },
    demo.units.map((u) => [u.id, u.name, u.kind, u.street, u.postalCode, u.city, u.phone, u.email, from(true)]),
  )
  await insert(
    owner,
    'unit_group',
    { id: 'uuid', unit_id: 'uuid', name: 'text', kind: 'text', curriculum: 'text', origin: 'text' },
    demo.groups.map((g) => [g.id, g.unitId, g.name, g.kind, g.curriculum, from(true)]),
  )
  await insert(
    owner,
    'person',
    {
      id: 'uuid',
      given_name: 'text',
      family_name: 'text',
      birth_date: 'date',
      personnummer: 'bytea',
      personnummer_index: 'bytea',
      origin: 'text',
    },
    sealed.map((p) => [p.id, p.givenName, p.familyName, p.birthDate, p.number, p.index, from(inRegister.has(p.id))]),
  )
  await insert(
    owner,
    'guardianship',
    { guardian_id: 'uuid', child_id: 'uuid', valid: 'daterange', origin: 'text' },
    demo.guardianships.map((g) => [g.guardianId, g.childId, period(g), from(true)]),
  )
  await insert(
    owner,
    'placement',
    { child_id: 'uuid', group_id: 'uuid', valid: 'daterange', origin: 'text' },
    demo.placements.map((p) => [p.childId, p.groupId, period(p), from(true)]),
  )
  await insert(
    owner,
    'duty',
    {
      person_id: 'uuid',
      unit_id: 'uuid',
      group_id: 'uuid',
      role: 'text',
      title: 'text',
      valid: 'daterange',
      origin: 'text',
    },
    demo.duties.map((d) => [d.personId, d.unitId, d.groupId, d.role, d.title, period(d), from(isDelivered(d))]),
  )
  await insert(
    owner,
    'household_member',
    { household_id: 'uuid', person_id: 'uuid' },
    demo.households.flatMap((h) => h.personIds.map((id) => [h.id, id])),
  )
  await insert(
    owner,
    'protected_identity',
    { person_id: 'uuid', valid: 'daterange' },
    demo.protectedPeople.map((p) => [p.personId, period({ from: p.from, to: null })]),
  )
}

async function accounts(owner: pg.Client, demo: Demo, { passwordHash }: Loading): Promise<void> {
  const made = demo.accounts.map((account) => ({ ...account, id: idOf(`account ${account.username}`) }))
  await insert(
    owner,
    'account',
    { id: 'uuid', person_id: 'uuid', username: 'text', password_hash: 'text' },
    made.map((a) => [a.id, a.personId, a.username, passwordHash]),
  )
  await insert(
    owner,
    'account_role',
    { account_id: 'uuid', role: 'text' },
    made.flatMap((a) => a.roles.map((role) => [a.id, role])),
  )
}

async function contacts(owner: pg.Client, demo: Demo, { keys, now }: Loading): Promise<void> {
  await insert(
    owner,
    'contact_detail',
    { person_id: 'uuid', field: 'text', sealed: 'bytea', changed_at: 'timestamptz' },
    demo.contactDetails.map((d) => [d.personId, d.field, sealDetail(keys, d.personId, d.field, stored(d)), now]),
  )
  await insert(
    owner,
    'contact_choice',
    {
      guardian_id: 'uuid',
      child_id: 'uuid',
      field: 'text',
      shown: 'boolean',
      chosen_at: 'timestamptz',
      chosen_by: 'uuid',
    },
    demo.contactChoices.map((c) => [c.guardianId, c.childId, c.field, c.shown, c.at, c.guardianId]),
  )
}

// As the settings page stores it: numbers as +46…, an address in its three parts.
function stored({ field, value }: ContactDetail): string | Address {
  if (field === 'phone') return normalisePhone(value) ?? value
  const [, street, postalCode, city] = value.match(/^(.+), (\d{3} ?\d{2}) (.+)$/) ?? []
  return field === 'address' ? { street: street!, postalCode: postalCode!.replace(' ', ''), city: city! } : value
}

function parted({ consentAnswers, marks = [] }: Demo): [last: ConsentAnswer[], first: ConsentAnswer[]] {
  const marked = new Set(marks.flatMap(({ childIds }) => childIds))
  const last = (each: ConsentAnswer) => each.answer === 'withdrawn' && marked.has(each.childId)
  return [consentAnswers.filter(last), consentAnswers.filter((each) => !last(each))]
}

async function outside(owner: pg.Client, { marks = [], uses = [], documents }: Demo): Promise<void> {
  for (const { documentId, picture, childIds } of marks) {
    const id = idOf(`picture ${documentId} ${picture}`)
    await owner.query('update media set nobody = false where id = $1', [id])
    await owner.query('insert into media_subject (media_id, child_id) select $1, unnest($2::uuid[])', [id, childIds])
  }
  for (const { documentId, picture, kind, place, usedOn, ownerId } of uses) {
    const unit = documents.find(({ id }) => id === documentId)!.unitId
    await owner.query(
      `insert into media_use (id, media_id, unit_id, medium, kind, place, used_on, owner_id, about_school, with_name, registered_at, registered_by)
       values ($1, $2, $3, 'photo', $4, $5, $6, $7, true, false, $6::date, $7)`,
      [
        idOf(`use ${documentId} ${place}`),
        idOf(`picture ${documentId} ${picture}`),
        unit,
        kind,
        place,
        usedOn,
        ownerId,
      ],
    )
  }
}

async function consent(owner: pg.Client, answers: ConsentAnswer[]): Promise<void> {
  const { rows } = await owner.query(
    "select id from consent_text where language = 'sv' and audience = 'guardian' order by version desc limit 1",
  )
  await insert(
    owner,
    'consent_answer',
    {
      child_id: 'uuid',
      guardian_id: 'uuid',
      medium: 'text',
      level: 'text',
      answer: 'text',
      answered_at: 'timestamptz',
      text_id: 'uuid',
    },
    answers
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map((c) => [c.childId, c.guardianId, c.medium, c.level, c.answer, c.at, rows[0].id]),
  )
}

async function documents(owner: pg.Client, demo: Demo, given: Loading): Promise<void> {
  const all = demo.documents.map((document) => sealed(document, given))
  await insert(
    owner,
    'document',
    {
      id: 'uuid',
      unit_id: 'uuid',
      group_id: 'uuid',
      author_id: 'uuid',
      audience: 'text',
      created_at: 'timestamptz',
      saved_at: 'timestamptz',
      published_at: 'timestamptz',
      key_month: 'text',
      sealed_key: 'bytea',
      sealed_content: 'bytea',
      sealed_card: 'bytea',
    },
    all.map(({ document: d, content }) => [
      d.id,
      d.unitId,
      d.groupId,
      d.authorId,
      d.audience,
      d.createdAt,
      d.publishedAt ?? d.createdAt,
      d.publishedAt,
      content.keyMonth,
      content.sealedKey,
      content.sealedContent,
      content.sealedCard,
    ]),
  )
  for (const { document: d } of all)
    if (!d.publishedAt)
      await owner.query('update document set about = $2 where id = $1', [
        d.id,
        d.audience === 'child' ? d.childIds : [],
      ])
  await insert(
    owner,
    'document_scope',
    { document_id: 'uuid', child_id: 'uuid', group_id: 'uuid', unit_id: 'uuid', published_at: 'timestamptz' },
    all.flatMap(({ document: d }) => (d.publishedAt ? scopes(d) : []).map((scope) => [d.id, ...scope, d.publishedAt])),
  )
  await insert(
    owner,
    'document_goal',
    {
      document_id: 'uuid',
      group_id: 'uuid',
      published_at: 'timestamptz',
      curriculum: 'text',
      version: 'integer',
      goal: 'text',
    },
    all.flatMap(({ document: d }) =>
      (d.publishedAt ? d.goals : []).map((goal) => [d.id, d.groupId, d.publishedAt, ...goal.split('.')]),
    ),
  )

  const pictures = all.flatMap(({ document, itemKey }) =>
    document.pictures.map((picture, position) => ({
      ...picture,
      document,
      itemKey,
      position,
      id: idOf(`picture ${document.id} ${position}`),
    })),
  )
  const rows: unknown[][] = []
  for (const [index, picture] of pictures.entries()) {
    const drawn = await given.draw(picture.scene)
    const key = mediaKey(picture.itemKey, picture.id)
    for (const variant of variants) {
      const bytes = drawn[variant]
      if (!bytes) continue
      const path = mediaPath(given.mediaDirectory, picture.id, variant)
      await mkdir(dirname(path), { recursive: true })
      await writeSealedFile(path, key, `${picture.id}.${variant}`, bytes)
    }
    const { document } = picture
    rows.push([
      picture.id,
      document.id,
      picture.position + 1,
      'photo',
      drawn.width,
      drawn.height,
      sealAlt(picture.itemKey, picture.id, picture.alt),
      document.authorId,
      document.createdAt,
      // Drawn scenes: where several families see them, nobody is anybody.
      document.audience !== 'child' || document.childIds.length > 1,
    ])
    given.progress?.(index + 1, pictures.length)
  }
  await insert(
    owner,
    'media',
    {
      id: 'uuid',
      document_id: 'uuid',
      position: 'integer',
      kind: 'text',
      width: 'integer',
      height: 'integer',
      sealed_alt: 'bytea',
      responsible_id: 'uuid',
      created_at: 'timestamptz',
      nobody: 'boolean',
    },
    rows,
  )
}

async function comments(owner: pg.Client, demo: Demo, { keys }: Loading): Promise<void> {
  for (const { unitId, by, at } of demo.commentsOpen ?? [])
    await owner.query('insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, $2, $3)', [
      unitId,
      at,
      by,
    ])
  for (const each of demo.comments ?? []) {
    const { rows } = await owner.query('select id, key_month, sealed_key from document where id = $1', [
      each.documentId,
    ])
    const id = idOf(`comment ${each.documentId} ${each.text}`)
    await owner.query(
      `insert into comment (id, document_id, child_id, author_id, author_role, written_at, sealed_text)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[id, each.documentId, each.childId, each.authorId, each.role, each.at],
        sealSaid(openItemKey(keys, rows[0]), id, { text: each.text, signature: each.signature }),
      ],
    )
  }
}

// Families with an account have opened what is older than a few days; the latest waits for them.
async function readings(owner: pg.Client, { now }: Loading): Promise<void> {
  await owner.query(
    `insert into reading
     select distinct s.document_id, a.person_id, s.published_at + interval '7 hours'
     from account a
     join account_role r on r.account_id = a.id and r.role in ('guardian', 'pupil')
     left join guardianship c on r.role = 'guardian' and c.guardian_id = a.person_id
     join placement p on p.child_id = coalesce(c.child_id, a.person_id)
     join unit_group g on g.id = p.group_id
     join document_scope s on s.scope_id in (p.child_id, g.id, g.unit_id)
     where s.published_at < $1::timestamptz - interval '4 days'`,
    [now],
  )
}

async function notes(owner: pg.Client, demo: Demo, { keys, now }: Loading): Promise<void> {
  const all = demo.notes.map((note) => {
    const begun = note.versions[0]!.at
    const month = keyMonth(begun, years, now)
    return { ...note, begun, month, ...newNoteKey(keys, note.id, month) }
  })
  await insert(
    owner,
    'follow_up_note',
    {
      id: 'uuid',
      unit_id: 'uuid',
      group_id: 'uuid',
      term: 'text',
      created_at: 'timestamptz',
      key_month: 'text',
      sealed_key: 'bytea',
    },
    all.map((n) => [n.id, n.unitId, n.groupId, n.term, n.begun, n.month, n.sealedKey]),
  )
  await insert(
    owner,
    'follow_up_version',
    { note_id: 'uuid', version: 'integer', author_id: 'uuid', written_at: 'timestamptz', sealed_content: 'bytea' },
    all.flatMap(({ id, key, versions }) =>
      versions.map(({ authorId, at, ...content }, i) => [id, i + 1, authorId, at, sealNote(key, id, i + 1, content)]),
    ),
  )
}

function sealed(document: Document, { keys, now }: Loading) {
  const itemKey = newItemKey()
  const { title, text, signature, childIds, goals } = document
  const written = { title, text, signature }
  const content = document.publishedAt ? written : { ...written, children: childIds, goals }
  const month = keyMonth(document.publishedAt ?? now, years, now)
  return { document, itemKey, content: sealContent(keys, document.id, month, content, itemKey) }
}

function scopes(document: Document): (string | null)[][] {
  if (document.audience === 'group') return [[null, document.groupId, null]]
  if (document.audience === 'unit') return [[null, null, document.unitId]]
  return document.childIds.map((child) => [child, null, null])
}

// `to` is the last day.
function period({ from, to }: { from: string; to: string | null }): string {
  return `[${from},${to ?? ''}${to ? ']' : ')'}`
}

async function insert(
  owner: pg.Client,
  table: string,
  columns: Record<string, string>,
  rows: unknown[][],
): Promise<void> {
  const names = Object.keys(columns)
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`)
  for (let from = 0; from < rows.length; from += 1000) {
    const part = rows.slice(from, from + 1000)
    await owner.query(
      `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')})`,
      names.map((_, column) => part.map((row) => row[column])),
    )
  }
}

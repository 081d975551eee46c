import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { text } from '../../src/web/forms.ts'
import { freeText, freeTexts } from '../../src/wording/free-text.ts'
import { corrects, published } from '../corrections/after.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { photo } from '../support/photo.ts'
import { sources } from '../support/sources.ts'

/**
 * R28, R29: no field in which somebody writes freely goes round the check. Whoever adds one either lets the check read it
 * (docs/wording.md) or writes down here why not.
 */
let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

/** Fields of forms that are text and yet not free. */
const notFree: Record<string, string> = {
  'accounts/admin-schema makeForm username': 'small letters and a few digits, never a number of a person',
  'accounts/schema languageForm back': 'an address of our own',
  'accounts/schema passwordForm again': 'a secret',
  'accounts/schema passwordForm current': 'a secret',
  'accounts/schema passwordForm new': 'a secret',
  'accounts/schema signInForm password': 'a secret',
  'accounts/schema signInForm username': 'a name to sign in with; shown to nobody',
  'corrections/schema correctionForm goals': 'names of goals of the curriculum; an unknown one is refused',
  'consent/schema consentForm text': 'the id of the question as it stood',
  'contacts/schema codeForm code': 'six digits or refused',
  'contacts/schema contactForm asked': 'two ids',
  'contacts/schema contactForm city': 'one’s own address: what stops is refused there as well (contacts/routes.ts)',
  'contacts/schema contactForm email': 'the same',
  'contacts/schema contactForm phone': 'made into a number or refused',
  'contacts/schema contactForm postalCode': 'five digits or refused',
  'contacts/schema contactForm show': 'two ids and the name of a field',
  'contacts/schema contactForm street': 'as city',
  'documentation/schema previewForm text': 'shown back to its writer as it will look; stored nowhere',
  'documentation/schema typedLists children': 'ids, shown again in a form and stored nowhere',
  'documentation/schema typedLists remove': 'the same',
  'documentation/schema editorForm goals': 'names of goals of the curriculum; an unknown one is refused',
  'documentation/schema typedLists goals': 'the same',
  'goals/schema goalsField ': 'the same',
  'follow-up/schema aboutQuery term': 'one of a closed list, or the present term',
  'follow-up/schema typedItems items': 'ids, shown again in a form and stored nowhere',
  'people/schema nameForm familyName': 'a name; what stops is refused there as well (people/routes.ts)',
  'people/schema nameForm givenName': 'the same',
  'search/schema searchForm q': 'a search, stored nowhere',
  'retention/schema holdForm about': 'the address of an item or the id of a child; anything else is refused',
  'archive/schema receiptForm checksum': '64 hexadecimal digits; anything else is refused',
  'archive/schema receiptForm receipt': 'the number of a receipt, in the shape of one',
  'retention/rule-form ruleForm decision': 'the number of a decision, in the shape of one',
  'retention/rule-form ruleForm days': 'a whole number',
  'retention/rule-form ruleForm hours': 'the same',
  'retention/rule-form ruleForm years': 'the same',
  'retention/schema holdForm reference': 'the number of a case, in the shape of one',
  'uses/schema proofForm proof':
    'what shows that something is gone: what stops is refused there as well (uses/routes.ts)',
  'uses/schema useForm place': 'an address or the name of a sheet: the same',
  'uses/schema useForm used_on': 'a day or refused',
  'wording/live writingForm field': 'the name of a field',
  'wording/live sayingForm field': 'the name of a field',
  'wording/live sayingForm text': 'what the check itself is asked about; stored nowhere',
  'wording/live writingForm text': 'what the check itself is asked about; stored nowhere',
}

/** Files that speak of schemas and are no forms. */
const noForms = [
  'src/backup/manifest.ts',
  'src/config.ts',
  'src/commands/wording.ts',
  'src/information/municipality.ts',
  'src/roster/records.ts',
  'src/web/forms.ts',
  'src/wording/free-text.ts',
  'src/wording/schema.ts',
]

/** Forms that no exported constant holds. */
const outOfSight: Record<string, string> = {
  'src/audit/schema.ts': 'a filter: one of a closed list, and a place in it',
  'src/documentation/filter.ts': 'days and kinds to choose a list by',
  'src/consent/camera-routes.ts': 'ids and media',
  'src/media/mask-routes.ts': 'squares and ids',
  'src/media/upload-routes.ts': 'sizes, an audience and ids',
  'src/protection/schema.ts':
    'an officer’s note and the names of an alias: the check would stop words of protection; a personnummer is refused',
  'src/people/schema.ts':
    'a search, stored nowhere; the number of a decision, in the shape of one (blockForm); both made for a day',
}

type Node = z.ZodType & { _zod: { def: Record<string, unknown> & { type: string } } }

/** The strings in a schema that may be any text: by the field they stand in, with whether the check reads them. */
function textsIn(schema: Node, field = '', read = false): { field: string; read: boolean }[] {
  const { def } = schema._zod
  const here = read || freeTexts.has(schema)
  const inner = (...names: string[]) =>
    names.flatMap((name) => (def[name] ? textsIn(def[name] as Node, field, here) : []))
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape as Record<string, Node>).flatMap(([name, each]) =>
        textsIn(each, field || name, here),
      )
    case 'string':
      return 'format' in def ? [] : [{ field, read: here }]
    case 'pipe':
      return inner('in', 'out')
    case 'array':
      return inner('element')
    case 'record':
      return inner('valueType')
    case 'union':
      return (def.options as Node[]).flatMap((each) => textsIn(each, field, here))
    default:
      return inner('innerType')
  }
}

async function formFields(): Promise<Map<string, boolean>> {
  const found = new Map<string, boolean>()
  for (const [path, text] of sources('src', '.ts')) {
    if (!/from 'zod'|web\/forms\.ts'/.test(text) || noForms.includes(path) || path.startsWith('src/commands/')) continue
    const exported = (await import(`../../${path}`)) as Record<string, Node>
    for (const [name, schema] of Object.entries(exported)) {
      if (typeof schema !== 'object' || schema === null || !('_zod' in schema)) continue
      for (const { field, read } of textsIn(schema)) {
        const key = `${path.slice(4, -3)} ${name} ${field}`
        found.set(key, read || (found.get(key) ?? false))
      }
    }
  }
  return found
}

test('R28, R29: every text in a form is read by the check, or stands in the list of those that are not', async () => {
  const found = await formFields()
  expect([...found.keys()]).toContain('documentation/schema editorForm text')
  const unread = [...found].filter(([, read]) => !read).map(([key]) => key)
  expect(unread.filter((key) => !(key in notFree))).toEqual([])
  expect([...found].filter(([key, read]) => read && key in notFree)).toEqual([])
  expect(Object.keys(notFree).filter((key) => !found.has(key))).toEqual([])
  // What is made elsewhere than in an exported constant is out of this test's sight.
  const unseen = [...sources('src', '.ts')]
    .filter(([path, text]) => /z\s*\.(object|strictObject)\(/.test(text) && !noForms.includes(path))
    .filter(([, text]) => /(?<!^export const \w+ =\s+)z\s*\.(object|strictObject)\(/m.test(text))
  expect(unseen.map(([path]) => path).filter((path) => !(path in outOfSight))).toEqual([])
  expect(Object.keys(outOfSight).filter((path) => !unseen.some(([each]) => each === path))).toEqual([])
})

test('control: a field that nobody thought of is noticed, however it is wrapped', () => {
  const note = z.object({ note: z.array(text(10)).optional(), at: z.uuid(), title: freeText(10).default('') })
  expect(textsIn(note as never)).toEqual([
    { field: 'note', read: false },
    { field: 'title', read: true },
  ])
  expect(fieldsIn(`<textarea name="note"></textarea><%- include('components/field', { name: 'x', label }) %>`)).toEqual(
    [
      { name: 'x', marked: false },
      { name: '', marked: false },
    ],
  )
})

/** Fields of pages without the check's words under them. */
const notMarked: Record<string, string> = {
  'views/accounts/account.ejs username': 'a name to sign in with',
  'views/components/textarea.ejs': 'the component itself',
  'views/archive/packages.ejs checksum': '64 hexadecimal digits',
  'views/archive/packages.ejs receipt': 'the number of a receipt, in the shape of one',
  'views/retention/rules.ejs years': 'a whole number',
  'views/retention/rules.ejs days': 'the same',
  'views/retention/rules.ejs hours': 'the same',
  'views/retention/rules.ejs decision': 'the number of a decision, in the shape of one',
  'views/retention/rules.ejs decided_on': 'a day',
  'views/retention/rules.ejs valid_from': 'the same',
  'views/retention/rules.ejs valid_until': 'the same',
  'views/retention/overview.ejs about': 'the address of an item or the id of a child',
  'views/retention/overview.ejs reference': 'the number of a case, in the shape of one',
  'views/retention/overview.ejs until': 'a day',
  'views/contacts/list.ejs emails': 'to be copied, sent nowhere',
  'views/corrections/review.ejs': 'goes along unseen with what the check says of it; it is written in correct.ejs',
  'views/contacts/details.ejs code': 'six digits',
  'views/contacts/details.ejs phone': 'a number',
  'views/people/add.ejs givenName': 'a name',
  'views/people/add.ejs familyName': 'a name',
  'views/people/add.ejs number': 'a number',
  'views/protection/search.ejs q': 'a search',
  'views/contacts/details.ejs email': 'an address',
  'views/contacts/details.ejs street': 'one’s own address',
  'views/contacts/details.ejs postalCode': 'digits',
  'views/contacts/details.ejs city': 'one’s own address',
  'views/audit/list.ejs to': 'a day',
  'views/consent/admin.ejs on': 'a day',
  'views/consent/history.ejs said_on': 'a day',
  'views/consent/history.ejs scan': 'a file: a paper that somebody else has written and signed',
  'views/uses/form.ejs place': 'an address or the name of a sheet; what stops is refused',
  'views/uses/form.ejs used_on': 'a day',
  'views/uses/list.ejs proof': 'what shows that something is gone; what stops is refused',
  'views/operations/design.ejs a': 'the page of components, sent nowhere',
  'views/operations/design.ejs b': 'the same',
  'views/operations/design.ejs d': 'the same',
  'views/accounts/sign-in.ejs username': 'a name to sign in with',
  'views/accounts/sign-in.ejs password': 'a secret',
  'views/accounts/password.ejs current': 'a secret',
  'views/accounts/password.ejs new': 'a secret',
  'views/accounts/password.ejs again': 'a secret',
  'views/people/list.ejs q': 'a search',
  'views/search/search.ejs q': 'a search',
}

function fieldsIn(view: string): { name: string; marked: boolean }[] {
  const included = [...view.matchAll(/include\('components\/(?:field|textarea)', \{ name: (.+?), .*?\}\)/g)].map(
    ([whole, name]) => ({ name: name!.replaceAll(/^'|'$/g, ''), marked: whole.includes('remarks: ') }),
  )
  const bare = [
    ...view.matchAll(/<(?:textarea|input(?![^>]*type="(?:hidden|radio|checkbox|file)")(?=[^>]*name="[a-z]))[^>]*/g),
  ]
  return [...included, ...bare.map(() => ({ name: '', marked: false }))]
}

test('every text field of a page shows what the check says, or stands in the list of those that do not', () => {
  const found = [...sources('views', '.ejs')].flatMap(([path, view]) =>
    fieldsIn(view).map(({ name, marked }) => ({ key: `${path} ${name}`.trim(), marked })),
  )
  expect(found.filter(({ marked }) => marked).length).toBeGreaterThan(3)
  expect(found.filter(({ key, marked }) => !marked && !(key in notMarked))).toEqual([])
  expect(Object.keys(notMarked).filter((key) => !found.some((each) => each.key === key && !each.marked))).toEqual([])
})

/** What somebody may write into the database as text, or sealed: where it comes from. */
const columns: Record<string, string> = {
  'comment.sealed_reason': 'read by the check when it is hidden',
  'comment.sealed_text': 'read by the check when it is said',
  'consent_paper.checksum': 'of the file as it was sent',
  'consent_paper.sealed_scan': 'a paper that a guardian has signed, seen by those who may enter it',
  'contact_code.sealed': 'an address of one’s own, and its code',
  'contact_detail.sealed': 'one’s own number or address',
  'duty.title': 'one of a closed list (people/by-hand.ts)',
  'document.sealed_card': 'read by the check at publication',
  'document.sealed_content': 'read by the check at publication',
  'document.sealed_key': 'a key',
  'document_goal.curriculum': 'of a goal that is there: a foreign key',
  'document_goal.goal': 'the same',
  'follow_up_note.sealed_key': 'a key',
  'follow_up_version.sealed_content': 'read by the check when it is saved, which is when others read it',
  'media.sealed_alt': 'read by the check at publication',
  'media.sealed_name': 'what the sender calls the file; shown to whoever writes on the draft until it has come',
  'setting.value': 'a day or nothing: held by the table',
  'person.personnummer': 'a personnummer, sealed',
  'person.personnummer_index': 'its keyed index',
  'protection_decision.sealed_note': 'read by the officers alone; a personnummer is refused (protection/schema.ts)',
  'report_decision.kind': 'must be that of a report, which is of a closed list',
  'report.reporter_role': 'the actor’s own, held by the policy',
}

test('every column that somebody may write text or sealed words into is known', async () => {
  const { rows } = await house.database.owner.query<{ name: string }>(`
    select distinct c.relname || '.' || a.attname as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    cross join pg_roles r
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and a.atttypid in ('text'::regtype, 'bytea'::regtype, 'jsonb'::regtype, 'json'::regtype, 'varchar'::regtype)
      and r.rolname in ('insyn_guardian', 'insyn_pupil', 'insyn_educator', 'insyn_principal', 'insyn_admin', 'insyn_records', 'insyn_dpo', 'insyn_protection')
      and (has_column_privilege(r.rolname, c.oid, a.attnum, 'insert') or has_column_privilege(r.rolname, c.oid, a.attnum, 'update'))
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum])
    order by 1`)
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(columns).toSorted())
})

/** How each field of which the form says that the check reads it is tried: a personnummer in it must not get out. */
const roads: Record<string, (value: string) => Promise<number>> = {
  'documentation/schema editorForm title': (value) => publishing({ title: value }),
  'documentation/schema editorForm text': (value) => publishing({ text: value }),
  'documentation/schema editorForm words': (value) => publishing({ words: value }),
  'documentation/schema editorForm alt': (value) => publishing({ alt: value }),
  'comments/schema commentForm text': (value) => saying(value),
  'comments/schema hideForm reason': (value) => hiding(value),
  'reports/schema commentDecisionForm reason': (value) => deciding(value),
  'follow-up/schema noteForm title': (value) => noting({ title: value }),
  'follow-up/schema noteForm analysis': (value) => noting({ analysis: value }),
  'follow-up/schema noteForm next': (value) => noting({ next: value }),
  'corrections/schema recallForm reason': (value) => takingBack(value),
  'corrections/schema correctionForm title': (value) => correcting({ title: value }),
  'corrections/schema correctionForm text': (value) => correcting({ text: value }),
  'corrections/schema correctionForm words': (value) => correcting({ words: value }),
  'corrections/schema correctionForm alts': (value) => correcting({}, value),
  'corrections/schema correctionForm captions': (value) => captioning(value),
}

async function publishing(fields: Record<string, string>): Promise<number> {
  const eva = await house.as('educator')
  const id = randomUUID()
  const all = {
    group: ids.myran,
    audience: 'child',
    children: [ids.alma],
    title: 'Ute',
    text: 'Vi var ute.',
    action: 'save',
    ...fields,
  }
  const saved = await eva.upload(`/staff/documents/${id}`, all, [{ name: 'a.jpg', body: await photo(800, 600) }])
  expect(saved.status).toBe(303)
  return (await eva.post(`/staff/documents/${id}/publish`, { revision: 1 })).status
}

async function takingBack(reason: string): Promise<number> {
  const eva = await house.as('educator')
  const { id } = await published(eva)
  return (await eva.post(`/staff/documents/${id}/recall`, { reason, acknowledged: 'yes' })).status
}

async function correcting(fields: Record<string, string>, alt?: string): Promise<number> {
  const eva = await house.as('educator')
  const { id, medium } = await published(eva)
  return (await corrects(eva, id, alt === undefined ? fields : { [`alt.${medium}`]: alt })).status
}

async function captioning(words: string): Promise<number> {
  const eva = await house.as('educator')
  const { id, medium } = await published(eva)
  await house.database.owner.query(`update media set kind = 'film', seconds = 3 where id = $1`, [medium])
  return (await corrects(eva, id, { [`captions.${medium}`]: `00:01.000 --> 00:02.000\n${words}` })).status
}

async function saying(text: string): Promise<number> {
  await house.database.owner.query(
    'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, now(), $2)',
    [ids.björken, ids.principal],
  )
  const anna = await house.as('guardian')
  return (await anna.post(`/documents/${ids.docAlma}/comments`, { child: ids.alma, text })).status
}

async function said(): Promise<string> {
  expect(await saying('Vi såg en mås')).toBe(303)
  const { rows } = await house.database.owner.query(
    'select id from comment where hidden_at is null and not reported limit 1',
  )
  return rows[0].id
}

async function hiding(reason: string): Promise<number> {
  return (await (await house.as('educator')).post(`/comments/${await said()}/hide`, { reason }, '/contact')).status
}

async function deciding(reason: string): Promise<number> {
  const id = await said()
  await (await house.as('guardian2')).post(`/comments/${id}/report`, { reason: 'insult' }, '/contact')
  const pia = await house.as('principal')
  return (await pia.post(`/staff/reports/comments/${id}`, { decision: 'hide', reason }, '/contact')).status
}

async function noting(fields: Record<string, string>): Promise<number> {
  const eva = await house.as('educator')
  const all = {
    group: ids.myran,
    term: '2026-autumn',
    version: 0,
    title: '',
    analysis: 'Vi byggde.',
    next: '',
    ...fields,
  }
  return (await eva.post(`/staff/follow-up/notes/${randomUUID()}`, all)).status
}

test('R28: what the forms say that the check reads, it stops: each field is tried with a personnummer', async () => {
  const read = [...(await formFields())].filter(([, each]) => each).map(([key]) => key)
  expect(Object.keys(roads).sort()).toEqual(read.sort())
  for (const [field, road] of Object.entries(roads)) {
    expect([field, await road('Hon är 20220304-2383')]).toEqual([field, 422])
    expect([field, await road('Vi såg en ekorre')]).toEqual([field, 303])
  }
})

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { sealDetail } from '../src/contacts/details.ts'
import { newItemKey } from '../src/crypto/item-key.ts'
import type { KeyStore } from '../src/crypto/key-store.ts'
import { stockholmMonth } from '../src/crypto/months.ts'
import { sealAlt, sealCard, sealContent } from '../src/documentation/content.ts'
import { cardText } from '../src/documentation/policy.ts'

export const readers = 64
const itemsPerChild = 50
const blobs = 1_000

/**
 * A municipality of `items` items of documentation and a fiftieth as many children, made in Postgres in bulk. What the
 * measured pages show is really sealed; the rest are random bytes of the same lengths.
 */
export async function fill(superuserUrl: string, keys: KeyStore, items: number): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    // As the superuser without triggers: foreign keys hold by construction, and are not asked a million times.
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'`)
    await client.query(peopleOf(items / itemsPerChild))
    await contactDetails(client, keys)
    await client.query(choicesAndAnswers)
    await lengths(client, keys)
    await client.query(itemsOf(items))
    await client.query(accounts)
    await sealShown(client, keys)
    await client.query(entries)
    await client.query('vacuum (analyze)')
  } finally {
    await client.end()
  }
}

const given =
  "array['Alma','Elsa','Noah','Liam','Vera','Hugo','Selma','Olle','Maja','Adam','Ines','Ali','Astrid','Love']"
const family =
  "array['Lind','Berg','Ek','Nyström','Haddad','Sand','Öberg','Holm','Dahl','Åkesson','Novak','Sjö','Björk']"

// Twelve groups to a unit, some seventeen children to a group, siblings in different groups, one guardian or two.
function peopleOf(children: number): string {
  const units = Math.max(1, Math.round(children / 200))
  const families = Math.floor(children * 0.6) + 7
  const name = (list: string, n: string) => `(${list})[1 + abs(hashint4(${n})) % cardinality(${list})]`
  return `
    create temp table place as select n, gen_random_uuid() as id, n % 5 < 3 as pre from generate_series(0, ${units - 1}) n;
    insert into unit select id, 'Enhet ' || n, case when pre then 'preschool' else 'school' end,
      'Storgatan ' || n, '44930', 'Nödinge', '0303-703000', 'enhet' || n || '@exempel.se' from place;

    create temp table room as
      select r as n, gen_random_uuid() as id, p.id as unit_id, p.pre, gen_random_uuid() as author_id
      from generate_series(0, ${units * 12 - 1}) r join place p on p.n = r / 12;
    insert into unit_group select id, unit_id, 'Grupp ' || n, case when pre then 'preschool' else 'class' end,
      case when pre then 'lpfo18' else 'lgr22' end from room;

    create temp table kid as
      select k as n, gen_random_uuid() as id, k % ${families} as family, r.id as group_id, r.unit_id, r.author_id, r.pre
      from generate_series(0, ${children - 1}) k join room r on r.n = k % ${units * 12};
    create temp table adult as
      select f as family, k, gen_random_uuid() as id from generate_series(0, ${families - 1}) f, generate_series(0, 1) k
      where k = 0 or f % 8 <> 0;

    insert into person (id, given_name, family_name, birth_date, personnummer, personnummer_index)
      select id, ${name(given, 'n')}, ${name(family, 'family')},
             current_date - (case when pre then 400 + n % 1500 else 2300 + n % 3000 end),
             sha256(id::text::bytea) || '\\x000000000000000000', substr(sha256(id::text::bytea), 1, 16) from kid;
    insert into person (id, given_name, family_name, birth_date, personnummer, personnummer_index)
      select id, ${name(given, 'family * 2 + k')}, ${name(family, 'family')}, current_date - (9000 + family % 7000),
             sha256(id::text::bytea) || '\\x000000000000000000', substr(sha256(id::text::bytea), 1, 16) from adult;
    insert into person (id, given_name, family_name) select author_id, ${name(given, 'n')}, ${name(family, 'n')} from room;
    insert into duty (person_id, unit_id, group_id, role, title, valid)
      select author_id, unit_id, id, 'educator', 'Förskollärare', '[2020-01-01,)' from room;

    insert into guardianship select a.id, k.id, '[2015-01-01,)' from kid k join adult a using (family);
    insert into placement select id, group_id, '[2021-08-01,)' from kid;
    insert into household_member
      select md5('home' || family)::uuid, id from kid union all select md5('home' || family)::uuid, id from adult;
    -- One family in a thousand is protected.
    insert into protected_identity select id, '[2024-01-01,)' from adult where family % 1000 = 501 and k = 0;
    insert into retention_rule (kind, years, decision, decided_on, valid)
      values ('documentation', 5, 'Bench', '2020-01-01', '[2020-01-01,)');
    analyze`
}

async function contactDetails(client: pg.Client, keys: KeyStore): Promise<void> {
  const { rows } = await client.query<{ id: string; n: number }>(
    'select id, row_number() over ()::integer as n from adult',
  )
  const address = (n: number) => ({ street: `Ekvägen ${n % 90}`, postalCode: '44930', city: 'Nödinge' })
  const sealed = rows.flatMap(({ id, n }) => [
    [id, 'phone', sealDetail(keys, id, 'phone', `+4670${1_740_600 + (n % 100)}`)] as const,
    [id, 'email', sealDetail(keys, id, 'email', `vardnadshavare.${n}@example.com`)] as const,
    [id, 'address', sealDetail(keys, id, 'address', address(n))] as const,
  ])
  await inParts(sealed, (part) =>
    client.query(
      `insert into contact_detail select *, now() from unnest($1::uuid[], $2::text[], $3::bytea[])`,
      [0, 1, 2].map((column) => part.map((row) => row[column])),
    ),
  )
}

// Two in three show their phone, every other their e-mail, one in five hides something; most have answered everything.
const choicesAndAnswers = `
  insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by)
    select a.id, k.id, k.group_id, f.field, case f.field when 'phone' then k.n % 3 < 2 when 'email' then k.n % 2 = 0 else k.n % 5 = 0 end,
           now(), a.id
    from kid k join adult a using (family) cross join (values ('phone'), ('email'), ('address')) as f(field);
  insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
    select k.id, a.id, m.medium, m.level, case when k.n % 7 = 0 then 'no' else 'yes' end, now(),
           (select id from consent_text where language = 'sv' and audience = 'guardian' limit 1)
    from kid k join adult a using (family)
    cross join (values ('photo', 'pupil'), ('photo', 'group'), ('photo', 'school'), ('film', 'pupil'), ('film', 'group'),
                       ('film', 'school'), ('sound', 'pupil'), ('sound', 'group'), ('sound', 'school'), ('name', 'any'))
      as m(medium, level)
    where k.n % 5 > 0`

// Sealed keys, contents and alternative texts as long as real ones are.
async function lengths(client: pg.Client, keys: KeyStore): Promise<void> {
  await client.query('create temp table blob (n integer, key bytea, content bytea, card bytea, alt bytea)')
  const made = Array.from({ length: blobs }, (_, n) => [
    n,
    randomBytes(61),
    randomBytes(29 + JSON.stringify(textOf(n)).length),
    randomBytes(sealCard(keys, '', stockholmMonth(new Date()), textOf(n)).length),
    randomBytes(29 + altOf(n).length),
  ])
  await client.query(
    'insert into blob select * from unnest($1::integer[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[])',
    [0, 1, 2, 3, 4].map((column) => made.map((row) => row[column])),
  )
}

// Four in five are about a child, 15 % for a group, 5 % for a unit; a third have pictures. Evenly over four and a half years.
function itemsOf(items: number): string {
  return `
    create temp table item as
      select i as n, gen_random_uuid() as id, k.id as child_id, k.group_id, k.unit_id, k.author_id,
             case when i % 20 < 16 then 'child' when i % 20 < 19 then 'group' else 'unit' end as audience,
             date_trunc('milliseconds', now() - interval '4 years 6 months' + interval '4 years 6 months' * (i::float / ${items})) as at
      from generate_series(0, ${items - 1}) i
      join kid k on k.n = abs(hashint4(i)) % (select count(*) from kid);
    insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, published_at, key_month,
                          sealed_key, sealed_content, sealed_card)
      select i.id, unit_id, group_id, author_id, audience, at, at, at,
             to_char(at at time zone 'Europe/Stockholm' + interval '5 years', 'YYYY-MM'), key, content, card
      from item i join blob b on b.n = i.n % ${blobs} order by i.n;
    insert into document_scope (document_id, child_id, group_id, unit_id, published_at)
      select id, case audience when 'child' then child_id end, case audience when 'group' then group_id end,
             case audience when 'unit' then unit_id end, at
      from item order by n;
    insert into media (id, document_id, position, kind, width, height, sealed_alt, responsible_id, created_at)
      select gen_random_uuid(), i.id, p, 'photo', 1600, 1200, alt, author_id, at
      from item i join blob b on b.n = i.n % ${blobs} cross join generate_series(1, 3) p
      where i.n % 3 = 0 and p <= 1 + (i.n / 3) % 3 order by i.n;
    -- Three in four are tagged, with one goal or two.
    create temp table aim as select row_number() over (partition by curriculum order by goal) as n, * from curriculum_goal;
    insert into document_goal (document_id, group_id, published_at, curriculum, version, goal)
      select i.id, i.group_id, i.at, a.curriculum, a.version, a.goal
      from item i join kid k on k.id = i.child_id cross join generate_series(0, 1) p
      join aim a on a.curriculum = case when k.pre then 'lpfo18' else 'lgr22' end
                and a.n = 1 + (abs(hashint4(i.n)) % 28 + p * 5) % 28
      where i.n % 4 < 3 and (p = 0 or i.n % 2 = 0);
    analyze`
}

// The measured guardians first, spread over the municipality; accounts that nobody uses beside them.
const accounts = `
  insert into account (id, person_id, username, password_hash)
    select gen_random_uuid(), id, 'bench' || row_number() over (order by turn, family), '$argon2id$none'
    from (
      select a.id, a.family, row_number() over (partition by a.family * ${readers} / (select max(family) + 1 from adult)
                                                order by a.family) as turn
      from adult a join kid k on k.n = a.family
      where a.k = 0 and a.family % 1000 <> 501
    ) spread
    order by turn, family limit 640;
  insert into account_role (account_id, role) select id, 'guardian' from account`

// Everything that the pages of the measured guardians may show.
const shownItems = `
  select distinct d.id, d.key_month, d.published_at
  from account a
  join guardianship g on g.guardian_id = a.person_id
  join placement p on p.child_id = g.child_id
  join unit_group ug on ug.id = p.group_id
  cross join lateral (
    select s.document_id
    from unnest(array[g.child_id, p.group_id, ug.unit_id]) as scope
    cross join lateral (
      select document_id from document_scope where scope_id = scope order by published_at desc limit 600
    ) s
  ) latest
  join document d on d.id = latest.document_id
  where substr(a.username, 6)::integer <= ${readers}`

// As the triggers would have: what lists show of an item, on its scope rows.
const entries = `
  create temp table scope as select document_id, child_id, group_id, unit_id, published_at from document_scope;
  truncate document_scope;
  insert into document_scope (document_id, child_id, group_id, unit_id, published_at, audience, author_id, card)
    select s.*, d.audience, d.author_id, ${cardText}
    from scope s join document d on d.id = s.document_id
    left join (
      select distinct on (document_id) *, count(*) over (partition by document_id) as pictures from media order by document_id, position
    ) m on m.document_id = d.id
    order by s.published_at`

async function sealShown(client: pg.Client, keys: KeyStore): Promise<void> {
  const { rows } = await client.query<{ id: string; key_month: string }>(shownItems)
  const { rows: pictures } = await client.query<{ id: string; document_id: string }>(
    'select id, document_id from media where document_id = any ($1::uuid[])',
    [rows.map((row) => row.id)],
  )
  const itemKeys = new Map(rows.map((row) => [row.id, newItemKey()]))
  const contents = rows.map(({ id, key_month }, n) => {
    const { sealedKey, sealedContent, sealedCard } = sealContent(keys, id, key_month, textOf(n), itemKeys.get(id)!)
    return [id, sealedKey, sealedContent, sealedCard] as const
  })
  const alts = pictures.map(
    ({ id, document_id }, n) => [id, sealAlt(itemKeys.get(document_id)!, id, altOf(n))] as const,
  )
  await inParts(contents, (part) =>
    client.query(
      `update document d set sealed_key = k, sealed_content = c, sealed_card = s
       from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[]) as x(id, k, c, s) where d.id = x.id`,
      [0, 1, 2, 3].map((column) => part.map((row) => row[column])),
    ),
  )
  await inParts(alts, (part) =>
    client.query(
      'update media m set sealed_alt = a from unnest($1::uuid[], $2::bytea[]) as x(id, a) where m.id = x.id',
      [0, 1].map((column) => part.map((row) => row[column])),
    ),
  )
}

const sentence =
  'Vi gick till skogen efter frukosten och samlade kottar, pinnar och blad som vi sorterade efter storlek och färg. '

function textOf(n: number) {
  const text = Array.from({ length: 2 + (n % 3) }, () => sentence.repeat(2 + (n % 2)).trim()).join('\n\n')
  return { title: `Utforskande i skogen, del ${n}`, text, signature: 'Eva Lind, förskollärare' }
}

function altOf(n: number): string {
  return `Fyra barn sitter på huk runt en stubbe och räknar kottar, bild ${n}`
}

async function inParts<T>(rows: T[], send: (part: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += 5_000) await send(rows.slice(from, from + 5_000))
}

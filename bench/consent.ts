import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { newItemKey } from '../src/crypto/item-key.ts'
import { keyMonth, sealAlt, sealContent } from '../src/documentation/content.ts'
import { ids } from '../test/support/cast.ts'
import { swift } from '../test/support/swift.ts'
import { openScratch, writeResults } from './scratch.ts'

/**
 * Consent where there is much of it: the administrator's list of a school, the review of what a draft lacks there, and
 * somebody who takes back their yes. Run by itself: node bench/consent.ts [--plans]
 */
const schools = [600, 800]
const pictures = [500, 2000]
const rounds = 40
const plans = process.argv.includes('--plans')

const scratch = await openScratch('consent')
const { cluster, keys } = scratch
const above = new pg.Client({ connectionString: cluster.superuser('insyn') })
await above.connect()
await above.query('set session_replication_role = replica')
const { url } = await scratch.start({ converts: false })

const results: Record<string, unknown> = { at: new Date().toISOString(), node: process.version }
try {
  const house = { url } as Parameters<typeof swift>[0]
  const ada = await swift(house, 'admin')
  const sven = await swift(house, 'schooleducator')
  for (const pupils of schools) {
    await fillSchool(pupils)
    const list = await timed(() => ada.get(`/admin/consents?unit=${ids.skolan}`), 200)
    say(`list of a school of ${pupils}, ${await count('consent_answer')} answers`, list)
    say(`the same, one state of it`, await timed(() => ada.get(`/admin/consents?unit=${ids.skolan}&answer=no`), 200))
    const draft = await draftOf(30, 20)
    const review = await timed(() => sven.get(`/staff/documents/${draft}/review`), 200)
    say(`review of a draft for the whole school, 30 pictures of 20 pupils each`, review)
  }
  for (const many of pictures) {
    const anna = await swift(house, 'guardian')
    await fillAlbum(many)
    const before = await count(
      `media m join media_subject s on s.media_id = m.id where s.child_id = '${ids.alma}' and m.state = 'ready'`,
    )
    const began = performance.now()
    const { status } = await anna.post(`/children/${ids.alma}/consent`, { withdraw: 'all' })
    const took = performance.now() - began
    const left = await count(
      `media m join media_subject s on s.media_id = m.id where s.child_id = '${ids.alma}' and m.state = 'ready'`,
    )
    if (status !== 303 || before !== many || left !== 0)
      throw new Error(`withdrawal: ${status}, ${left} of ${before} left`)
    results[`withdrawal, ${many} pictures`] = { ms: took }
    console.log(`withdrawal of a child in ${many} pictures: ${Math.round(took)} ms, none left`)
  }
  if (plans) await explain()
  await writeResults('consent', results)
} finally {
  await above.end()
  await scratch.close()
}

async function timed(ask: () => Promise<{ status: number }>, expected: number): Promise<{ p50: number; p95: number }> {
  const took: number[] = []
  for (let round = -3; round < rounds; round++) {
    const began = performance.now()
    const { status } = await ask()
    if (status !== expected) throw new Error(`answered ${status}`)
    if (round >= 0) took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  return { p50: took[Math.floor(rounds * 0.5)]!, p95: took[Math.floor(rounds * 0.95)]! }
}

function say(what: string, figures: { p50: number; p95: number }): void {
  results[what] = figures
  console.log(`${what}: p50 ${Math.round(figures.p50)} ms, p95 ${Math.round(figures.p95)} ms`)
}

async function count(what: string): Promise<number> {
  return Number((await above.query(`select count(*) from ${what}`)).rows[0].count)
}

// Two guardians each, three rounds of answers to every question; one pupil in ten with a no in it.
async function fillSchool(pupils: number): Promise<void> {
  await above
    .query(`
    delete from consent_answer where child_id in (select child_id from bench_pupil);
    delete from guardianship where child_id in (select child_id from bench_pupil);
    delete from placement where child_id in (select child_id from bench_pupil)`)
    .catch(() => {})
  await above.query(
    `drop table if exists bench_pupil;
     create table bench_pupil as select n, gen_random_uuid() as child_id, gen_random_uuid() as one, gen_random_uuid() as two
       from generate_series(1, ${pupils}) n;
     insert into person (id, given_name, family_name, birth_date)
       select child_id, 'Elev' || n, 'Efternamn' || n % 97, '2015-01-01'::date + n % 300 from bench_pupil
       union all select one, 'Ett' || n, 'Efternamn' || n % 97, null from bench_pupil
       union all select two, 'Två' || n, 'Efternamn' || n % 97, null from bench_pupil;
     insert into placement (child_id, group_id, valid) select child_id, '${ids.fem}', '[2024-08-01,)' from bench_pupil;
     insert into guardianship (guardian_id, child_id, valid)
       select one, child_id, '[2015-01-01,)'::daterange from bench_pupil union all select two, child_id, '[2015-01-01,)'::daterange from bench_pupil;
     insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
       select p.child_id, g, q.medium, q.level, case when r = 3 and p.n % 10 = 0 and q.level = 'school' then 'no' else 'yes' end,
              '2026-09-01'::timestamptz + r * interval '1 day', (select id from consent_text where audience = 'guardian' limit 1)
       from generate_series(1, 3) r, bench_pupil p, unnest(array[one, two]) g, reach.consent_questions() q;
     select access.refresh_hidden();
     update access.epoch set number = number + 1`,
  )
  // As autovacuum leaves a table that is only added to.
  await above.query('vacuum (analyze)')
}

// A draft of Sven's for the whole school, marked with many.
async function draftOf(media: number, each: number): Promise<string> {
  const [id, itemKey, now] = [randomUUID(), newItemKey(), new Date()]
  const content = {
    title: 'Hela skolan',
    text: 'Vi firade höst.',
    signature: 'Sven Kritas, lärare',
    children: [],
    goals: [],
  }
  const {
    keyMonth: month,
    sealedKey,
    sealedContent,
    sealedCard,
  } = sealContent(keys, id, keyMonth(now, 5, now), content, itemKey)
  await above.query(
    `insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, key_month, sealed_key, sealed_content, sealed_card, about)
     values ($1, $2, $3, $4, 'unit', now(), now(), $5, $6, $7, $8, '{}')`,
    [id, ids.skolan, ids.fem, ids.schooleducator, month, sealedKey, sealedContent, sealedCard],
  )
  for (let position = 1; position <= media; position++) {
    const medium = randomUUID()
    await above.query(
      `insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at)
       values ($1, $2, $3, 'photo', 'ready', 10, 10, $4, $5, now())`,
      [medium, id, position, sealAlt(itemKey, medium, 'En bild'), ids.schooleducator],
    )
    await above.query('insert into media_subject select $1, child_id from bench_pupil where n % 29 = $2 limit $3', [
      medium,
      position % 29,
      each,
    ])
  }
  await above.query('analyze')
  return id
}

// Alma in so many pictures of the group's, with everybody's yes.
async function fillAlbum(many: number): Promise<void> {
  await above.query(
    `delete from consent_answer where child_id = '${ids.alma}';
     insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
       select '${ids.alma}', g, q.medium, q.level, 'yes', '2026-09-01', (select id from consent_text where audience = 'guardian' limit 1)
       from unnest(array['${ids.guardian}', '${ids.guardian2}']::uuid[]) g, reach.consent_questions() q;
     delete from media_subject where child_id = '${ids.alma}';
     with made as (
       insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, key_month, sealed_key, sealed_content, sealed_card, published_at)
       select gen_random_uuid(), unit_id, group_id, author_id, 'group', created_at, saved_at, key_month, sealed_key, sealed_content, sealed_card,
              published_at - n * interval '1 minute'
       from document, generate_series(1, ${many}) n where id = '${ids.docMyran}' returning id, published_at
     ), scoped as (
       insert into document_scope (document_id, group_id, published_at) select id, '${ids.myran}', published_at from made
     ), pictured as (
       insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at)
       select gen_random_uuid(), id, 1, 'photo', 'ready', 10, 10, 'x', '${ids.educator}', published_at from made returning id
     )
     insert into media_subject select id, '${ids.alma}' from pictured;
     analyze`,
  )
}

// What the questions inside the functions come to, as the owner.
async function explain(): Promise<void> {
  await above.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
                     set auto_explain.log_analyze = on; set auto_explain.log_buffers = on; set client_min_messages = log`)
  above.on(
    'notice',
    (notice) => /consent_answer|media_subject|tally/.test(notice.message ?? '') && console.log(notice.message),
  )
  await above.query(`select count(*) from reach.consent(array(select child_id from bench_pupil), current_date)`)
  await above.query(
    `select count(*) from reach.consent_lacking(array(select document_id from media_subject s join media m on m.id = s.media_id where s.child_id = '${ids.alma}'), null, current_date)`,
  )
}

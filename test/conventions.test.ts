import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { portalFlags } from '../bench/processes.ts'
import { catalogue } from '../src/web/language.ts'
import { type Catalogue, flat, keysIn, usesIn } from './support/catalogue.ts'
import { type TestDatabase, testDatabase } from './support/database.ts'
import { ground } from './support/ground.ts'
import { sources } from './support/sources.ts'

/** What every table, function, source file, view and text keeps to, whoever adds one. */
describe('in Postgres', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase('empty')
  })
  afterAll(() => database.close())

  const ask = async (text: string): Promise<string[]> => {
    const { rows } = await database.owner.query<{ found: string }>(text)
    return rows.map((row) => row.found).sort()
  }
  const ours = `relnamespace in ('public'::regnamespace, 'access'::regnamespace) and relkind in ('r', 'p')`
  const roles = `rolname like 'insyn\\_%' and rolname <> 'insyn_owner'`

  const grants = `
    select relname, grantee, privilege_type as privilege from (
      select relname, case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end as grantee, privilege_type
      from pg_class c, aclexplode(relacl) where ${ours}
      union all
      select relname, case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end, privilege_type
      from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(attacl) where ${ours}) as given
    where grantee <> 'insyn_owner'`

  type Rule = {
    rule: string
    /** Answers with what breaks it. */
    finds: string
    /** Breaks it, to see that the question finds it. */
    broken: string
  }
  const lacking = (what: string) => `select relname::text as found from pg_class c where ${ours} and (${what})`
  const given = (what: string) => `select relname || ' ' || grantee as found from (${grants}) g where ${what}`

  const rules: Rule[] = [
    {
      rule: 'every table has row-level security',
      // The key of the signed context is reached by no role at all.
      finds: lacking(`not relrowsecurity and relname <> 'context_key'`),
      broken: 'alter table document disable row level security',
    },
    {
      rule: 'every table says what it is',
      // knex makes these two for itself.
      finds: lacking(`obj_description(c.oid) is null and relname not in ('migration', 'migration_lock')`),
      broken: 'comment on table document is null',
    },
    {
      rule: 'every table has a primary key',
      finds: lacking(`not exists (select from pg_constraint where conrelid = c.oid and contype = 'p')`),
      broken: 'create table bare (x text)',
    },
    {
      rule: 'every table belongs to the owner',
      finds: lacking(`pg_get_userbyid(relowner) <> 'insyn_owner'`),
      broken: 'alter table unit owner to insyn_web',
    },
    {
      rule: 'times are with their zone',
      finds: `select relname || '.' || attname as found from pg_attribute join pg_class c on c.oid = attrelid
              where ${ours} and atttypid = 'timestamp'::regtype and not attisdropped`,
      broken: 'alter table unit add column opened timestamp',
    },
    {
      rule: 'there are no enum types',
      finds: `select typname::text as found from pg_type where typtype = 'e'`,
      broken: `create type colour as enum ('red')`,
    },
    {
      rule: 'no role stands above the policies',
      finds: `select rolname::text as found from pg_roles where rolname like 'insyn\\_%'
              and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
      broken: 'alter role insyn_web bypassrls',
    },
    {
      rule: 'the roles that sign in inherit nothing',
      finds: `select rolname::text as found from pg_roles where rolname in ('insyn_web', 'insyn_retention', 'insyn_worker', 'insyn_roster') and rolinherit`,
      broken: 'alter role insyn_web inherit',
    },
    {
      rule: 'the actor roles cannot sign in',
      finds: `select rolname::text as found from pg_roles
              where ${roles} and rolcanlogin and rolname not in ('insyn_web', 'insyn_retention', 'insyn_worker', 'insyn_roster')`,
      broken: 'alter role insyn_dpo login',
    },
    {
      rule: 'the web alone steps into roles, and by stepping only',
      finds: `select m.rolname || ' in ' || r.rolname as found from pg_auth_members a
              join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
              where m.rolname like 'insyn\\_%' and (a.inherit_option or a.admin_option or m.rolname <> 'insyn_web'
                or r.rolname not in ('insyn_guardian', 'insyn_pupil', 'insyn_educator', 'insyn_principal',
                                     'insyn_admin', 'insyn_records', 'insyn_dpo', 'insyn_protection'))`,
      broken: 'grant insyn_retention to insyn_web with inherit false',
    },
    {
      rule: 'only the owner owns',
      finds: `select rolname::text as found from pg_roles where ${roles} and oid in (
                select relowner from pg_class union all select proowner from pg_proc
                union all select nspowner from pg_namespace union all select typowner from pg_type)`,
      broken: 'alter function access.today() owner to insyn_web',
    },
    {
      rule: 'only the owner makes things',
      finds: `select nspname || ' ' || rolname as found from pg_namespace, pg_roles
              where ${roles} and nspname in ('public', 'access', 'reach') and has_schema_privilege(rolname, pg_namespace.oid, 'create')`,
      broken: 'grant create on schema public to public',
    },
    {
      rule: 'what goes past the policies is granted to nobody',
      finds: given(`privilege not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')`),
      broken: 'grant truncate, references, trigger on document to insyn_web',
    },
    {
      rule: 'PUBLIC is granted nothing',
      finds: given(`grantee = 'PUBLIC'`),
      broken: 'grant select on setting to public',
    },
    {
      rule: 'R14: the nightly role alone removes documentation',
      finds: given(
        `privilege = 'DELETE' and relname in ('document', 'document_scope', 'document_goal', 'follow_up_note', 'follow_up_version', 'media')
         and grantee <> 'insyn_retention'`,
      ),
      broken: 'grant delete on media to insyn_educator',
    },
    {
      rule: 'what was answered, chosen and recorded is changed by nobody, and removed by the nightly role at most',
      finds: given(
        `privilege in ('UPDATE', 'DELETE') and relname in ('consent_answer', 'audit_event', 'contact_choice', 'disposal')
         and (privilege = 'UPDATE' or grantee <> 'insyn_retention' or relname in ('contact_choice', 'disposal'))`,
      ),
      broken: 'grant update (answer) on consent_answer to insyn_guardian',
    },
    {
      rule: 'views keep to the rights of who asks',
      finds: `select relname::text as found from pg_class
              where relkind in ('v', 'm') and relnamespace in ('public'::regnamespace, 'access'::regnamespace)
                and not coalesce(reloptions, '{}') @> '{security_invoker=true}'`,
      broken: 'create view everyone as select * from person',
    },
    {
      rule: 'definer functions pin their search path',
      finds: `select proname::text as found from pg_proc where prosecdef and pronamespace <> 'pg_catalog'::regnamespace
              and not exists (select from unnest(proconfig) as setting where setting like 'search\\_path=pg\\_catalog%')`,
      broken: 'alter function access.today() reset search_path',
    },
    {
      rule: 'PUBLIC runs none of the helpers',
      finds: `select proname::text as found from pg_proc where pronamespace = 'access'::regnamespace
              and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))`,
      broken: 'grant execute on function access.today() to public',
    },
    {
      rule: 'the inner schema is closed',
      finds: `select rolname::text as found from pg_roles where ${roles} and has_schema_privilege(rolname, 'reach', 'usage')`,
      broken: 'grant usage on schema reach to insyn_guardian',
    },
    {
      rule: 'the inner functions run with the rights of the helper that calls them',
      finds: `select proname::text as found from pg_proc where prosecdef and pronamespace = 'reach'::regnamespace`,
      broken: 'alter function reach.mac(text) security definer',
    },
    {
      rule: 'where a parent can be removed the children’s keys have an index',
      finds: `select conrelid::regclass || ' ' || conname as found from pg_constraint f
              where contype = 'f'
                and (confdeltype = 'c' or exists (select from (${grants}) g
                                                  where g.privilege = 'DELETE' and g.relname = (select relname from pg_class where oid = f.confrelid)))
                and not exists (select from pg_index where indrelid = conrelid and indpred is null
                                and (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey)`,
      broken: 'create table note (id uuid primary key, document_id uuid references document)',
    },
  ]

  test.each(rules)('$rule', async ({ finds, broken }) => {
    expect(await ask(finds)).toEqual([])
    const { superuser } = ground()
    const { rows } = await database.owner.query('select current_database() as name')
    const above = new pg.Client({ connectionString: superuser.replace('/postgres?', `/${rows[0].name}?`) })
    await above.connect()
    try {
      await above.query(`begin; ${broken}`)
      expect((await above.query(finds)).rows.length).toBeGreaterThan(0)
    } finally {
      await above.query('rollback')
      await above.end()
    }
  })

  test('every grant has a policy behind it, and every policy a grant', async () => {
    const pairs = await database.owner.query<{ relname: string; grantee: string; privilege: string }>(grants)
    const { rows: policies } = await database.owner.query<{ tablename: string; roles: string; cmd: string }>(
      "select tablename, roles::text, cmd from pg_policies where schemaname = 'public' and permissive = 'PERMISSIVE'",
    )
    const names = (roles: string) => roles.slice(1, -1).split(',')
    const covers = (policy: (typeof policies)[number], pair: (typeof pairs.rows)[number]) =>
      policy.tablename === pair.relname &&
      (policy.cmd === 'ALL' || policy.cmd === pair.privilege) &&
      (names(policy.roles).includes(pair.grantee) || policy.roles === '{public}')
    const bare = pairs.rows.filter((pair) => !policies.some((policy) => covers(policy, pair)))
    expect(bare).toEqual([])
    const idle = policies.flatMap((policy) =>
      names(policy.roles)
        .filter(
          (role) => role !== 'public' && !pairs.rows.some((pair) => pair.grantee === role && covers(policy, pair)),
        )
        .map((role) => `${policy.tablename} ${policy.cmd} ${role}`),
    )
    expect(idle).toEqual([])
  })
})

describe('in the sources', () => {
  const code = new Map([...sources('src', '.ts', '.mjs'), ...sources('seeds', '.ts')])
  const views = sources('views', '.ejs')
  const where = (files: Map<string, string>, pattern: RegExp) =>
    [...files].filter(([, text]) => pattern.test(text)).map(([path]) => path)

  test('features reach the database through the actor alone', () => {
    // The owner's own work, before there is anybody to act for.
    const past = ['src/consent/texts.ts', 'src/goals/curricula.ts', 'seeds/load.ts', 'seeds/seed.ts']
    const found = where(code, /from '(knex|pg)'|import\('(knex|pg)'\)|require\('(knex|pg)'\)/)
    // A backup is the owner's: every row of every table, beside all actors.
    const owners = /^src\/(database|backup)\//
    expect(found.filter((path) => !owners.test(path))).toEqual(past)
    // Nor do they take the pool out of the handle; but for the sign-in throttle, whose library wants one.
    const taking = where(code, /(?<!config\.)database\.pool|\.pool\.(query|connect)/)
    expect(taking.filter((path) => !path.startsWith('src/database/'))).toEqual(['src/accounts/throttle.ts'])
  })

  test('the portal is started with the same flags everywhere, and measured with them', () => {
    const flags = portalFlags.join(' ')
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))
    expect(scripts.start).toBe(`node ${flags} src/server.ts`)
    const image = readFileSync(join(import.meta.dirname, '..', 'Dockerfile'), 'utf8')
    expect(image).toContain(`CMD ${JSON.stringify(['node', ...portalFlags, 'src/server.ts']).replaceAll(',', ', ')}`)
  })

  test('the environment is read in one place', () => {
    const allowed = [
      'src/config.ts',
      // Hands it on to Postgres's own programs, unread.
      'src/database/embedded.ts',
      'src/install.mjs',
    ]
    const reading = where(code, /process\.env|from 'node:process'/)
    expect(reading).toEqual(allowed)
  })

  test('no upsert anywhere: it reads past row-level security in older Postgres (SECURITY.md)', () => {
    expect(where(code, /on conflict[^;`]*do update/i)).toEqual([])
  })

  test('views print raw what other views made, and nothing else', () => {
    const raw = [...views].flatMap(([path, text]) =>
      [...text.matchAll(/<%-\s*([^%]*)/g)].map(([, said]) => `${path}: ${said!.trim()}`),
    )
    expect(raw.length).toBeGreaterThan(50)
    expect(raw.filter((each) => !/^[^:]+: include\('/.test(each))).toEqual(['views/layouts/page.ejs: include(view)'])
  })

  test('no script and no style inside the pages', () => {
    expect(where(views, /\sstyle\s*=|\son[a-z]+\s*=\s*["'<]|javascript:|<style|<script(?![^>]*\ssrc=)/i)).toEqual([])
  })

  test('control: the patterns find what they are for', () => {
    const bad = new Map([
      ['a', `<p style="x">`],
      ['b', `<a onclick="x">`],
      ['c', '<script>x</script>'],
      ['d', '<a href="javascript:x">'],
      ['e', `<b onclick='x'>`],
    ])
    expect(where(bad, /\sstyle\s*=|\son[a-z]+\s*=\s*["'<]|javascript:|<style|<script(?![^>]*\ssrc=)/i)).toHaveLength(5)
  })
})

describe('in the catalogues', () => {
  const swedish = flat(catalogue('sv') as Catalogue)
  const english = flat(catalogue('en') as Catalogue)
  const files = new Map([...sources('src', '.ts'), ...sources('views', '.ejs')])
  const features = Object.keys(catalogue('sv'))

  test('both languages have the same texts, and none is empty', () => {
    expect([...swedish.keys()].sort()).toEqual([...english.keys()].sort())
    expect([...swedish, ...english].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
  })

  test('both languages fill in the same blanks', () => {
    const blanks = (text: string) =>
      [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1]))].sort()
    const differ = [...swedish.keys()].filter(
      (key) => !/_one$/.test(key) && String(blanks(swedish.get(key)!)) !== String(blanks(english.get(key) ?? '')),
    )
    expect(differ).toEqual([])
  })

  test('every text that code or views ask for is there', () => {
    const there = keysIn(swedish)
    const { asked, patterns } = usesIn(files, features)
    expect(asked.size).toBeGreaterThan(150)
    expect([...asked].filter((key) => !there.has(key))).toEqual([])
    expect(patterns.filter((pattern) => ![...there].some((key) => pattern.test(key)))).toEqual([])
  })

  test('every text that is there is asked for', () => {
    const { mentioned, patterns } = usesIn(files, features)
    const idle = [...keysIn(swedish)].filter(
      (key) => !mentioned.has(key) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(idle).toEqual([])
  })

  test('control: a text that is missing, and one that nobody asks for, are noticed', () => {
    const { asked, mentioned, patterns } = usesIn(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
      new Map([['x', "t('web.no.such'); request.t(`web.role.${role}`); t('web.a.' + b); const key = 'web.kept'"]]),
      ['web'],
    )
    expect([...asked]).toEqual(['web.no.such'])
    expect([...mentioned]).toEqual(['web.no.such', 'web.kept'])
    expect(
      ['web.role.dpo', 'web.a.b', 'web.role', 'web.c'].map((key) => patterns.some((pattern) => pattern.test(key))),
    ).toEqual([true, true, false, false])
  })
})

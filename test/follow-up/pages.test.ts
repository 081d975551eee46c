import { load as parse } from 'cheerio'
import { idOf } from '../../seeds/random.ts'
import { facts } from '../access/facts.ts'
import { addDocument } from '../access/ground.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids, type Name } from '../support/cast.ts'

let house: TestApp
let eva: Browser
let pia: Browser
beforeAll(async () => {
  house = await testApp()
  eva = await house.as('educator')
  pia = await house.as('principal')
})
afterAll(() => house.close())

const group = (term = '') => eva.get(`/staff/follow-up/groups/${ids.myran}${term && `?term=${term}`}`)

/** An item in Myran, published at that instant. */
async function publish(what: string, at: string, goals: string[], more: { like?: Name } = {}): Promise<void> {
  const like = facts().documents.find((document) => document.id === ids[more.like ?? 'docMyran'])!
  const instant = new Date(at)
  await addDocument(house.database.owner, house, {
    ...{ ...like, id: idOf(`follow-up ${what}`), title: what, goals, publishedAt: instant, createdAt: instant },
    discardedAt: null,
  })
}

/** The table beside the plot, as numbers by area and month. */
function table(html: string): Record<string, Record<string, number>> {
  const page = parse(html)
  const head = page('table.tight thead th')
    .map((_, each) => page(each).text())
    .get()
  return Object.fromEntries(
    page('table.tight tbody tr')
      .map((_, row) => {
        const numbers = page(row)
          .find('td')
          .map((__, cell) => Number(page(cell).text()))
          .get()
        return [[page(row).find('th').text(), Object.fromEntries(numbers.map((number, i) => [head[i + 1], number]))]]
      })
      .get() as unknown as [string, Record<string, number>][],
  )
}

/** The same out of the drawing: the number at each dot, by its row and column. */
function drawn(html: string): Record<string, Record<string, number>> {
  const page = parse(html)
  const months = page('.dot-month')
    .map((_, each) => ({ x: page(each).attr('x')!, label: page(each).text() }))
    .get()
  const all: Record<string, Record<string, number>> = {}
  let area = ''
  let x = ''
  for (const each of page('.dot-plot svg').children().toArray()) {
    const kind = page(each).attr('class') ?? ''
    if (kind === 'dot-area') {
      area = page(each).text()
      all[area] = Object.fromEntries(months.map(({ label }) => [label, 0]))
    }
    if (kind.startsWith('dot dot-')) x = page(each).attr('cx')!
    if (kind === 'dot-number') all[area]![months.find((month) => month.x === x)!.label] = Number(page(each).text())
  }
  return all
}

test('R1: the plot, its table and what is stored say the same, for the group and for the unit', async () => {
  for (const [who, path, column, id] of [
    [eva, `/staff/follow-up/groups/${ids.myran}`, 'group_id', ids.myran],
    [pia, `/staff/follow-up/units/${ids.björken}`, 'unit_id', ids.björken],
  ] as const) {
    const { text } = await who.get(path)
    expect(drawn(text)).toEqual(table(text))
    // Counted past the policies, without what nobody may see (decision 3).
    const { rows } = await house.database.owner.query(
      `select count(distinct d.id)::integer as n from document d join document_goal g on g.document_id = d.id
       where d.${column} = $1 and g.goal = 'building' and d.published_at >= '2026-08-01' and d.id <> all ($2)`,
      [id, [ids.docDold, ids.docAlmaDold]],
    )
    const counted = Object.values(table(text)['Natur och teknik']!).reduce((sum, each) => sum + each, 0)
    expect(counted).toBe(rows[0].n)
    expect(counted).toBeGreaterThan(3)
  }
})

test('the drawing has a name and a description, and nothing on the page ranks or grades', async () => {
  const page = parse((await group()).text)
  const svg = page('.dot-plot svg')
  expect(svg.attr('role')).toBe('img')
  for (const id of svg.attr('aria-labelledby')!.split(' ')) expect(page(`#${id}`).text().length).toBeGreaterThan(20)
  expect(page('main').text()).not.toMatch(/nivå|betyg|poäng|bäst|sämst|procent|%|röd|grön/i)
})

test('a term begins and ends at midnight in Stockholm', async () => {
  await publish('den sista juli', '2026-07-31T21:59:59Z', ['lpfo18.1.habits'])
  await publish('den första augusti', '2026-07-31T22:00:00Z', ['lpfo18.1.play'])
  await publish('nyårsafton', '2025-12-31T22:59:59Z', ['lpfo18.1.speech'])
  await publish('nyårsdagen', '2025-12-31T23:00:00Z', ['lpfo18.1.amounts'])
  const autumn = table((await group()).text)
  const spring = table((await group('2026-spring')).text)
  const before = table((await group('2025-autumn')).text)
  expect([autumn['Lek och skapande']!.aug, autumn['Rörelse och goda vanor']!.aug]).toEqual([1, 0])
  expect([spring['Rörelse och goda vanor']!.juli, spring['Lek och skapande']!.juli]).toEqual([1, 0])
  expect(spring['Tal, mått och former']!.jan).toBe(1)
  expect(before['Språk och berättelser']!.dec).toBe(1)
  expect(before['Tal, mått och former']!.dec).toBe(0)
})

test('an item with two goals of one area counts once there', async () => {
  const sum = async () =>
    Object.values(table((await group()).text)['Vara med och bestämma']!).reduce((a, b) => a + b, 0)
  const before = await sum()
  await publish('rådet', '2026-10-10T10:00:00Z', ['lpfo18.1.voice', 'lpfo18.1.deciding'])
  expect(await sum()).toBe(before + 1)
})

test('children stand in the order of the alphabet, whoever has much or little', async () => {
  const page = parse((await group()).text)
  const names = page('.chances tbody th a')
    .map((_, each) => page(each).text())
    .get()
  expect(names).toEqual(['Alma Ask', 'Bo Berg', 'Flora Flytt'])
})

test('R13: an item about a child who has left counts no more where it was written, nor for the child’s new group', async () => {
  const { text } = await (await house.as('educator2')).get(`/staff/follow-up/groups/${ids.kotten}?term=2026-spring`)
  expect(text).toContain('Inget att rita än')
  house.setNow('2026-10-31T12:00:00Z')
  const before = await (await house.as('educator2')).get(`/staff/follow-up/groups/${ids.kotten}?term=2026-spring`)
  expect(table(before.text)['Natur och teknik']!.maj).toBe(1)
  house.setNow('2026-11-23T10:00:00Z')
})

test('what the work has held for a child: about the child itself, with the group since the child began there, or not yet', async () => {
  await publish('lek i september', '2026-09-10T10:00:00Z', ['lpfo18.1.play'])
  const page = parse((await group()).text)
  const marks = (name: string) => {
    const row = page('.chances tbody tr').filter((_, each) => page(each).text().includes(name))
    const said = row
      .find('td')
      .map((_, each) => page(each).text().trim())
      .get()
    const head = page('.chances thead th')
      .map((_, each) => page(each).text().trim())
      .get()
      .slice(1)
    return Object.fromEntries(head.map((area, i) => [area, said[i]]))
  }
  expect(marks('Alma Ask')['Natur och teknik']).toBe('om barnet')
  // Flora came in November: the group's play in August was before her time, its building in November was not.
  expect(marks('Bo Berg')['Lek och skapande']).toBe('med gruppen eller hela enheten')
  expect(marks('Flora Flytt')['Lek och skapande']).toBe('inte än')
  expect(marks('Flora Flytt')['Natur och teknik']).toBe('med gruppen eller hela enheten')
})

test('those with little written lately: six weeks without an item about just them', async () => {
  const quiet = async () => {
    const page = parse((await group()).text)
    return page('[aria-labelledby=quiet] .tile b')
      .map((_, each) => page(each).text())
      .get()
  }
  expect(await quiet()).toEqual(['Flora Flytt'])
  house.setNow('2026-12-31T10:00:00Z')
  eva = await house.as('educator')
  // Alma's latest is of 20 November, 41 days ago; Bo's is of the 19th, 42 days ago less three hours.
  expect(await quiet()).toEqual(['Flora Flytt'])
  house.setNow('2026-12-31T14:00:00Z')
  eva = await house.as('educator')
  expect(await quiet()).toEqual(['Bo Berg', 'Flora Flytt'])
  house.setNow('2026-11-23T10:00:00Z')
  eva = await house.as('educator')
})

test('decision 3: nothing on the page shows that somebody is absent', async () => {
  for (const { text } of [await group(), await pia.get(`/staff/follow-up/units/${ids.björken}`)])
    expect(text).not.toMatch(/Dold|Dunkel/)
})

test('a group without items says what to do', async () => {
  const { status, text } = await eva.get(`/staff/follow-up/groups/${ids.fjärilen}`)
  expect(status).toBe(200)
  expect(text).toContain('Inget är publicerat med mål ur läroplanen den här terminen')
})

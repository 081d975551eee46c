import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { castNow, ids } from '../support/cast.ts'
import { photo } from '../support/photo.ts'

/** The portal of the test that runs, and who is signed in there. */
export let house: TestApp
export let eva: Browser
export let anna: Browser
export let nils: Browser
export let pia: Browser

/** A portal of its own for every test in the file. */
export function opensForEach(): void {
  beforeEach(async () => {
    house = await testApp()
    eva = await house.as('educator')
    anna = await house.as('guardian')
    nils = await house.as('neighbour')
    pia = await house.as('principal')
  })
  afterEach(() => house.close())
}

/** So many minutes after it all began. */
export const after = (minutes: number) => house.setNow(new Date(castNow.getTime() + minutes * 60_000))

export const ask = async (text: string, ...values: unknown[]) => (await house.database.owner.query(text, values)).rows

/** Publishes something of Eva's, with a picture; its id and the picture's. */
export async function published(
  eva: Browser,
  fields: Record<string, unknown> = {},
): Promise<{ id: string; medium: string }> {
  const id = randomUUID()
  const all = {
    group: ids.myran,
    listed: ids.myran,
    audience: 'child',
    children: ids.alma,
    title: 'Bron över vattnet',
    text: 'Vi bygger en bro av klossar.',
    goals: 'lpfo18.1.play',
    alt: 'En bro av klossar',
    action: 'save',
    revision: 0,
    ...fields,
  }
  const saved = await eva.upload(addresses.draft(id), all, [{ name: 'a.jpg', body: await photo(800, 600) }])
  if (saved.status !== 303) throw new Error(`saving: ${saved.status} ${parse(saved.text)('.notice.bad').text()}`)
  const draft = parse((await eva.get(addresses.draft(id))).text)
  const medium = draft('input[name^="alt."]').attr('name')!.slice(4)
  const sent = await eva.post(addresses.publish(id), { revision: 1, acknowledged: 'yes' })
  if (sent.status !== 303) throw new Error(`publishing: ${sent.status}`)
  return { id, medium }
}

/** The form that corrects an item, as its page gives it. */
export async function formOf(browser: Browser, id: string): Promise<Record<string, unknown>> {
  const { status, text } = await browser.get(addresses.correct(id))
  if (status !== 200) throw new Error(`correcting: ${status}`)
  const page = parse(text)
  const form = page('form[action$="/correct"]')
  const fields: Record<string, unknown> = {}
  form.find('input, textarea').each((_, element) => {
    const field = page(element)
    const name = field.attr('name')
    const kind = field.attr('type')
    if (!name || name === '_csrf') return
    if ((kind === 'radio' || kind === 'checkbox') && field.attr('checked') === undefined) return
    const value = element.tagName === 'textarea' ? field.text().replace(/^\n/, '') : (field.attr('value') ?? '')
    fields[name] = ['children', 'goals', 'remove'].includes(name)
      ? [...((fields[name] as string[]) ?? []), value]
      : value
  })
  return fields
}

/** Corrects an item at once, past its review. */
export async function corrects(browser: Browser, id: string, changes: Record<string, unknown>) {
  return browser.post(addresses.correct(id), {
    ...(await formOf(browser, id)),
    acknowledged: 'yes',
    ...changes,
    action: 'publish',
  })
}

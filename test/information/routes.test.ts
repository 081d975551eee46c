import { load } from 'cheerio'
import { type TestApp, testApp } from '../support/app.ts'

describe('pages that anyone may read', () => {
  let house: TestApp
  beforeAll(async () => {
    house = await testApp()
  })
  afterAll(() => house.close())

  const pages = ['/privacy', '/contact', '/accessibility']

  test.each(pages)('%s is whole without signing in, in both languages, and leaves no cookie', async (path) => {
    const swedish = await house.visitor().get(path)
    const english = await house.visitor().agent.get(path).set('Cookie', 'language=en')
    for (const [language, answer] of [['sv', swedish] as const, ['en', english] as const]) {
      expect(answer.status).toBe(200)
      expect(answer.headers['set-cookie']).toBeUndefined()
      const page = load(answer.text)
      expect(page('html').attr('lang')).toBe(language)
      expect(page('h1')).toHaveLength(1)
      expect(page('main').text()).not.toMatch(/\{\{|information\.[a-z]/)
    }
    expect(load(english.text)('h1').text()).not.toBe(load(swedish.text)('h1').text())
  })

  test('R30: the contact centre and every unit can be called and written to with one tap', async () => {
    const page = load((await house.visitor().get('/contact')).text)
    const hrefs = page('main a')
      .toArray()
      .map((link) => page(link).attr('href'))
    expect(hrefs).toContain('tel:0303703000')
    expect(hrefs).toContain('mailto:kommun@ale.se')
    const units = page('main h3')
      .toArray()
      .map((heading) => page(heading).text())
    expect(units).toEqual(['Björkens förskola', 'Granens förskola', 'Åskolan'])
    expect(hrefs.filter((href) => href === 'tel:0313900601')).toHaveLength(3)
    const said = page('main').text()
    for (const fact of ['Ale torg 7', '449 80 Alafors', '8.00–16.30', 'Provvägen 1, 449 00 Provby'])
      expect(said).toContain(fact)
  })

  test('R24: every right, how to use it today, and that the digital form is not there yet', async () => {
    const page = load((await house.visitor().get('/privacy')).text)
    const rights = page('#rights')
      .parent()
      .find('dt')
      .toArray()
      .map((term) => page(term).text())
    expect(rights).toHaveLength(8)
    expect(page('#how').parent().text()).toContain('finns ännu inget formulär')
  })

  test('R22: complaints go to the authority of today, with a link', async () => {
    const page = load((await house.visitor().get('/privacy')).text)
    expect(page('a[href="https://www.imy.se"]')).toHaveLength(1)
  })

  test('the account of accessibility holds what the law asks for', async () => {
    const page = load((await house.visitor().get('/accessibility')).text)
    expect(page('a[href="https://www.digg.se/tdosanmalan"]')).toHaveLength(1)
    expect(page('#report').parent().find('a[href^="tel:"], a[href^="mailto:"]')).toHaveLength(2)
    expect(page('.facts').text()).toContain('Delvis förenlig')
    expect(page('.facts').text()).toContain('23 november 2026')
    expect(page('#problems').parent().find('li').length).toBeGreaterThan(0)
  })

  test('a signed-in guardian reaches them too, from every page’s foot', async () => {
    const guardian = await house.as('guardian')
    const foot = load((await guardian.get('/contact')).text)('footer')
    for (const path of pages) {
      expect(foot.find(`a[href="${path}"]`)).toHaveLength(1)
      expect((await guardian.get(path)).status).toBe(200)
    }
  })

  test('the contact page tells of units and nobody’s name', async () => {
    const { text } = await house.visitor().get('/contact')
    for (const name of ['Alma', 'Anna Ask', 'Eva Lind', 'Pia Björk', 'Dunkel']) expect(text).not.toContain(name)
  })
})

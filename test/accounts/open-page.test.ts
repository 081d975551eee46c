import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'

// Pages lie open on phones for days; what is met then must be words and a way on.
let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

test('a sign-in page that lay open too long asks once more, with the name kept, and takes nobody in', async () => {
  const anna = house.visitor()
  const stale = await anna.token('/login')
  house.setNow(new Date(house.now().getTime() + 31 * 60_000))
  const send = (token: string) =>
    anna.agent.post('/login').type('form').send({ _csrf: token, username: 'guardian', password })
  const met = await send(stale)
  expect(met.status).toBe(403)
  const $ = parse(met.text)
  expect($('.notice').text()).toContain('Sidan hade legat framme länge')
  expect($('input[name=username]').val()).toBe('guardian')
  expect($('input[name=password]').val()).toBe('')
  const { rows } = await house.database.owner.query("select from audit_event where event ~ '^account'")
  expect(rows).toHaveLength(0)
  expect((await send(String($('form.panel input[name=_csrf]').val()))).headers.location).toBe(addresses.start)
})

test('a picture of a page that outlived its session is not where one lands after signing in', async () => {
  const anna = house.visitor()
  await anna.agent.get(addresses.child(ids.alma)).set('Sec-Fetch-Dest', 'document')
  await anna.agent.get(addresses.media(ids.alma, 'small')).set('Sec-Fetch-Dest', 'image')
  const signedIn = await anna.post('/login', { username: 'guardian', password }, '/login')
  expect(signedIn.headers.location).toBe(addresses.child(ids.alma))
})

test('whoever looks at any page now and then stays signed in', async () => {
  const anna = await house.as('guardian')
  for (let times = 0; times < 4; times += 1) {
    house.setNow(new Date(house.now().getTime() + 20 * 60_000))
    expect((await anna.agent.head('/contact')).status).toBe(200)
  }
  expect((await anna.get(addresses.contactDetails)).status).toBe(200)
})

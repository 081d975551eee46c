import express, { Router } from 'express'
import { type Permission, roles } from '../../src/access/roles.ts'
import { allow } from '../../src/web/request.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { nameOf, type Route, routesOf } from '../support/routes.ts'
import { facts } from './facts.ts'
import { open, plan } from './plan.ts'
import { exempt, harmless, tables } from './tables.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const asked = new Set(plan(facts(), 'text').map((cell) => cell.route))

function unasked(routes: Route[]): string[] {
  return routes.map(nameOf).filter((name) => !asked.has(name))
}

function unguarded(routes: Route[]): string[] {
  return routes.filter((route) => !route.permission && !open[nameOf(route)]).map(nameOf)
}

// A route is guarded from its very first handler on: what stands before the guard is unguarded.
function lateGuards(routes: Route[]): string[] {
  return routes.filter((route) => route.permission && !route.stack[0]!.handle.permission).map(nameOf)
}

test('every route is in the matrix, and the matrix asks about nothing that is gone', () => {
  const routes = routesOf(house.app)
  expect(routes.length).toBeGreaterThan(30)
  expect(unasked(routes)).toEqual([])
  expect([...asked].filter((name) => !routes.some((route) => nameOf(route) === name))).toEqual([])
})

test('every route asks for a permission first of all, or stands in the short list of open ones', () => {
  const routes = routesOf(house.app)
  expect(unguarded(routes)).toEqual([])
  expect(lateGuards(routes)).toEqual([])
  expect(Object.keys(open).filter((name) => !routes.some((route) => nameOf(route) === name))).toEqual([])
  expect(routes.filter((route) => open[nameOf(route)] && route.permission).map(nameOf)).toEqual([])
})

test('every permission is asked for by some route, and only those of the map are', () => {
  const wanted = new Set(
    routesOf(house.app)
      .map((route) => route.permission)
      .filter(Boolean),
  )
  const known = new Set<string>(Object.values(roles).flat() as Permission[])
  expect([...wanted].filter((permission) => !known.has(permission!))).toEqual([])
  expect([...known].filter((permission) => !wanted.has(permission))).toEqual([])
})

test('control: a route that nobody listed, without or behind its guard, is noticed however deep it stands', () => {
  const app = express()
  const deep = Router()
  deep.get('/children/:id/secrets', (_request, response) => void response.send('all of them'))
  deep.get('/late', (_request, _response, next) => next(), allow('start.read'))
  const router = Router()
  router.use(deep)
  app.use(router)
  expect(unasked(routesOf(app))).toEqual(['GET /children/:id/secrets', 'GET /late'])
  expect(unguarded(routesOf(app))).toEqual(['GET /children/:id/secrets'])
  expect(lateGuards(routesOf(app))).toEqual(['GET /late'])
  const hidden = express()
  hidden.use('/below', router)
  expect(() => routesOf(hidden)).toThrow('below a path')
})

test('every table is in the matrix, or exempt with a reason', async () => {
  const { rows } = await house.database.owner.query(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')",
  )
  const names = rows.map((row) => row.name).sort()
  expect(Object.keys({ ...tables, ...exempt }).sort()).toEqual(names)
  expect(Object.keys(harmless).sort()).toEqual(Object.keys(tables).sort())
})

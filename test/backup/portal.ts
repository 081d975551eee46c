import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { createApp } from '../../src/app.ts'
import { open } from '../../src/boot.ts'
import { readConfig } from '../../src/config.ts'
import { ground } from '../support/ground.ts'

export type Urls = { web: string; owner: string; retention: string }

/** An empty database that nobody is connected to: what a machine that was lost is restored on. */
export async function bareDatabase(): Promise<{ urls: Urls; drop: () => Promise<void> }> {
  const name = `insyn_test_${randomBytes(6).toString('hex')}`
  const { superuser } = ground()
  const admin = async (text: string) => {
    const client = new pg.Client({ connectionString: superuser })
    await client.connect()
    await client.query(text).finally(() => client.end())
  }
  await admin(`create database ${name} owner insyn_owner`)
  const url = (role: string) =>
    superuser.replace('postgres://postgres@', `postgres://${role}@`).replace('/postgres?', `/${name}?`)
  return {
    urls: { web: url('insyn_web'), owner: url('insyn_owner'), retention: url('insyn_retention') },
    drop: () => admin(`drop database ${name} with (force)`),
  }
}

export type Portal = { url: string; close: () => Promise<void> }

/** A portal started as in production, on what stands there; rejects where the start is refused. */
export async function startPortal(environment: Record<string, string>, now: Date): Promise<Portal> {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', ...environment })
  const house = await open(config, () => now)
  const server: Server = createServer(createApp(house.services))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await house.close()
    },
  }
}

import { createServer, type Server } from 'node:http'
import { type AddressInfo, Server as TcpServer } from 'node:net'
import type { Logger } from 'pino'
import { demoPassword, demoUsernames } from './accounts/demo.ts'
import { createApp } from './app.ts'
import { type House, open } from './boot.ts'
import { type Config, type MailConfig, readConfig } from './config.ts'
import { consentDays } from './consent/days.ts'
import { reminders } from './consent/remind.ts'
import { tendLetters } from './contacts/letters.ts'
import { StartupError } from './errors.ts'
import { agreedTime } from './jobs/agreed-time.ts'
import { type Clock, startClock, type Tick } from './jobs/clock.ts'
import { type Mailer, mailer } from './mail/mailer.ts'
import { sweepUnfinished } from './media/unfinished.ts'
import { startWorker, type Worker } from './media/worker.ts'
import { alarmMails } from './retention/alarm-mail.ts'
import { runRetention } from './retention/run.ts'
import { takeDownMails } from './uses/remind.ts'

/** Starts and stops the portal: the only file that acts when run. */
try {
  await main(readConfig())
} catch (error) {
  if (!(error instanceof StartupError)) throw error
  console.error(`\n${error.message}\n`)
  process.exit(1)
}

async function main(config: Config): Promise<void> {
  // The port first: a second start must not touch what the first one is using.
  const server = await listen(config)
  const house = await open(config).catch((error) => {
    server.close()
    throw error
  })
  if (config.demo) {
    const { seedIfEmpty } = await import('../seeds/seed.ts')
    await seedIfEmpty(house, (line) => console.log(line))
  }
  server.removeAllListeners('request')
  server.on('request', createApp(house.services))
  const clock = nightly(house)
  const register = startRegister(house)
  const worker = converter(house)
  const reminding = startReminders(house)
  const alarming = startAlarms(house)
  const following = startTakeDowns(house)
  const letters = startLetters(house)
  stopOnSignal(server, house, () =>
    Promise.all([clock, worker, register, reminding, alarming, following, letters].map((each) => each?.stop())),
  )
  greet(config, server)
}

function listen(config: Config): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(503, { 'Retry-After': '5', 'Content-Type': 'text/plain; charset=utf-8' })
    response.end('Insyn startar. Försök igen om en stund. / Insyn is starting. Try again in a moment.\n')
  })
  // Slow senders are let go (reference: slow headers and bodies); a picture from a phone gets its time.
  server.headersTimeout = 15_000
  server.requestTimeout = 120_000
  server.keepAliveTimeout = 65_000
  server.maxConnections = 2_000
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `Porten ${config.port} är upptagen. Stoppa det som kör där, eller välj en annan: PORT=3001 npm start`,
        EACCES: `Porten ${config.port} får inte användas av den här användaren. Välj en över 1024: PORT=3000 npm start`,
        EADDRNOTAVAIL: `Adressen ${config.host} finns inte på den här datorn. Ändra HOST.`,
      }
      reject(new StartupError(reasons[error.code ?? ''] ?? `Kan inte lyssna på port ${config.port} (${error.code}).`))
    })
    server.listen(config.port, config.host, () => resolve(server))
  })
}

// R14: every instance ticks; the database lets one of them work.
function nightly({ services, retention }: House): Clock | undefined {
  if (!retention) return undefined
  const { clock, config, keys, log } = services
  const { mediaDirectory } = config
  const days = consentDays(retention, clock)
  return startClock(async (signal) => {
    await days()
    const { clock: agreed, apart } = await agreedTime(retention, clock, log)
    const judged = { now: agreed(), clock: agreed, clocksApart: apart }
    return runRetention({ database: retention, keys, mediaDirectory, ...judged, nightly: true, signal, log })
  }, log)
}

// People come every night, by the same clock; the database lets one instance work.
function startRegister({ services }: House): Clock | undefined {
  const { roster, log } = services
  return roster && startClock((signal) => roster.night(signal), log)
}

// Mails go by day, on the same clock; each is taken by one instance, once.
function startReminders({ services, retention }: House): Clock | undefined {
  const { clock, config, keys, log } = services
  if (!retention || !config.mail || !config.baseUrl) return undefined
  const { baseUrl } = config
  return startMailing(config.mail, log, (mail) => reminders({ database: retention, keys, mail, baseUrl, clock, log }))
}

// Decision 6: units are told what has to come down outside, until it has.
function startTakeDowns({ services, retention }: House): Clock | undefined {
  const { clock, config, log } = services
  const { baseUrl, takeDownMail: department } = config
  if (!retention || !config.mail || !baseUrl) return undefined
  return startMailing(config.mail, log, (mail) =>
    takeDownMails({ database: retention, mail, department, baseUrl, clock, log }),
  )
}

// Every process looks: one that does the nights cannot tell that it is not there.
function startAlarms({ services }: House): Clock | undefined {
  const { clock, config, database, log } = services
  const { alarmMail: to, baseUrl } = config
  if (!to || !config.mail || !baseUrl) return undefined
  return startMailing(config.mail, log, (mail) => alarmMails({ database, mail, to, baseUrl, clock, log }))
}

// What a request could not hand over at once, and what does not stay; every process looks.
function startLetters({ services }: House): Clock {
  return startClock((signal) => tendLetters(services, signal), services.log)
}

function startMailing(config: MailConfig, log: Logger, ticking: (mail: Mailer) => Tick): Clock {
  const mail = mailer(config)
  const ticks = startClock(ticking(mail), log)
  return {
    stop: async () => {
      await ticks.stop()
      mail.close()
    },
  }
}

// Every instance stands in the queue; the database lets one of them work at a time.
function converter({ services, worker }: House): Worker | undefined {
  const { config, keys, log } = services
  const { mediaDirectory, ffmpeg } = config
  // What this machine's killed process was in the middle of writing.
  sweepUnfinished(mediaDirectory).catch((error) => log.warn({ reason: error.code }, 'unfinished files were not swept'))
  return worker && startWorker({ database: worker, keys, mediaDirectory, ffmpeg, log })
}

function greet(config: Config, server: Server): void {
  const { port } = server.address() as AddressInfo
  const address = config.baseUrl ?? `http://localhost:${port}`
  console.log(`\nInsyn: ${address}`)
  if (!config.demo) return
  console.log(`\nDemokonton / demo accounts: ${demoUsernames.join(', ')}`)
  console.log(`Lösenord / password: ${demoPassword}`)
  console.log('Demon kräver ingen andra faktor. / The demo asks for no second factor.\n')
}

// Whoever comes while the process is busy stands in the kernel's queue and would be turned away unseen: the door is
// closed in a turn of the loop that had little to do, as soon as there is one.
async function quietMoment(): Promise<void> {
  for (let turns = 0; turns < 500; turns += 1) {
    const began = performance.now()
    await new Promise((resolve) => setImmediate(resolve))
    if (performance.now() - began < 1) return
  }
}

// Requests under way are answered; a second signal does not wait.
function stopOnSignal(server: Server, house: House, stopClock: () => unknown): void {
  let stopping = false
  server.prependListener('request', (_request, response) => {
    if (stopping) response.shouldKeepAlive = false
  })
  const stop = async () => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), 10_000).unref()
    // Whoever is sending just now is answered, and told with the answer to come no more on that connection; closed at
    // once, a request on its way would be lost.
    await Promise.all([stopClock(), new Promise((resolve) => setTimeout(resolve, 300))])
    await quietMoment()
    // The door alone: http's own close() would also hang up on those who have come in and not yet said what they want.
    const empty = new Promise((resolve) => TcpServer.prototype.close.call(server, resolve))
    await new Promise((resolve) => setTimeout(resolve, 300))
    const idle = setInterval(() => server.closeIdleConnections(), 100)
    await empty
    clearInterval(idle)
    await house.close()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // Fail closed: what nobody expected ends the process in order; whatever watches it starts a fresh one.
  process.on('unhandledRejection', (reason) => {
    house.services.log.fatal({ reason: (reason as Error)?.name }, 'unhandled rejection')
    stop()
  })
}

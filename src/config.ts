import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { StartupError } from './errors.ts'

const url = z.string().refine((value) => /^postgres(ql)?:\/\//.test(value), 'ska börja med postgres://')
const wholeNumber = (low: number, high: number) => z.coerce.number().int().min(low).max(high)

const mailAddress = z.string().regex(/^[^<>@\s,;]+@[^<>@\s,;]+$/, 'ska vara en e-postadress')

const environment = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    PORT: wholeNumber(0, 65535).default(3000),
    HOST: z.string().optional(),
    BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    DATABASE_URL: url.optional(),
    DATABASE_OWNER_URL: url.optional(),
    DATABASE_RETENTION_URL: url.optional(),
    DATABASE_WORKER_URL: url.optional(),
    DATABASE_ROSTER_URL: url.optional(),
    ROSTER_SOURCE: z.string().min(1).optional(),
    ROSTER_TOKEN: z.string().min(1).optional(),
    MAIL_URL: z
      .string()
      .refine((value) => /^smtps?:\/\/[^/]/.test(value) && isReadable(value), 'ska vara smtp://… eller smtps://…')
      .optional(),
    MAIL_FROM: z
      .string()
      .regex(/^([^<>@\r\n]+ <)?[^<>@\s]+@[^<>@\s]+>?$/, 'ska vara en e-postadress, med eller utan namn')
      .optional(),
    SMS_URL: z
      .string()
      .refine((value) => /^https?:\/\/[^/]/.test(value) && isReadable(value), 'ska vara https://…')
      .optional(),
    SMS_FROM: z
      .string()
      .regex(
        /^([A-Za-z0-9 ]{3,11}|\+\d{8,15})$/,
        'ska vara 3–11 bokstäver och siffror, eller ett nummer som +46701234567',
      )
      .default('Insyn'),
    ALARM_MAIL: mailAddress.optional(),
    TAKE_DOWN_MAIL: mailAddress.optional(),
    DATABASE_POOL: wholeNumber(1, 100).default(10),
    DATA_DIR: z.string().min(1).default('.data'),
    KEY_DIR: z.string().min(1).optional(),
    MEDIA_DIR: z.string().min(1).optional(),
    WORDING_DIR: z.string().min(1).optional(),
    FFMPEG: z
      .string()
      .regex(/^(off|\/.*)$/, 'ska vara en hel sökväg, eller off')
      .optional(),
    TRUST_PROXY: wholeNumber(0, 5).default(0),
    VIEW_CACHE: z.enum(['on', 'off']).default('on'),
    LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).optional(),
  })
  .superRefine((env, context) => {
    // A mail says where the portal is, and comes from somebody.
    for (const name of ['MAIL_FROM', 'BASE_URL'] as const)
      if (env.MAIL_URL && !env[name])
        context.addIssue({ code: 'custom', path: [name], message: 'måste anges när MAIL_URL är angiven' })
    for (const name of ['ALARM_MAIL', 'TAKE_DOWN_MAIL'] as const)
      if (env[name] && !env.MAIL_URL)
        context.addIssue({ code: 'custom', path: ['MAIL_URL'], message: `måste anges när ${name} är angiven` })
    if (env.NODE_ENV !== 'production') return
    for (const name of ['DATABASE_URL', 'BASE_URL', 'KEY_DIR', 'MEDIA_DIR'] as const) {
      if (!env[name]) context.addIssue({ code: 'custom', path: [name], message: 'måste anges i produktion' })
    }
    // Without a proxy that says so the portal sees plain http, and a browser would never be given the sign-in's cookie.
    if (env.TRUST_PROXY === 0)
      context.addIssue({
        code: 'custom',
        path: ['TRUST_PROXY'],
        message: 'måste vara minst 1 i produktion: TLS slutar i en proxy',
      })
    // The token opens everybody's register: it goes over TLS or not at all.
    if (env.ROSTER_SOURCE?.startsWith('http:'))
      context.addIssue({ code: 'custom', path: ['ROSTER_SOURCE'], message: 'måste vara https i produktion (R8)' })
    if (env.SMS_URL?.startsWith('http:'))
      context.addIssue({ code: 'custom', path: ['SMS_URL'], message: 'måste vara https i produktion (R8)' })
    if (env.BASE_URL?.startsWith('http:'))
      context.addIssue({ code: 'custom', path: ['BASE_URL'], message: 'måste vara https i produktion (R8)' })
  })

/** The municipality's mail server, and whom mail comes from. */
export type MailConfig = { url: string; from: string }

/** The gateway for text messages, with its name and password, and whom they come from. */
export type TextConfig = { url: string; from: string }

export type Config = {
  production: boolean
  /** The demo municipality: embedded Postgres, accounts with one printed password, no second factor. */
  demo: boolean
  port: number
  host: string
  baseUrl: string | undefined
  database: {
    web: string | undefined
    owner: string | undefined
    retention: string | undefined
    worker: string | undefined
    roster: string | undefined
    pool: number
  }
  /** Where people come from every night: the register's address or a folder; nowhere where it is not said. */
  roster: { source: string | undefined; token: string | undefined }
  /** Who is told by mail when the nightly run fails; nobody where it is not said. */
  alarmMail: string | undefined
  /** The department's address, told by mail when something outside the portal should have been taken down. */
  takeDownMail: string | undefined
  /** Undefined where no mail is sent. */
  mail: MailConfig | undefined
  /** Undefined where no text messages are sent. */
  texts: TextConfig | undefined
  dataDirectory: string
  keyDirectory: string
  mediaDirectory: string
  /** The municipality's own word lists (docs/wording.md), beside those that ship. */
  wordingDirectory: string | undefined
  /** Where ffmpeg stands; undefined where film and sound are taken only as browsers play them. */
  ffmpeg: string | undefined
  trustProxy: number
  logLevel: string
  /** Templates are read once; off while a view is being written. */
  viewCache: boolean
}

/** The environment, parsed once; throws StartupError naming each variable that is wrong. The only reader of process.env. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(withoutEmpty(env))
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new StartupError(
      `Miljön är fel inställd / The environment is wrong:\n${lines.join('\n')}\nSe docs/operations.md.`,
    )
  }
  const value = parsed.data
  const dataDirectory = resolve(value.DATA_DIR)
  const production = value.NODE_ENV === 'production'
  const demo = !production && !value.DATABASE_URL
  return {
    production,
    demo,
    port: value.PORT,
    host: value.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    baseUrl: value.BASE_URL,
    database: {
      web: value.DATABASE_URL,
      owner: value.DATABASE_OWNER_URL,
      retention: value.DATABASE_RETENTION_URL,
      worker: value.DATABASE_WORKER_URL,
      roster: value.DATABASE_ROSTER_URL,
      pool: value.DATABASE_POOL,
    },
    // The demo's register is a folder beside its data, made with it (seeds/register.ts).
    roster: {
      source: value.ROSTER_SOURCE ?? (demo ? join(dataDirectory, 'register') : undefined),
      token: value.ROSTER_TOKEN,
    },
    alarmMail: value.ALARM_MAIL,
    takeDownMail: value.TAKE_DOWN_MAIL,
    mail: value.MAIL_URL && value.MAIL_FROM ? { url: value.MAIL_URL, from: value.MAIL_FROM } : undefined,
    texts: value.SMS_URL ? { url: value.SMS_URL, from: value.SMS_FROM } : undefined,
    dataDirectory,
    keyDirectory: resolve(value.KEY_DIR ?? join(dataDirectory, 'keys')),
    mediaDirectory: resolve(value.MEDIA_DIR ?? join(dataDirectory, 'media')),
    wordingDirectory: value.WORDING_DIR === undefined ? undefined : resolve(value.WORDING_DIR),
    ffmpeg: value.FFMPEG === 'off' ? undefined : (value.FFMPEG ?? usualPlaces.find((path) => existsSync(path))),
    trustProxy: value.TRUST_PROXY,
    logLevel: value.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    viewCache: value.VIEW_CACHE === 'on',
  }
}

const usualPlaces = ['/usr/bin/ffmpeg', '/usr/local/bin/ffmpeg', '/opt/homebrew/bin/ffmpeg']

// Also name and password in it: a sign like % stands there as %25.
function isReadable(value: string): boolean {
  try {
    const { username, password } = new URL(value)
    decodeURIComponent(username + password)
    return true
  } catch {
    return false
  }
}

function withoutEmpty(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

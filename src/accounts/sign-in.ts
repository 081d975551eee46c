import type { Request } from 'express'
import passport from 'passport'
import { Strategy } from 'passport-local'
import type { Role } from '../access/roles.ts'
import type { Services } from '../services.ts'
import { passwordMatches } from './passwords.ts'
import { throttle } from './throttle.ts'

export type Found = {
  id: string
  personId: string
  epoch: number
  roles: Role[]
  lastVisitAt: Date | null
  /** By a first password, which somebody else has handed over. */
  first: boolean
}

declare global {
  namespace Express {
    interface User extends Found {}
  }
}

/**
 * Passport with one strategy, user name and password. Wrong name and wrong password are told apart by nobody: same
 * answer, same time. Throws TooMany when too many have been tried.
 */
export function signingIn(services: Services) {
  const { database, keys, clock } = services
  const limits = throttle(database, keys)
  const authenticator = new passport.Passport()

  authenticator.use(
    new Strategy({ passReqToCallback: true }, (request: Request, typed: string, password: string, done) => {
      verify(request.ip ?? '', typed.normalize('NFC').trim().toLowerCase(), password).then(
        (found) => done(null, found ?? false),
        done,
      )
    }),
  )
  authenticator.serializeUser((user, done) => done(null, (user as Found).id))
  // The session store has already read the account afresh and refused what may no longer sign in (src/web/session.ts).
  authenticator.deserializeUser((_id, done) => done(null, {} as Found))

  async function verify(from: string, username: string, password: string): Promise<Found | undefined> {
    await limits.attempt(username, from)
    const [row] = await database.rows<Row>`
      select a.id, a.person_id, a.password_hash, a.session_epoch, a.last_visit_at, a.first_until is not null as first,
             array(select r.role from account_role r where r.account_id = a.id order by r.role) as roles
      from account a where a.username = ${username} and a.disabled_at is null
        and (a.first_until is null or a.first_until > ${clock()})`
    if (!(await passwordMatches(row?.password_hash, password)) || !row || row.roles.length === 0) {
      await database.rows`select access.sign_in_failed()`
      return undefined
    }
    await limits.forgive(username, from)
    return {
      id: row.id,
      personId: row.person_id,
      epoch: row.session_epoch,
      roles: row.roles,
      lastVisitAt: row.last_visit_at,
      first: row.first,
    }
  }

  return authenticator
}

type Row = {
  id: string
  person_id: string
  password_hash: string
  session_epoch: number
  last_visit_at: Date | null
  first: boolean
  roles: Role[]
}

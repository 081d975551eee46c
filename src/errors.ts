/** What can go wrong that a person should be told about. One handler turns these into pages (src/web/problems.ts). */
export class AppError extends Error {
  readonly status: number
  readonly view: string
  constructor(status: number, view: string, message: string) {
    super(message)
    this.name = new.target.name
    this.status = status
    this.view = view
  }
}

/** Also what the actor may not reach: same answer as what does not exist. */
export class NotFound extends AppError {
  constructor() {
    super(404, 'errors/not-found', 'not found')
  }
}

/** The role as such may not; says nothing of any row. */
export class Forbidden extends AppError {
  constructor(message = 'forbidden') {
    super(403, 'errors/forbidden', message)
  }
}

/** Somebody else was first. */
export class Conflict extends AppError {
  constructor(message = 'conflict') {
    super(409, 'errors/conflict', message)
  }
}

/** The request does not hold together; a form's own mistakes are answered by the form, never by this. */
export class Invalid extends AppError {
  constructor(message = 'invalid', status = 400) {
    super(status, 'errors/invalid', message)
  }
}

export class TooMany extends AppError {
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    super(429, 'errors/too-many', 'too many requests')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The database or the key store is away: refuse, keep living, come back. */
export class Unavailable extends AppError {
  /** The connection was lost during the commit: what was asked may have been done. */
  readonly outcomeUnknown: boolean
  constructor(message = 'unavailable', outcomeUnknown = false) {
    super(503, 'errors/unavailable', message)
    this.outcomeUnknown = outcomeUnknown
  }
}

/** Said to the person at the terminal, in plain words and without a stack trace; ends the process. */
export class StartupError extends Error {
  override name = 'StartupError'
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Milliseconds without a visit, and in all, after which a session is none. */
export const idleMs = 30 * 60_000
export const absoluteMs = 12 * 60 * 60_000

const generationMs = 60_000

/** Sealed bytes as they came from Postgres: themselves, or in base64. */
export type SealedValue = Buffer | string
type Sealed = SealedValue | null | undefined
type Held<T> = { sealed: readonly Sealed[]; value: T }

export function bytesOf(sealed: SealedValue): Buffer {
  return typeof sealed === 'string' ? Buffer.from(sealed, 'base64') : sealed
}

/**
 * What has been opened, for the minute or two in which others open the same: a group's item is read by forty guardians,
 * its contact list too. It never answers by itself: `sealed` are what Postgres has just handed over to somebody who may
 * read it, and must be the very same. Nothing stays longer than two minutes, never more than so many values. The
 * keys that open everything stand in the same memory: whoever could read this could read those (docs/decisions/0012).
 */
export class Opened<T> {
  #young = new Map<string, Held<T>>()
  #old = new Map<string, Held<T>>()
  #turn: NodeJS.Timeout | undefined
  readonly #most: number

  /** At most twice `most` values are kept. */
  constructor(most = 4_000) {
    this.#most = most
  }

  /** What `sealed` held when it was opened under `name`, or `open()` now. Throws what `open` throws, and keeps nothing then. */
  get(name: string, sealed: readonly Sealed[], open: () => T): T {
    const held = this.#young.get(name) ?? this.#old.get(name)
    if (held && same(held.sealed, sealed)) return held.value
    const value = open()
    if (this.#young.size >= this.#most) this.#age()
    this.#young.set(name, { sealed: sealed.map(own), value })
    this.#turn ??= setInterval(() => this.#age(), generationMs).unref()
    return value
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  #age(): void {
    this.#old = this.#young
    this.#young = new Map()
    if (this.#old.size > 0) return
    clearInterval(this.#turn)
    this.#turn = undefined
  }
}

// A piece of a longer text would keep all of that text in memory. Names stand in some, in every alphabet.
function own(sealed: Sealed): Sealed {
  return typeof sealed === 'string' ? Buffer.from(sealed).toString() : sealed
}

function same(one: readonly Sealed[], other: readonly Sealed[]): boolean {
  return one.every((bytes, at) => {
    const now = other[at]
    return bytes instanceof Buffer && now instanceof Buffer ? bytes.equals(now) : bytes === now
  })
}

export type KeyStoreProblem = 'exists' | 'missing' | 'destroyed' | 'damaged' | 'exposed' | 'unreadable'

/** Something about the key store that a person has to put right. The message is whole sentences and names no secret. */
export class KeyStoreError extends Error {
  override readonly name = 'KeyStoreError'
  readonly problem: KeyStoreProblem

  constructor(problem: KeyStoreProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}

/** What was sealed does not open: changed, cut, moved to another place, or sealed with another key. Says no more than that. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

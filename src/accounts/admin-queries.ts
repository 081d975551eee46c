import type { Role } from '../access/roles.ts'
import type { Read } from '../database/as-actor.ts'
import type { AccountKind, AccountReason, FunctionHat } from './grounds.ts'

export type Account = {
  username: string
  closed_at: string | null
  first_until: string | null
  last_visit_at: string | null
  hats: Role[]
  waiting: { hat: FunctionHat; by: string | null; at: string }[]
  /** The latest thirty, latest first. */
  history: { kind: AccountKind; hat: Role | null; reason: AccountReason; at: string }[]
}
export type Owner = { id: string; name: string; account: Account | null }

/** Somebody, and the account they may have; NotFound for whoever the administrator does not meet. */
export function ownerOf(tx: Read, id: string): Promise<Owner> {
  return tx.one<Owner>`
    select id, given_name || ' ' || family_name as name, access.account_of(id) as account from person where id = ${id}`
}

export type Entrusted = {
  waiting: {
    id: string
    hat: FunctionHat
    reason: AccountReason
    at: string
    person_id: string
    name: string
    by: string | null
    mine: boolean
    first: boolean
  }[]
  holders: { person_id: string; name: string; hats: FunctionHat[]; last_visit_at: string | null }[]
}

/** Who wears a hat that reaches beyond relations, and what waits for a second administrator. */
export async function entrusted(tx: Read): Promise<Entrusted> {
  const { found } = await tx.one<{ found: Entrusted }>`select access.accounts_entrusted() as found`
  return found
}

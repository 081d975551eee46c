import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { MakeForm } from './admin-schema.ts'
import type { AccountReason, FunctionHat, Ordinary } from './grounds.ts'

/** Why it was not done, as the database says it (admin-policy.ts); each has its words in the catalogue. */
export type Refusal = 'exists' | 'taken' | 'own' | 'closed' | 'open' | 'first' | 'has' | 'last' | 'entrusted'
export type Answer = 'done' | Refusal

type First = { hash: string; until: Date }

/** A way in for somebody who has none. */
export async function makeAccount(
  tx: Write,
  person: string,
  { hats, reason }: MakeForm,
  first: First & { username: string },
): Promise<Answer> {
  return said(
    tx,
    person,
    await tx.one`
    select access.account_make(${person}, ${first.username}, ${first.hash}, ${first.until}, ${hats}, ${reason}) as answer`,
  )
}

/** The hats that follow relations: exactly these from now on. */
export async function wear(tx: Write, person: string, hats: Ordinary[], reason: AccountReason): Promise<Answer> {
  return said(tx, person, await tx.one`select access.account_wear(${person}, ${hats}, ${reason}) as answer`)
}

/** A hat that reaches beyond relations waits for another administrator. */
export async function propose(tx: Write, person: string, hat: FunctionHat, reason: AccountReason): Promise<Answer> {
  return said(tx, person, await tx.one`select access.account_propose(${person}, ${hat}, ${reason}) as answer`)
}

/** It is taken away at once. */
export async function relieve(tx: Write, person: string, hat: FunctionHat, reason: AccountReason): Promise<Answer> {
  return said(tx, person, await tx.one`select access.account_relieve(${person}, ${hat}, ${reason}) as answer`)
}

/** Another first password; whoever is signed in is out. */
export async function giveFirstPassword(
  tx: Write,
  person: string,
  first: First,
  reason: AccountReason,
): Promise<Answer> {
  return said(
    tx,
    person,
    await tx.one`
    select access.account_password(${person}, ${first.hash}, ${first.until}, ${reason}) as answer`,
  )
}

/** Nobody comes in by it, and whoever is in is out with the next request. */
export async function close(tx: Write, person: string, reason: AccountReason): Promise<Answer> {
  return said(tx, person, await tx.one`select access.account_close(${person}, ${reason}) as answer`)
}

export async function reopen(tx: Write, person: string, first: First, reason: AccountReason): Promise<Answer> {
  return said(
    tx,
    person,
    await tx.one`
    select access.account_reopen(${person}, ${first.hash}, ${first.until}, ${reason}) as answer`,
  )
}

export async function confirmFunction(tx: Write, proposal: string): Promise<Answer> {
  return said(tx, proposal, await tx.one`select access.account_confirm(${proposal}) as answer`)
}

export async function withdrawFunction(tx: Write, proposal: string): Promise<Answer> {
  return said(tx, proposal, await tx.one`select access.account_withdraw(${proposal}) as answer`)
}

async function said(tx: Write, object: string, { answer }: { answer?: Answer | null }): Promise<Answer> {
  if (!answer) throw new NotFound()
  if (answer === 'done') await tx.audit('account.administered', { object })
  return answer
}

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { StartupError } from '../errors.ts'

export type FirstAccount = { username: string; givenName: string; familyName: string; passwordHash: string }

/**
 * The first administrators of a new installation, as the owner: somebody has to be there who can let the others in, and
 * another who confirms it. Throws StartupError where there are two already, or somebody of that user name.
 */
export async function makeFirstAccount(ownerUrl: string, account: FirstAccount): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect().catch((error) => {
    throw new StartupError(`Databasen går inte att nå som ägare (${error.code ?? error.message}).`)
  })
  try {
    await owner.query('begin')
    // Two at once would each find nobody.
    await owner.query('lock table account_role in share row exclusive mode')
    const { rowCount } = await owner.query(
      `select from account_role r join account a on a.id = r.account_id where r.role = 'admin' and a.disabled_at is null`,
    )
    if ((rowCount ?? 0) > 1)
      throw new StartupError('Det finns redan två administratörer. De ger de andra deras konton på /admin/people.')
    const [person, id] = [randomUUID(), randomUUID()]
    await owner.query('insert into person (id, given_name, family_name) values ($1, $2, $3)', [
      person,
      account.givenName,
      account.familyName,
    ])
    await owner.query('insert into account (id, person_id, username, password_hash) values ($1, $2, $3, $4)', [
      id,
      person,
      account.username,
      account.passwordHash,
    ])
    await owner.query(`insert into account_role (account_id, role) values ($1, 'admin')`, [id])
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    if ((error as { code?: string }).code === '23505')
      throw new StartupError(`Användarnamnet ${account.username} är upptaget.`)
    throw error
  } finally {
    await owner.end()
  }
}

import type { TestApp } from '../support/app.ts'

/** A function, a condition as it stands in it, and what it becomes. */
export type Break = [name: string, condition: string, instead: string]

/** The functions with a part of each taken out, while `look` looks; then they are whole again. */
export async function broken<T>(house: TestApp, parts: Break[], look: () => Promise<T>): Promise<T> {
  const { owner } = house.database
  // What was found before is found anew.
  const change = (definition: string) =>
    owner.query(`${definition};\ndelete from access.held; delete from access.held_list`)
  const whole: string[] = []
  try {
    for (const [name, part, instead] of parts) {
      const { rows } = await owner.query('select pg_get_functiondef($1::regproc) as text', [name])
      const text: string = rows[0].text
      expect([name, part, text.split(part).length - 1]).toEqual([name, part, 1])
      whole.unshift(text)
      await change(text.replace(part, instead))
    }
    return await look()
  } finally {
    for (const text of whole) await change(text)
  }
}

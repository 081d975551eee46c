import { createHash } from 'node:crypto'

export type Value =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Buffer
  | null
  | undefined
  | readonly (string | number | Buffer | null)[]

export type Statement = { text: string; values: Value[]; name: string }

const known = new WeakMap<TemplateStringsArray, { text: string; name: string }>()

/**
 * A statement from a tagged template: every `${}` becomes a bound parameter, never text, so that nothing a person
 * typed can become SQL. The same place in the code always gives the same text and name, which lets Postgres keep its plan.
 */
export function sql(strings: TemplateStringsArray, ...values: Value[]): Statement {
  let shape = known.get(strings)
  if (!shape) {
    const text = strings.reduce((all, part, index) => `${all}$${index}${part}`)
    shape = { text, name: createHash('sha256').update(text).digest('base64url').slice(0, 24) }
    known.set(strings, shape)
  }
  return { text: shape.text, name: shape.name, values }
}

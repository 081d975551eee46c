import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs from 'ejs'
import { escapeHtml } from './escape.ts'

const sharedNames = [
  ...['page', 't', 'lang', 'site', 'me', 'nav', 'csrf', 'can', 'asset', 'addresses', 'path'],
  ...['date', 'dateTime', 'month', 'ago', 'until'],
] as const

/** What every view may name as it stands: the page's model, the translator, helpers. */
export type Shared = Record<(typeof sharedNames)[number], unknown>

/** `view` inside the layout, as HTML. */
export type Render = (view: string, shared: Shared) => string

type Locals = Record<string, unknown>
type Template = (given: { locals: Locals; shared: Shared; include: Include }) => string
type Include = (view: string, locals?: Locals) => string

const directory = join(import.meta.dirname, '..', '..', 'views')

/** The views as functions, each read and compiled once (`keep`) or every time. */
export function views(keep: boolean): Render {
  const kept = new Map<string, Template>()
  const templateOf = (view: string) => {
    const known = kept.get(view)
    if (known) return known
    const template = compile(view, !keep)
    if (keep) kept.set(view, template)
    return template
  }
  return (view, shared) => {
    const include: Include = (inner, locals = {}) => templateOf(inner)({ locals, shared, include })
    return include('layouts/page', { body: include(view) })
  }
}

/**
 * A view takes what its includer gives it from `locals`, and names what is shared as it stands. Nothing is copied from
 * view to view, and EJS's `with`, in which Node looks every name up anew, is off. The names are declared on the view's
 * own first line, so that errors keep their line numbers.
 */
function compile(view: string, compileDebug: boolean): Template {
  const filename = join(directory, `${view}.ejs`)
  const source = readFileSync(filename, 'utf8')
  const named = sharedNames.filter((name) => new RegExp(`\\b${name}\\b`).test(source))
  const declared = `const { locals, include } = given, { ${named.join(', ')} } = given.shared`
  return ejs.compile(`<% { ${declared} %>${source}<% } %>`, {
    filename,
    compileDebug,
    strict: true,
    localsName: 'given',
    escape: escapeHtml,
    // EJS would copy `given` against polluted prototypes, which reach a view through `with` alone.
    unsafePrototypeLocals: true,
  } as ejs.Options) as unknown as Template
}

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

/** `view` inside the layout, or by itself with what an includer would give it, as HTML in UTF-8. */
export type Render = (view: string, shared: Shared, alone?: Locals) => Buffer

type Locals = Record<string, unknown>
type Include = (view: string, locals?: Locals) => void
type Template = (given: { locals: Locals; shared: Shared; include: Include; append: (piece: unknown) => void }) => void

const directory = join(import.meta.dirname, '..', '..', 'views')

const kept = new Map<string, Template>()

/** The views as functions, each read and compiled once a process (`keep`) or every time. */
export function views(keep: boolean): Render {
  const templateOf = (view: string) => {
    const known = keep && kept.get(view)
    if (known) return known
    const template = compile(view, !keep)
    if (keep) kept.set(view, template)
    return template
  }
  return (view, shared, alone) => {
    const pieces: unknown[] = []
    const append = (piece: unknown) => {
      if (piece !== undefined && piece !== null) pieces.push(piece)
    }
    const include: Include = (inner, locals = {}) => templateOf(inner)({ locals, shared, include, append })
    if (alone) include(view, alone)
    else include('layouts/page', { view })
    return Buffer.from(pieces.join(''))
  }
}

/**
 * A view takes what its includer gives it from `locals`, and names what is shared as it stands. Nothing is copied from
 * view to view, and EJS's `with`, in which Node looks every name up anew, is off. All of a page's views put what they
 * print (EJS's `__append`) into one list, joined once: a text that grows by a thousand pieces costs three times as much.
 * The names are declared on the view's own first line, so that errors keep their line numbers.
 */
function compile(view: string, compileDebug: boolean): Template {
  const filename = join(directory, `${view}.ejs`)
  const source = readFileSync(filename, 'utf8')
  const named = sharedNames.filter((name) => new RegExp(`\\b${name}\\b`).test(source))
  const declared = `const { locals, include, append: __append } = given, { ${named.join(', ')} } = given.shared`
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

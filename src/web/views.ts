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
type Once = (view: string, subject: object, locals?: Locals) => void
type Append = (piece: unknown) => void
type Template = (given: { locals: Locals; shared: Shared; include: Include; once: Once; append: Append }) => void

const directory = join(import.meta.dirname, '..', '..', 'views')

const kept = new Map<string, Template>()

/**
 * The views as functions, each read and compiled once a process (`keep`) or every time. `once` prints `subject` as
 * `include` would, and remembers the text for as long as somebody else remembers the subject (src/crypto/opened.ts): for
 * a view whose text follows from its subject, the plain values beside it and the language alone.
 */
export function views(keep: boolean): Render {
  const texts = new WeakMap<object, Map<string, Buffer>>()
  const templateOf = (view: string) => {
    const known = keep && kept.get(view)
    if (known) return known
    const template = compile(view, !keep)
    if (keep) kept.set(view, template)
    return template
  }
  const print = (view: string, shared: Shared, locals: Locals): Buffer => {
    const pieces: unknown[] = []
    const append: Append = (piece) => {
      if (piece !== undefined && piece !== null) pieces.push(piece)
    }
    const include: Include = (inner, given = {}) => templateOf(inner)({ locals: given, shared, include, once, append })
    const once: Once = (inner, subject, given = {}) => {
      const printed = () => print(inner, shared, { ...given, subject })
      append(
        keep ? remembered(texts, subject, [inner, shared.lang, ...Object.values(given)].join(), printed) : printed(),
      )
    }
    include(view, locals)
    return encoded(pieces)
  }
  return (view, shared, alone) => (alone ? print(view, shared, alone) : print('layouts/page', shared, { view }))
}

// What was printed before is bytes already, and goes between the rest as it stands: a page as one text would be twice as
// large in memory, for the sake of a dash in its title, and be gone through once more to be encoded.
function encoded(pieces: unknown[]): Buffer {
  const parts: (string | Buffer)[] = []
  let [from, size] = [0, 0]
  for (let at = 0; at <= pieces.length; at++) {
    const piece = pieces[at]
    const printed = piece instanceof Buffer
    if (at < pieces.length && !printed) continue
    if (at > from) {
      const text = at === from + 1 ? String(pieces[from]) : pieces.slice(from, at).join('')
      parts.push(text)
      size += Buffer.byteLength(text)
    }
    if (printed) {
      parts.push(piece)
      size += piece.length
    }
    from = at + 1
  }
  const page = Buffer.allocUnsafe(size)
  let end = 0
  for (const part of parts) end += typeof part === 'string' ? page.write(part, end) : part.copy(page, end)
  return page
}

function remembered(
  texts: WeakMap<object, Map<string, Buffer>>,
  subject: object,
  how: string,
  print: () => Buffer,
): Buffer {
  let known = texts.get(subject)
  if (!known) {
    known = new Map()
    texts.set(subject, known)
  }
  let text = known.get(how)
  if (text === undefined) {
    text = print()
    known.set(how, text)
  }
  return text
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
  const declared = `const { locals, include, once, append: __append } = given, { ${named.join(', ')} } = given.shared`
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

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs from 'ejs'

export type Render = (view: string, locals: Record<string, unknown>) => string

const directory = join(import.meta.dirname, '..', '..', 'views')

/**
 * The views as functions from locals to HTML, each read and compiled once (`keep`) or every time. A view finds this
 * include before EJS's own, which asks the disk for the file at every turn of a loop.
 */
export function views(keep: boolean): Render {
  const kept = new Map<string, ejs.TemplateFunction>()
  const templateOf = (view: string) => {
    const known = kept.get(view)
    if (known) return known
    const filename = join(directory, `${view}.ejs`)
    const template = ejs.compile(readFileSync(filename, 'utf8'), { filename, compileDebug: !keep })
    if (keep) kept.set(view, template)
    return template
  }
  const render: Render = (view, locals) => {
    const include = (inner: string, own?: Record<string, unknown>) => render(inner, { ...locals, ...own })
    return templateOf(view)({ ...locals, include })
  }
  return render
}

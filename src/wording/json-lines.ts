const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** On which line (from 1) each value of a valid JSON text begins, by the way to it, its parts joined by line breaks. */
export function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>()
  const way: (string | number)[] = []
  let line = 1
  let last = 0
  let name: string | undefined
  for (const { 0: token, index } of text.matchAll(tokens)) {
    line += lineAt(text.slice(last, index), Number.POSITIVE_INFINITY) - 1
    last = index
    if (token === ':') continue
    if (token === ',') {
      const at = way.pop()!
      way.push(typeof at === 'number' ? at + 1 : at)
      name = undefined
    } else if (token === '}' || token === ']') way.pop()
    else if (typeof way.at(-1) === 'string' && name === undefined) {
      // In an object, the first of two: the name of what follows.
      name = JSON.parse(token) as string
      way[way.length - 1] = name
      lines.set(way.join('\n'), line)
    } else {
      if (!lines.has(way.join('\n'))) lines.set(way.join('\n'), line)
      if (token === '{') {
        way.push('')
        name = undefined
      } else if (token === '[') way.push(0)
    }
  }
  return lines
}

/** The line (from 1) of a place in a text. */
export function lineAt(text: string, place: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < place; at = text.indexOf('\n', at + 1)) line++
  return line
}

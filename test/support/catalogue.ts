export type Catalogue = { [key: string]: string | Catalogue }

/** Every text by its whole key. */
export function flat(catalogue: Catalogue, before = ''): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([name, value]) =>
      typeof value === 'string' ? [[before + name, value] as const] : [...flat(value, `${before}${name}.`)],
    ),
  )
}

/** The keys as they are asked for: one for both forms of a plural. */
export function keysIn(texts: Map<string, string>): Set<string> {
  return new Set([...texts.keys()].map((key) => key.replace(/_(one|other)$/, '')))
}

/**
 * Which texts the sources ask for: literally in `t('…')`, anywhere as a quoted key, or by a pattern where part of the
 * key is a value (`t(`web.role.${role}`)`, `t('web.role.' + role)`).
 */
export function usesIn(files: Map<string, string>, features: string[]) {
  const asked = new Set<string>()
  const mentioned = new Set<string>()
  const patterns: RegExp[] = []
  const feature = `(?:${features.join('|')})`
  for (const text of files.values()) {
    for (const [, key] of text.matchAll(/\bt\(\s*'([\w.-]+)'\s*[,)]/g)) asked.add(key!)
    for (const [, key] of text.matchAll(new RegExp(`['"\`](${feature}\\.[\\w.-]*\\w)['"\`]`, 'g'))) mentioned.add(key!)
    for (const [, key] of text.matchAll(new RegExp(`\`(${feature}\\.[^\`]*\\$\\{[^\`]*)\``, 'g')))
      patterns.push(pattern(key!.split(/\$\{[^}]*\}/)))
    for (const [, key] of text.matchAll(new RegExp(`'(${feature}\\.[\\w.-]*[.-])'\\s*\\+`, 'g')))
      patterns.push(pattern([key!, '']))
  }
  return { asked, mentioned, patterns }
}

function pattern(parts: string[]): RegExp {
  return new RegExp(`^${parts.map((part) => part.replace(/[.\\]/g, '\\$&')).join('.+')}$`)
}

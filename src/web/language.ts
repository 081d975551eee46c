import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next from 'i18next'

export const languages = ['sv', 'en'] as const
export type Language = (typeof languages)[number]
export type Translate = (key: string, variables?: Record<string, unknown>) => string

const source = join(import.meta.dirname, '..')

/** Every feature's catalogue (`src/<feature>/<language>.json`) as one: `{ feature: { … } }`. */
export function catalogue(language: Language): Record<string, unknown> {
  const features = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return Object.fromEntries(
    features.flatMap(({ name }) => {
      try {
        return [[name, JSON.parse(readFileSync(join(source, name, `${language}.json`), 'utf8'))]]
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
    }),
  )
}

// The texts are at hand, so nothing is waited for: a module that waits is loaded over and over by what runs the tests.
i18next.init({
  lng: 'sv',
  fallbackLng: false,
  resources: Object.fromEntries(languages.map((language) => [language, { translation: catalogue(language) }])),
  // The views escape what they print; escaping here as well would show it twice.
  interpolation: { escapeValue: false },
  initAsync: false,
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0])

const translators = Object.fromEntries(languages.map((language) => [language, remembering(language)])) as Record<
  Language,
  Translate
>

// i18next finds a text and its plural form once; filling it in, which a page does some sixty times, is done here. The
// catalogues bound how many are remembered.
function remembering(language: Language): Translate {
  const find = i18next.getFixedT(language)
  const plural = new Intl.PluralRules(language)
  const known = new Map<string, string[]>()
  return (key, variables) => {
    const count = variables?.count
    // i18next has a form of its own for none.
    const form = typeof count === 'number' ? `${key}_${count === 0 ? 'zero' : plural.select(count)}` : key
    const held = known.get(form)
    if (held) return filled(held, variables)
    const text = find(key, { count, skipInterpolation: true } as { count?: number })
    // Text, name, text, name, …, text.
    const pieces = text.split(/\{\{(\w+)\}\}/)
    if (text !== key) known.set(form, pieces)
    return filled(pieces, variables)
  }
}

function filled(pieces: string[], variables: Record<string, unknown> | undefined): string {
  let text = pieces[0]!
  for (let at = 1; at < pieces.length; at += 2) text += `${variables?.[pieces[at]!] ?? ''}${pieces[at + 1]}`
  return text
}

export function translator(language: Language): Translate {
  return translators[language]
}

export function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language)
}

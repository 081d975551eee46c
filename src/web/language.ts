import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next, { type TFunction } from 'i18next'

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

await i18next.init({
  lng: 'sv',
  fallbackLng: false,
  resources: Object.fromEntries(languages.map((language) => [language, { translation: catalogue(language) }])),
  // The views escape what they print; escaping here as well would show it twice.
  interpolation: { escapeValue: false },
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0])

const translators = Object.fromEntries(
  languages.map((language) => [
    language,
    remembering(i18next.getFixedT(language) as TFunction as unknown as Translate),
  ]),
) as Record<Language, Translate>

// A text without variables is the same every time; a page asks for some sixty. The catalogues bound their number.
function remembering(translate: Translate): Translate {
  const known = new Map<string, string>()
  return (key, variables) => {
    if (variables) return translate(key, variables)
    const held = known.get(key)
    if (held !== undefined) return held
    const text = translate(key)
    if (text !== key) known.set(key, text)
    return text
  }
}

export function translator(language: Language): Translate {
  return translators[language]
}

export function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language)
}

import type { Translate } from '../web/language.ts'
import type { Municipality } from './municipality.ts'

/** When the assessment was made and this account of it last changed; moves with the texts in the catalogues. */
const assessed = '2026-11-23'
const updated = '2026-11-23'

/** The account that the act on accessibility to digital public service asks for, with what falls short said plainly. */
export function presentAccessibility(municipality: Municipality, t: Translate) {
  const say = (key: string) => t(`information.accessibility.${key}`, { municipality: municipality.name })
  const lines = (section: string, ...keys: string[]) => keys.map((key) => say(`${section}.${key}`))
  return {
    title: say('title'),
    lead: say('lead'),
    actor: municipality.name,
    assessed,
    updated,
    problems: lines('problems', 'alt', 'language', 'sign'),
    done: lines('method', 'axe', 'keyboard', 'narrow', 'contrast'),
    missing: lines('method', 'people', 'readers', 'devices'),
    centre: { phone: municipality.phone, email: municipality.email },
    supervision: 'https://www.digg.se/tdosanmalan',
  }
}

export type AccessibilityPage = ReturnType<typeof presentAccessibility>

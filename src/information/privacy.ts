import type { Config } from '../config.ts'
import type { Language, Translate } from '../web/language.ts'
import { cookieName } from '../web/session.ts'
import type { Municipality } from './municipality.ts'

const purposes = ['documentation', 'people', 'contacts', 'consent', 'signIn'] as const
const aspects = ['why', 'basis', 'categories', 'source', 'seenBy', 'howLong'] as const
const rights = [
  'information',
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'withdraw',
] as const
const sections = ['purposes', 'flows', 'number', 'rights', 'how', 'records', 'cookies', 'children'] as const

/** GDPR 13 and 14 whole, in the order a person asks: who, what and why, where to, what can I do (R22–R24, R15, R27). */
export function presentPrivacy(municipality: Municipality, config: Config, language: Language, t: Translate) {
  const authority = municipality.supervisoryAuthority
  const facts = {
    years: municipality.retentionYears,
    authority: authority.name,
    controller: municipality.controller[language],
  }
  const say = (key: string) => t(`information.privacy.${key}`, facts)
  const lines = (section: string, ...keys: string[]) => keys.map((key) => say(`${section}.${key}`))
  const terms = (section: string, keys: readonly string[]) =>
    keys.map((key) => ({ label: say(`${section}.${key}`), value: say(`${section}.${key}Text`) }))

  return {
    title: say('title'),
    lead: say('lead'),
    short: lines('short', 'who', 'contacts', 'consent', 'years', 'never'),
    contents: sections.map((id) => ({ href: `#${id}`, label: say(`${id}.heading`) })),
    responsible: say('who.controller'),
    controller: { name: facts.controller, phone: municipality.phone, email: municipality.email },
    officer: municipality.dataProtectionOfficer,
    purposes: purposes.map((purpose) => ({
      heading: say(`purpose.${purpose}.heading`),
      terms: aspects.map((aspect) => ({
        label: say(`purposes.${aspect}`),
        value: say(`purpose.${purpose}.${aspect}`),
      })),
    })),
    flows: [
      ...terms('flows', ['recipients']),
      { label: say('flows.processors'), value: processors(municipality, language, t) },
      ...terms('flows', ['thirdCountries', 'decisions', 'security']),
    ],
    number: lines('number', 'why', 'limits', 'law'),
    rights: terms('rights', rights),
    how: lines('how', 'self', 'ask', 'time', 'appeal'),
    complaint: { text: say('how.complain'), href: authority.website, label: say('how.complainLink') },
    records: lines('records', 'public', 'review', 'decision', 'ask'),
    cookies: {
      caption: say('cookies.heading'),
      head: lines('cookies', 'name', 'why', 'howLong'),
      rows: [
        cookie('session', cookieName(config.baseUrl?.startsWith('https:') ?? false)),
        cookie('language'),
        cookie('goal'),
      ],
    },
    children: lines('children', 'what', 'who', 'picture', 'wrong', 'years'),
  }

  function cookie(key: string, name = key): string[] {
    return [name, ...lines('cookies', `${key}Why`, `${key}HowLong`)]
  }
}

export type PrivacyPage = ReturnType<typeof presentPrivacy>

function processors({ processors: all }: Municipality, language: Language, t: Translate): string {
  if (all.length === 0) return t('information.privacy.flows.processorsNone')
  const list = all.map(({ name, task }) => `${name} (${task[language]})`).join(', ')
  return t('information.privacy.flows.processorsSome', { list })
}

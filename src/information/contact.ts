import type { Language, Translate } from '../web/language.ts'
import type { Municipality } from './municipality.ts'
import type { Unit } from './queries.ts'

/** R30: the contact centre and every unit, ready to call or write to. */
export function presentContact(municipality: Municipality, units: Unit[], language: Language, t: Translate) {
  const { visitingAddress: visit, postalAddress: post } = municipality
  const ofKind = (kind: Unit['kind']) => ({
    id: `${kind}s`,
    heading: t(`information.contact.${kind}s`),
    // In Swedish order whatever the database's own: å, ä and ö come last.
    units: units
      .filter((unit) => unit.kind === kind)
      .sort((one, other) => one.name.localeCompare(other.name, 'sv'))
      .map(({ id, name, phone, email, street, postal_code, city }) => ({
        id,
        name,
        phone,
        email,
        address: [street, `${postal_code} ${city}`],
      })),
  })
  const kinds = [ofKind('preschool'), ofKind('school')].filter((kind) => kind.units.length > 0)
  return {
    title: t('information.contact.title'),
    centre: {
      phone: municipality.phone,
      email: municipality.email,
      visit: [visit.place, visit.street, visit.city].join(', '),
      post: [post.name, post.line].join(', '),
      hours: municipality.openingHours[language],
    },
    contents: kinds.map(({ id, heading }) => ({ href: `#${id}`, label: heading })),
    kinds,
  }
}

export type ContactPage = ReturnType<typeof presentContact>

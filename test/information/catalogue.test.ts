import { readConfig } from '../../src/config.ts'
import { presentAccessibility } from '../../src/information/accessibility.ts'
import { presentContact } from '../../src/information/contact.ts'
import { readMunicipality } from '../../src/information/municipality.ts'
import { presentPrivacy } from '../../src/information/privacy.ts'
import { catalogue, languages, translator } from '../../src/web/language.ts'

const municipality = readMunicipality()
const config = readConfig({})

describe('what the public pages say', () => {
  test.each(languages)('decision 11: today’s names and no others, in %s', (language) => {
    const said = JSON.stringify(catalogue(language))
    expect(said).not.toMatch(/datainspektionen/i)
    expect(said).not.toMatch(/förskolechef/i)
    expect(said).not.toMatch(/\bDSF\b/)
  })

  test.each(languages)('every text is there, with every blank filled in, in %s', (language) => {
    const t = translator(language)
    const pages = [
      presentPrivacy(municipality, config, language, t),
      presentContact(municipality, [], language, t),
      presentAccessibility(municipality, t),
    ]
    const said = JSON.stringify(pages)
    expect(said).not.toMatch(/\{\{|information\.(privacy|contact|accessibility)/)
  })

  test('R22, R23: responsible board, officer, every purpose with its basis and time, and where to complain', () => {
    const page = presentPrivacy(municipality, config, 'sv', translator('sv'))
    expect(page.responsible).toContain(municipality.controller.sv)
    expect(page.officer).toEqual(municipality.dataProtectionOfficer)
    expect(page.purposes).toHaveLength(5)
    for (const { terms } of page.purposes) expect(terms).toHaveLength(6)
    const basisOf = (index: number) => page.purposes[index]!.terms[1]!.value
    expect(basisOf(0)).toContain('6.1 e')
    expect(basisOf(3)).toContain('6.1 a')
    expect(page.complaint.href).toBe('https://www.imy.se')
  })

  test('R14: the years are the municipality’s, not the text’s', () => {
    const page = presentPrivacy({ ...municipality, retentionYears: 7 }, config, 'sv', translator('sv'))
    expect(JSON.stringify(page)).toContain('7 år')
    expect(JSON.stringify(page)).not.toContain('5 år')
  })

  test('decision 12: another municipality’s facts take the first one’s place, everywhere', () => {
    const other = {
      ...municipality,
      name: 'Provby kommun',
      controller: { sv: 'Barnnämnden i Provby', en: 'The children’s board of Provby' },
      phone: '031-390 06 00',
      email: 'hej@example.se',
      visitingAddress: { place: 'Stadshuset', street: 'Provgatan 1', city: 'Provby' },
      postalAddress: { name: 'Provby kommun', line: '449 00 Provby' },
      dataProtectionOfficer: { phone: '031-390 06 01', email: 'ombud@example.se' },
      processors: [{ name: 'Drift AB', task: { sv: 'servrar', en: 'servers' } }],
    }
    for (const language of languages) {
      const t = translator(language)
      const said = JSON.stringify([
        presentPrivacy(other, config, language, t),
        presentContact(other, [], language, t),
        presentAccessibility(other, t),
      ])
      expect(said).not.toMatch(/\bAle\b|Nödinge|Alafors|0303|ale\.se/)
      for (const fact of ['Provby', '031-390 06 01', 'Provgatan 1', 'Drift AB']) expect(said).toContain(fact)
      expect(JSON.stringify(catalogue(language))).not.toMatch(/\bAle\b|Nödinge|0303/)
    }
  })

  test('R30: units stand by kind, in Swedish order', () => {
    const unit = (name: string, kind: 'preschool' | 'school') => ({
      id: name,
      name,
      kind,
      street: 'Skolvägen 1',
      postal_code: '449 31',
      city: 'Nödinge',
      phone: '0303-70 30 01',
      email: 'enhet@ale.se',
    })
    const units = [
      unit('Ängen', 'preschool'),
      unit('Nolskolan', 'school'),
      unit('Åsen', 'preschool'),
      unit('Björken', 'preschool'),
    ]
    const page = presentContact(municipality, units, 'sv', translator('sv'))
    expect(page.kinds.map((kind) => kind.units.map(({ name }) => name))).toEqual([
      ['Björken', 'Åsen', 'Ängen'],
      ['Nolskolan'],
    ])
  })
})

import fc from 'fast-check'
import { normalisePhone, sayPhone } from '../../src/contacts/phone.ts'

test('a number is the same however it was typed', () => {
  for (const typed of [
    '070-174 06 05',
    '0701740605',
    '+46701740605',
    '+46 (0)70-174 06 05',
    '0046 70 174 06 05',
    '070–1740605',
    '070−174−06−05',
    // As telephones and chats hand over what is copied: between marks that say which way it is read.
    '\u202a+46 70-174 06 05\u202c',
    '\u20680701740605\u2069',
  ])
    expect(normalisePhone(typed)).toBe('+46701740605')
})

test('numbers are said as Swedes write them', () => {
  expect(sayPhone('+46701740605')).toBe('070-174 06 05')
  expect(sayPhone('+46303703000')).toBe('0303-70 30 00')
  expect(sayPhone('+46313900601')).toBe('031-390 06 01')
  expect(sayPhone('+468465004')).toBe('08-46 50 04')
  expect(sayPhone('+4746612345')).toBe('+4746612345')
})

test('what is no number is refused', () => {
  for (const typed of [
    '',
    '112',
    '12345',
    '070',
    'ring mig',
    '070-174 06 05 06 07 08',
    '+46',
    '++46701740605',
    '0701740605#',
    // A mobile number with a digit too few would be nobody's, and could not be confirmed.
    '070-174 06 0',
    '+46 73 174 06',
    '٠٧٠١٧٤٠٦٠٥',
    '０７０１７４０６０５',
  ])
    expect(normalisePhone(typed)).toBeUndefined()
})

test('saying a number and reading it back changes nothing, whatever stands between the digits', () => {
  const national = fc.stringMatching(/^(7[02369][0-9]{7}|([1-689][0-9]|7[14578])[0-9]{5,7})$/)
  const between = fc.array(fc.constantFrom('', ' ', '-', ' '), { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(national, between, (digits, gaps) => {
      const stored = `+46${digits}`
      expect(normalisePhone(sayPhone(stored))).toBe(stored)
      expect(normalisePhone([...`0${digits}`].map((digit, index) => digit + (gaps[index] ?? '')).join(''))).toBe(stored)
    }),
  )
})

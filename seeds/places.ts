import { idOf } from './random.ts'
import type { Group, Unit } from './types.ts'

/** The units of the demo. Phone numbers are the ones set aside for drama, so that they reach nobody. */
export const units: Unit[] = [
  unit('glantan', 'Gläntans förskola', 'preschool', 'Lingonvägen 4', '449 31', 'Nödinge', '031-390 06 01'),
  unit('slandan', 'Sländans förskola', 'preschool', 'Åstigen 12', '449 43', 'Nol', '031-390 06 02'),
  unit('skogsdungen', 'Skogsdungens förskola', 'preschool', 'Granbarrsvägen 7', '446 31', 'Älvängen', '031-390 06 03'),
  unit('bryggan', 'Bryggans förskola', 'preschool', 'Älvstigen 21', '445 57', 'Surte', '031-390 06 04'),
  unit(
    'hasselbacken',
    'Hasselbackens förskola',
    'preschool',
    'Hasselgången 3',
    '446 40',
    'Skepplanda',
    '031-390 06 05',
  ),
  unit('lindhaga', 'Lindhagaskolan', 'school', 'Lindallén 1', '449 31', 'Nödinge', '031-390 06 06'),
  unit('akulla', 'Åkullaskolan', 'school', 'Bokskogsvägen 9', '446 31', 'Älvängen', '031-390 06 07'),
]

/** The groups, with the children's years of birth counted back from the year the school year began. */
export type GroupPlan = Group & { key: string; ages: number[]; size: number }

export const groups: GroupPlan[] = [
  ...preschool('glantan', ['Myran', 'Humlan', 'Nyckelpigan']),
  ...preschool('slandan', ['Bäcken', 'Källan']),
  ...preschool('skogsdungen', ['Tallkotten', 'Grankotten', 'Ekollonet']),
  ...preschool('bryggan', ['Snäckan', 'Sjöstjärnan']),
  ...preschool('hasselbacken', ['Blåsippan', 'Gullvivan']),
  ...school('lindhaga', { Förskoleklass: 6, '1A': 7, '2A': 8, '3A': 9, '5A': 11, '9A': 15 }, 'Fritids Eken'),
  ...school('akulla', { Förskoleklass: 6, '2B': 8, '4A': 10, '6A': 12 }, 'Fritids Boken'),
]

export function unitOf(key: string): Unit {
  return units.find((unit) => unit.id === idOf(`unit ${key}`))!
}

export function groupOf(key: string): GroupPlan {
  return groups.find((group) => group.key === key)!
}

function unit(
  key: string,
  name: string,
  kind: Unit['kind'],
  street: string,
  postalCode: string,
  city: string,
  phone: string,
): Unit {
  return { id: idOf(`unit ${key}`), name, kind, street, postalCode, city, phone, email: `${key}@example.se` }
}

function preschool(unit: string, names: string[]): GroupPlan[] {
  return names.map((name) => ({
    ...group(unit, name),
    kind: 'preschool' as const,
    curriculum: 'lpfo18' as const,
    ages: [3, 4, 5],
    size: 19,
  }))
}

function school(unit: string, classes: Record<string, number>, afterSchool: string): GroupPlan[] {
  const rooms = Object.entries(classes).map(([name, age]) => ({
    ...group(unit, name),
    kind: 'class' as const,
    curriculum: 'lgr22' as const,
    ages: [age],
    size: 18,
  }))
  const after = { ...group(unit, afterSchool), kind: 'after_school' as const, curriculum: 'lgr22' as const }
  return [...rooms, { ...after, ages: [], size: 0 }]
}

function group(unit: string, name: string) {
  const key = `${unit} ${name}`
  return { key, id: idOf(`group ${key}`), unitId: idOf(`unit ${unit}`), name }
}

import type { Random } from './random.ts'
import { testCoordinationNumbers, testNumbers } from './test-numbers.ts'

export type Birth = { birthDate: string; personnummer: string | null }

/** Hands out each listed test number once (R15), by year or by day of birth. */
export function numberPool(random: Random) {
  const byYear = new Map<number, string[]>()
  for (const number of random.shuffle(testNumbers)) {
    const year = Number(number.slice(0, 4))
    const list = byYear.get(year)
    if (list) list.push(number)
    else byYear.set(year, [number])
  }
  const coordination = [...testCoordinationNumbers]

  /** Somebody born that year; without a number when the list has none left. */
  function bornIn(year: number): Birth {
    const number = byYear.get(year)?.pop()
    if (number) return { birthDate: dayOf(number), personnummer: number }
    const month = String(random.int(1, 12)).padStart(2, '0')
    return { birthDate: `${year}-${month}-${String(random.int(1, 28)).padStart(2, '0')}`, personnummer: null }
  }

  /** Somebody born on that very day. */
  function bornOn(day: string): Birth {
    const list = byYear.get(Number(day.slice(0, 4))) ?? []
    const index = list.findIndex((number) => dayOf(number) === day)
    return { birthDate: day, personnummer: index < 0 ? null : list.splice(index, 1)[0]! }
  }

  /** An adult with a samordningsnummer, while there are any. */
  function coordinated(): Birth | undefined {
    const number = coordination.pop()
    return number ? { birthDate: dayOf(number), personnummer: number } : undefined
  }

  return { bornIn, bornOn, coordinated }
}

export type NumberPool = ReturnType<typeof numberPool>

// A samordningsnummer writes the day of the month plus 60.
function dayOf(number: string): string {
  const day = Number(number.slice(6, 8)) % 60
  return `${number.slice(0, 4)}-${number.slice(4, 6)}-${String(day).padStart(2, '0')}`
}

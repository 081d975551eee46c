import { idOf } from './random.ts'
import type { Town } from './town.ts'
import type { Person } from './types.ts'

/** Adds an adult born in one of the years, with a number of their own. */
export function addAdult(
  town: Town,
  key: string,
  givenName: string,
  familyName: string,
  born: { from: number; to: number },
): Person {
  const id = idOf(`person ${key}`)
  const already = town.people.find((other) => other.id === id)
  if (already) return already // A guardian who is also staff is one person.
  const coordinated = key.startsWith('guardian of') && town.random.chance(0.03) ? town.numbers.coordinated() : undefined
  const person = { id, givenName, familyName, ...(coordinated ?? birth(town, born)) }
  town.people.push(person)
  return person
}

// A year whose listed numbers have run out is left for another.
function birth(town: Town, born: { from: number; to: number }) {
  for (let tries = 0; tries < 30; tries++) {
    const found = town.numbers.bornIn(town.random.int(born.from, born.to))
    if (found.personnummer) return found
  }
  return town.numbers.bornIn(1990)
}

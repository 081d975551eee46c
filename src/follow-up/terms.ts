/** Half a school year. `from` is its first day and `to` the first after it, YYYY-MM-DD; `months` are YYYY-MM. */
export type Term = {
  key: string
  year: number
  season: 'spring' | 'autumn'
  from: string
  to: string
  months: string[]
}

// Documentation lives five years (R14): ten terms back there is hardly anything left to follow up.
const offered = 10

/** Spring is January to July and autumn August to December: every day belongs to a term, holidays too. */
export function termOn(day: string): Term {
  return term(Number(day.slice(0, 4)), day.slice(5, 7) <= '07' ? 'spring' : 'autumn')
}

/** The terms that can be looked at on a day, newest first. */
export function termsOn(day: string, count = offered): Term[] {
  let { year, season } = termOn(day)
  return Array.from({ length: count }, () => {
    const found = term(year, season)
    if (season === 'spring') year -= 1
    season = season === 'spring' ? 'autumn' : 'spring'
    return found
  })
}

/** The term that an address names, among those offered; anything else is the present one. */
export function termFrom(value: unknown, day: string): Term {
  return termsOn(day).find(({ key }) => key === value) ?? termOn(day)
}

/** The instants between which a term lies, at Stockholm's midnights: 1 January in winter time, 1 August in summer time. */
export function spanOf({ from, to }: Pick<Term, 'from' | 'to'>): { from: Date; until: Date } {
  const midnight = (day: string) => new Date(`${day}T00:00:00${day.slice(5, 7) === '01' ? '+01:00' : '+02:00'}`)
  return { from: midnight(from), until: midnight(to) }
}

export function term(year: number, season: Term['season']): Term {
  const [first, last] = season === 'spring' ? [1, 7] : [8, 12]
  const months = Array.from({ length: last - first + 1 }, (_, i) => `${year}-${String(first + i).padStart(2, '0')}`)
  const to = season === 'spring' ? `${year}-08-01` : `${year + 1}-01-01`
  return { key: `${year}-${season}`, year, season, from: `${months[0]}-01`, to, months }
}

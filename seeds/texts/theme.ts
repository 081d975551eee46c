export type Form = 'preschool' | 'early' | 'middle' | 'upper' | 'after_school'
export type Season = 'spring' | 'summer' | 'autumn' | 'winter'
export type Area = 'math' | 'nature' | 'language' | 'creation' | 'body' | 'technology' | 'together' | 'society'

/**
 * One kind of day and what may be written about it. Sentences about a child say what the child did and said, never
 * how the child is (R29), and name nobody else; `{namn}` is the child, `{namns}` the child's.
 */
export type Theme = {
  key: string
  forms: Form[]
  seasons: Season[]
  motifs: string[]
  areas: Area[]
  titles: string[]
  child: string[]
  group: string[]
  said: string[]
  explored: string[]
  offered: string[]
  next: string[]
}

type Told = Record<'titles' | 'child' | 'group' | 'said' | 'explored' | 'offered' | 'next', string>

/** A theme from plain text, a sentence on each line; seasons 'all' when the day may come at any time of year. */
export function theme(key: string, forms: string, seasons: string, motifs: string, areas: string, told: Told): Theme {
  return {
    key,
    forms: forms.split(' ') as Form[],
    seasons: (seasons === 'all' ? 'spring summer autumn winter' : seasons).split(' ') as Season[],
    motifs: motifs.split(' '),
    areas: areas.split(' ') as Area[],
    titles: lines(told.titles),
    child: lines(told.child),
    group: lines(told.group),
    said: lines(told.said),
    explored: lines(told.explored),
    offered: lines(told.offered),
    next: lines(told.next),
  }
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

import { personNoun, role, somebody } from './roles.ts'
import type { Item, Person, Sentence } from './sentence.ts'

/** How a word is said of somebody. */
export type Said = {
  how: 'attribute' | 'predicate' | 'alone'
  /** Undefined when nobody is mentioned: "Är så blyg". */
  subject: Item | undefined
  many: boolean
  past: boolean
  /** "Upplevs som", "verkar": somebody judges. */
  seems: boolean
  /** "Alltid", "ofta", "som person". */
  habit: boolean
  /** What it is directed at follows: "nyfiken på snigeln". */
  towards: boolean
}

/** Is the word at `at` said of a person? Looks a few words to each side within the clause. */
export function saidOf(sentence: Sentence, at: number): Said | undefined {
  const { items } = sentence
  return attribute(items, at) ?? predicate(items, at) ?? fronted(items, at) ?? alone(items, at)
}

export const isSomebody = (item: Item | undefined): item is Person =>
  item !== undefined && !item.character && (item.name || (item.roles & somebody) !== 0)

const isPersonNoun = (item: Item | undefined): item is Person =>
  item !== undefined && !item.character && (item.name || (item.roles & (personNoun | role.group)) !== 0)

const isAdjective = (item: Item | undefined) =>
  item !== undefined &&
  item.kind === 'word' &&
  (item.class?.adjective === true || item.entries.some(({ group }) => group.kind === 'adj'))

const joins = new Set(['och', 'eller', 'men', ',', 'samt', 'fast', '/'])
const small = new Set([
  'liten',
  'lilla',
  'lille',
  'litet',
  'små',
  'stor',
  'stora',
  'riktig',
  'riktigt',
  'riktiga',
  'ny',
  'nya',
  'nye',
  'unga',
  'äldre',
  'yngre',
  'egen',
  'egna',
  'två',
  'tre',
  'andra',
  'första',
])

// en lugn tjej, den blyga och osäkra pojken, duktiga Alma
function attribute(items: Item[], at: number): Said | undefined {
  let next = at + 1
  let steps = 0
  while (
    items[next] &&
    steps < 6 &&
    (joins.has(items[next]!.text) ||
      small.has(items[next]!.text) ||
      (isAdjective(items[next]) && !isPersonNoun(items[next])) ||
      (items[next]!.roles & role.degree && next > at + 1))
  ) {
    next++
    steps++
  }
  const noun = items[next]
  if (!isPersonNoun(noun) || (steps > 0 && joins.has(items[next - 1]!.text))) return undefined
  if (isOfNobody(items, at)) return undefined
  const plural = (noun.roles & role.many) !== 0 || (noun.roles & role.group) !== 0
  return { how: 'attribute', subject: noun, many: plural, past: false, seems: false, habit: false, towards: false }
}

// "Vi övar på att vara en bra kompis": what the writer or a thing is.
function isOfNobody(items: Item[], at: number): boolean {
  for (let back = at - 1; back >= 0 && back >= at - 5; back--) {
    if ((items[back]!.roles & role.copula) !== 0) {
      const subject = subjectBefore(items, back)
      return subject === 'self' || (subject === 'none' && items[back - 1]?.text === 'att')
    }
    if ((items[back]!.roles & role.degree) === 0 && !isAdjective(items[back])) return false
  }
  return false
}

// hon är blyg, pappan verkar vara respektlös, är hon alltid så gnällig, jag upplever eleven som passiv
function predicate(items: Item[], at: number): Said | undefined {
  let inverted: Item | undefined
  let some = false
  let seems = false
  let habit = hasHabit(items, at)
  for (let back = at - 1, steps = 0; back >= 0 && steps < 10; back--, steps++) {
    const item = items[back]!
    if ((item.roles & (role.copula | role.seems)) !== 0) {
      if (isOnlyTried(items, back)) return undefined
      const isSeems = (item.roles & role.seems) !== 0
      const subject = inverted ?? subjectBefore(items, back)
      if (subject === 'thing' || subject === 'self') return undefined
      if (subject === 'none' && !canBeElliptic(items, back)) return undefined
      const who = subject === 'none' ? undefined : subject
      return {
        how: 'predicate',
        subject: who,
        many: who !== undefined && (who.roles & (role.many | role.plural | role.group)) !== 0,
        past: !isSeems && pastForms.has(item.text),
        seems: seems || isSeems,
        habit: habit || (item.roles & role.habit) !== 0,
        towards: isTowards(items, at),
      }
    }
    if (item.text === 'som') {
      // upplever eleven som passiv; är känd som bråkig
      const before = items[back - 1]
      if (isSomebody(before)) {
        inverted = before
        some = true
      }
      seems = true
      continue
    }
    // "Nu är det fullt"; but "hon är den smartaste".
    if ((item.text === 'det' || item.text === 'den') && !isAdjective(items[back + 1])) return undefined
    if (item.text === 'det' && (items[back - 1]?.roles ?? 0) & role.copula && items[at]!.text.endsWith('t'))
      return undefined
    if (isSomebody(item)) {
      if (inverted && !some) return undefined
      inverted ??= item
      continue
    }
    if ((item.roles & role.habit) !== 0) habit = true
    if ((item.roles & role.degree) !== 0 || joins.has(item.text) || isAdjective(item) || small.has(item.text)) continue
    if (item.kind === 'word' && (item.roles & role.hits) === 0 && some && item.class?.verb) {
      return { how: 'predicate', subject: inverted, many: false, past: false, seems: true, habit, towards: false }
    }
    return undefined
  }
  return undefined
}

// "Fick prova att vara blinda", "övar på att vara modiga"
function isOnlyTried(items: Item[], verb: number): boolean {
  return (
    items[verb - 1]?.text === 'att' &&
    items
      .slice(Math.max(0, verb - 5), verb)
      .some(({ text }) => /^(?:prova|öva|trän|låtsa|lek|tura|tankar|rädda|fundera|pratade|pratar)/.test(text))
  )
}

const pastForms = new Set(['var', 'blev', 'vore', 'varit', 'blivit'])

/** Who the verb at `verb` is about: somebody, the writer, a thing, or nobody that is mentioned. */
export function subjectBefore(items: Item[], verb: number): Item | 'thing' | 'self' | 'none' {
  let thing = false
  for (let back = verb - 1, steps = 0; back >= 0 && steps < 14; back--, steps++) {
    const item = items[back]!
    if (item.kind === 'mark') {
      if (item.text === ',') continue
      return thing ? 'thing' : 'none'
    }
    if (item.text === 'det' || item.text === 'den' || item.text === 'detta' || item.text === 'vilket') {
      if (back === verb - 1) return 'thing'
      continue
    }
    const governed = !alwaysSubject.has(item.text) && ((items[back - 1]?.roles ?? 0) & role.prepositions) !== 0
    if (item.character) return 'thing'
    if (isSomebody(item)) {
      if (!governed || !hasEarlierNoun(items, back - 1))
        return (item.roles & role.possessive) !== 0 && item.class?.noun ? 'thing' : item
      continue
    }
    if ((item.roles & role.self) !== 0) return 'self'
    if (
      item.class?.noun &&
      !item.class.adjective &&
      !item.class.verb &&
      (item.roles & (role.degree | role.habit)) === 0
    ) {
      if (governed && hasEarlierNoun(items, back - 1)) continue
      thing = true
      if (!governed) return 'thing'
    }
  }
  return thing ? 'thing' : 'none'
}

const alwaysSubject = new Set(['han', 'hon', 'de', 'du', 'ni'])

// "Barnen i gruppen är": what stands before the preposition is what the verb is about.
function hasEarlierNoun(items: Item[], before: number): boolean {
  for (let back = before - 1, steps = 0; back >= 0 && steps < 6; back--, steps++) {
    const item = items[back]!
    if (item.kind === 'mark') return false
    if (isSomebody(item) || item.class?.noun || item.character || (item.roles & role.self) !== 0) return true
  }
  return false
}

// Nothing but small words before the verb: "Är så blyg", "Idag var duktig".
function canBeElliptic(items: Item[], verb: number): boolean {
  for (let back = verb - 1; back >= 0 && back > verb - 5; back--) {
    const item = items[back]!
    if (item.kind === 'mark') return true
    if (item.class?.noun && (item.roles & role.degree) === 0) return false
    if (item.text === 'det' || item.text === 'den') return false
  }
  return true
}

// så duktig hon är, otålig som han är, blyg är hon också
function fronted(items: Item[], at: number): Said | undefined {
  let next = at + 1
  while (items[next] && (joins.has(items[next]!.text) || isAdjective(items[next])) && next < at + 4) next++
  if (items[next]?.text === 'som') next++
  const one = items[next]
  const two = items[next + 1]
  const verb = one && (one.roles & role.copula) !== 0 ? one : two && (two.roles & role.copula) !== 0 ? two : undefined
  const who = verb === one ? two : one
  if (!verb || !isSomebody(who) || (who.roles & role.possessive) !== 0) return undefined
  return {
    how: 'predicate',
    subject: who,
    many: (who.roles & (role.many | role.plural | role.group)) !== 0,
    past: pastForms.has(verb.text),
    seems: false,
    habit: false,
    towards: false,
  }
}

// The whole clause is the judgement: "Liten men kaxig", "Jätteduktig!", a file name. It is about somebody, for want of a thing.
function alone(items: Item[], at: number): Said | undefined {
  const grade = items[at]!.entries.find(({ group }) => group.kind === 'adj')?.form
  if (grade?.neuter) return undefined
  const clause = clauseAround(items, at)
  const allowed = clause.every(
    (item) =>
      item.kind !== 'word' ||
      isAdjective(item) ||
      item.entries.some(({ group }) => group.kind !== 'phrase' && group.category === 'trait') ||
      isPersonNoun(item) ||
      (item.roles & (role.degree | role.you)) !== 0 ||
      joins.has(item.text) ||
      small.has(item.text) ||
      fileEndings.has(item.text),
  )
  if (!allowed) return undefined
  const who = clause.find(isSomebody)
  return { how: 'alone', subject: who, many: false, past: false, seems: false, habit: false, towards: false }
}

const fileEndings = new Set([
  'jpg',
  'jpeg',
  'png',
  'webp',
  'mov',
  'mp4',
  'pdf',
  'img',
  'bild',
  'foto',
  'xd',
  'haha',
  'hihi',
])

export function clauseAround(items: Item[], at: number): Item[] {
  let from = at
  let to = at
  while (from > 0 && !isBreak(items[from - 1]!)) from--
  while (to < items.length - 1 && !isBreak(items[to + 1]!)) to++
  return items.slice(from, to + 1)
}

const isBreak = (item: Item) => item.kind === 'mark' && /[:;()–—]/.test(item.text)

const directions = new Set([
  'på',
  'över',
  'för',
  'att',
  'när',
  'när',
  'efter',
  'av',
  'inför',
  'med',
  'idag',
  'nu',
  'igår',
  'under',
  'innan',
  'eftersom',
  'i',
  'mot',
  'om',
  'vid',
  'sedan',
  'ikväll',
  'imorse',
])

function isTowards(items: Item[], at: number): boolean {
  const next = items[at + 1]
  return next !== undefined && next.kind === 'word' && directions.has(next.text) && !isHabitPhrase(items, at + 1)
}

// "av sig", "som person", "för sin ålder", "i gruppen" say how somebody is.
function isHabitPhrase(items: Item[], at: number): boolean {
  const two = `${items[at]?.text} ${items[at + 1]?.text}`
  return (
    two === 'av sig' ||
    two === 'som person' ||
    two === 'för sin' ||
    two === 'i gruppen' ||
    two === 'i sig' ||
    two === 'i klassen'
  )
}

function hasHabit(items: Item[], at: number): boolean {
  return isHabitPhrase(items, at + 1) || items.slice(at + 1, at + 5).some((item) => (item.roles & role.habit) !== 0)
}

import { diff3Merge } from 'node-diff3'

/** What the editor's form holds of a draft: what two people may have changed at once. */
export type Held = {
  title: string
  text: string
  words: string
  group: string
  audience: string
  children: string[]
  goals: string[]
  /** By medium. */
  alts: Record<string, string>
  subjects: Record<string, string[]>
}

/** `clashes`: the fields where both changed the same thing; there `merged` has one's own. */
export type Merged = { merged: Held; clashes: string[] }

/**
 * Puts together what is `stored` and what somebody sent who began from `base` (undefined: nobody knows from what). Where
 * the two changed different things both stand; added at the same place, both stand too, the stored one first.
 */
export function merge(base: Held | undefined, stored: Held, own: Held): Merged {
  const clashes: string[] = []
  const merged = { ...own, alts: { ...stored.alts }, subjects: { ...stored.subjects } }
  for (const field of ['title', 'text', 'words'] as const) {
    const found = mergeText(base?.[field], stored[field], own[field], field !== 'title')
    merged[field] = found.text
    if (found.clash) clashes.push(field)
  }
  const place = mergePlace(base, stored, own)
  Object.assign(merged, place.merged)
  if (place.clash) clashes.push(place.clash)
  merged.goals = mergeSet(base?.goals, stored.goals, own.goals)
  for (const [id, alt] of Object.entries(own.alts)) {
    const found = mergeText(base?.alts[id] ?? (base ? '' : undefined), stored.alts[id] ?? '', alt, false)
    merged.alts[id] = found.text
    if (found.clash) clashes.push(`alt.${id}`)
  }
  for (const [id, children] of Object.entries(own.subjects))
    merged.subjects[id] = mergeSet(base?.subjects[id] ?? (base ? [] : undefined), stored.subjects[id] ?? [], children)
  return { merged, clashes }
}

/** Nothing written yet: where a new draft begins. */
export function nothingIn({ group, audience }: Held): Held {
  return { title: '', text: '', words: '', group, audience, children: [], goals: [], alts: {}, subjects: {} }
}

type Text = { text: string; clash: boolean }

function mergeText(base: string | undefined, stored: string, own: string, byLine: boolean): Text {
  if (own === stored || base === stored) return { text: own, clash: false }
  if (base === own) return { text: stored, clash: false }
  if (base === undefined || !byLine) return { text: own, clash: true }
  return mergeLines(base, stored, own)
}

/** Beyond it finding what belongs together takes seconds: then a person looks. */
const mostLines = 400

// By line: in a text field that is a paragraph or an item of a list.
function mergeLines(base: string, stored: string, own: string): Text {
  const [before, theirs, mine] = [base, stored, own].map((text) => text.split('\n')) as [string[], string[], string[]]
  if (Math.max(before.length, theirs.length, mine.length) > mostLines) return { text: own, clash: true }
  const lines: string[] = []
  let clash = false
  for (const region of diff3Merge(mine, before, theirs, { excludeFalseConflicts: true })) {
    if (region.ok) append(lines, region.ok)
    else if (region.conflict) {
      const { a, o, b } = region.conflict
      const added = o.every((line) => line === '')
      if (added) for (const part of [b, a]) apart(lines, part)
      else append(lines, a)
      clash ||= !added
    }
  }
  return { text: lines.join('\n').trim(), clash }
}

function append(lines: string[], more: readonly string[]): void {
  for (const line of more) lines.push(line)
}

// Two additions do not run together: a line between them, unless both are items of a list.
function apart(lines: string[], part: readonly string[]): void {
  const [last, first] = [lines.at(-1), part[0]]
  if (last && first && !(item.test(last) && item.test(first))) lines.push('')
  append(lines, part)
}

const item = /^\s*(?:-|\d+\.) /

type Place = Pick<Held, 'group' | 'audience' | 'children'>

// Children belong to their group: one who moved the item to another group and one who ticked a child here do not agree.
function mergePlace(base: Held | undefined, stored: Held, own: Held): { merged: Place; clash?: string } {
  const of = ({ group, audience, children }: Held): Place => ({ group, audience, children })
  if (stored.group !== own.group) {
    if (base && same(of(base), of(stored))) return { merged: of(own) }
    if (base && same(of(base), of(own))) return { merged: of(stored) }
    return { merged: of(own), clash: 'group' }
  }
  const { text: audience, clash } = mergeText(base?.audience, stored.audience, own.audience, false)
  const merged = { group: own.group, audience, children: mergeSet(base?.children, stored.children, own.children) }
  return clash ? { merged, clash: 'audience' } : { merged }
}

function same(one: Place, other: Place): boolean {
  const key = ({ group, audience, children }: Place) => [group, audience, ...children.toSorted()].join()
  return key(one) === key(other)
}

// What one has taken away is gone, what either has added is there; from nobody knows what, all of both.
function mergeSet(base: string[] | undefined, stored: string[], own: string[]): string[] {
  const gone = new Set((base ?? []).filter((each) => !own.includes(each)))
  const added = own.filter((each) => !(base ?? []).includes(each))
  return [...new Set([...stored.filter((each) => !gone.has(each)), ...added])]
}

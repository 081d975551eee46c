import { goalsFor } from './goals.ts'
import type { MoodName } from './pictures/moods.ts'
import { altOf, scenesOf } from './pictures.ts'
import type { GroupPlan } from './places.ts'
import type { Random } from './random.ts'
import { afternoons } from './texts/after-school.ts'
import { aims } from './texts/aims.ts'
import { indoorDays } from './texts/indoors.ts'
import { outdoorDays } from './texts/outdoors.ts'
import { schoolDays } from './texts/school.ts'
import type { Form, Season, Theme } from './texts/theme.ts'
import type { Document, Picture } from './types.ts'

export type Assignment = {
  day: string
  group: GroupPlan
  /** The year of the class at the time: 0 is förskoleklass; undefined outside classes. */
  grade: number | undefined
  audience: Document['audience']
  name: string | undefined
  age: number | undefined
  pictures: number
  /** Themes of late, so that the same reader does not meet the same day twice in a row. */
  recent: string[]
}

export type Written = { theme: string; title: string; text: string; goals: string[]; pictures: Picture[] }

const themes: Theme[] = [...outdoorDays, ...indoorDays, ...schoolDays, ...afternoons]

// Themes where the child writes, counts votes or plans: not for the youngest.
const fromThree = ['letters', 'chart', 'map', 'robots', 'shop', 'puppets', 'patterns', 'kites', 'tracks']

/** What an educator would write about such a day: two to four short paragraphs, 60 to 180 words. */
export function write(random: Random, task: Assignment): Written {
  const season = seasonOf(task.day)
  const theme = random.pick(candidates(task, season))
  const voice = (text: string) => address(text, task)
  const title = voice(titleOf(random, theme, task))
  const text = paragraphs(random, theme, task)
    .map((sentences) => voice(sentences.join(' ')))
    .join('\n\n')
  return {
    theme: theme.key,
    title,
    text,
    goals: goalsFor(`${title} ${text}`, theme.areas, task.group, task.day),
    pictures: picturesOf(random, theme, season, task.pictures),
  }
}

function candidates(task: Assignment, season: Season): Theme[] {
  const form = formOf(task)
  const fitting = themes.filter(
    (theme) =>
      theme.forms.includes(form) &&
      theme.seasons.includes(season) &&
      (task.age === undefined || task.age >= 3 || !fromThree.includes(theme.key)),
  )
  const fresh = fitting.filter((theme) => !task.recent.includes(theme.key))
  return fresh.length > 0 ? fresh : fitting
}

function formOf({ group, grade }: Assignment): Form {
  if (group.kind === 'preschool' || group.kind === 'after_school') return group.kind
  return grade! <= 3 ? 'early' : grade! <= 6 ? 'middle' : 'upper'
}

function seasonOf(day: string): Season {
  const month = Number(day.slice(5, 7))
  return month <= 2 || month === 12 ? 'winter' : month <= 5 ? 'spring' : month <= 8 ? 'summer' : 'autumn'
}

function titleOf(random: Random, theme: Theme, task: Assignment): string {
  const title = random.pick(theme.titles)
  if (task.audience !== 'unit') return title
  const house = task.group.kind === 'preschool' ? 'Hela förskolan' : 'Hela skolan'
  return `${random.pick([house, 'Gemensam dag', house])}: ${title}`
}

function paragraphs(random: Random, theme: Theme, task: Assignment): string[][] {
  const did = inOrder(random, task.audience === 'child' ? theme.child : theme.group, 2)
  const [first, second] = did as [string, string]
  const quote = quoted(random, random.pick(theme.said), task.name)
  const explored = inOrder(random, theme.explored, random.chance(0.75) ? 2 : 3)
  const offered = random.pick(theme.offered)
  const area = random.pick(theme.areas)
  const close = [random.pick(aims[area][task.group.curriculum]), random.pick(theme.next)]
  const opening = task.audience === 'unit' ? [random.pick(together)] : []
  const layouts = [
    [[...opening, first, second, quote], [offered, ...explored], close],
    [[...opening, offered, first], [second, quote, ...explored], close],
    [[...opening, first, second], [quote, ...explored], [offered], close],
    [[...opening, first, quote, second], explored, [offered, ...close]],
    [[...opening, first, second, quote, ...explored], close],
  ]
  return random.pick(layouts)
}

const together = [
  'Den här dagen hade alla grupper gemensamt, med blandade lag och stationer.',
  'Alla grupper möttes kring samma tema, var och en på sitt sätt.',
  'Under förmiddagen arbetade hela huset tillsammans.',
]

function quoted(random: Random, said: string, name: string | undefined): string {
  const question = said.endsWith('?')
  const speech = said.endsWith('.') ? `”${said.slice(0, -1)}”,` : `”${said}”`
  if (name) {
    if (question) return `${speech} ${random.pick(['undrade', 'frågade'])} {namn}.`
    return random.pick([`${speech} sa {namn}.`, `${speech} berättade {namn}.`, `Då sa {namn}: ”${said}”`])
  }
  if (question) return random.pick([`${speech} undrade någon.`, `En fråga som kom upp var: ”${said}”`])
  return random.pick([`${speech} sa ett av barnen.`, `Någon sa: ”${said}”`, `${speech} hördes från ringen.`])
}

function address(text: string, task: Assignment): string {
  const named = task.name
    ? text.replaceAll('{namns}', /[sxz]$/.test(task.name) ? task.name : `${task.name}s`).replaceAll('{namn}', task.name)
    : text
  if (task.group.kind !== 'class') return named
  return named
    .replaceAll('ett av barnen', 'en av eleverna')
    .replace(/\b([Bb])arnen(s?)\b/g, (_, b: string, s: string) => `${b === 'B' ? 'E' : 'e'}leverna${s}`)
}

function picturesOf(random: Random, theme: Theme, season: Season, count: number): Picture[] {
  const lights: MoodName[] = [season]
  if (season !== 'summer' && random.chance(0.3)) lights.push(season === 'winter' ? 'dusk' : 'rain')
  const options = random.shuffle(theme.motifs).map((motif) => random.pick(scenesOf(motif, lights)))
  return options.slice(0, count).map((scene) => ({ scene, alt: altOf(scene) }))
}

function inOrder<T>(random: Random, list: T[], count: number): T[] {
  const chosen = new Set(random.shuffle([...list.keys()]).slice(0, count))
  return list.filter((_, i) => chosen.has(i))
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Language } from '../web/language.ts'

/** What goals are gathered under, in the order they are shown. The same for both curricula, so that plots compare. */
export const areas = [
  ...(['language', 'numbers', 'nature', 'movement'] as const),
  ...(['creating', 'together', 'influence', 'world'] as const),
] as const

export type Area = (typeof areas)[number]

type Said = Record<Language, string>

/** A goal in words of our own, with where in the curriculum it stands; keywords are for finding it. */
export type Goal = Said & { id: string; area: Area; reference: Said; keywords: string }

/** One version of a curriculum's goals. Days are YYYY-MM-DD; `validTo` is the last one, or null while it holds. */
export type Curriculum = {
  curriculum: string
  version: number
  name: string
  validFrom: string
  validTo: string | null
  goals: Goal[]
}

const directory = join(import.meta.dirname, 'curricula')

/** Every version of every curriculum. A change is a new file with a higher version; what items are tagged with stays. */
export const curricula: readonly Curriculum[] = readdirSync(directory)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Curriculum)

/** The version in force on a Swedish day: where several are, the newest. */
export function curriculumOn(code: string, day: string, among = curricula): Curriculum | undefined {
  return among
    .filter((each) => each.curriculum === code && each.validFrom <= day && (!each.validTo || day <= each.validTo))
    .toSorted((a, b) => b.version - a.version)[0]
}

/** A goal's whole name, as forms and drafts carry it: `lpfo18.1.speech`. */
export function keyOf({ curriculum, version }: Curriculum, { id }: Goal): string {
  return `${curriculum}.${version}.${id}`
}

const byKey = new Map(
  curricula.flatMap((each) => each.goals.map((goal) => [keyOf(each, goal), { ...goal, curriculum: each }] as const)),
)

export type Found = Goal & { curriculum: Curriculum }

export function findGoal(key: string): Found | undefined {
  return byKey.get(key)
}

/** Adds the goals that the database lacks, as the owner. What items point at is never changed: a version is for good. */
export async function insertGoals(ownerUrl: string, among = curricula): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    for (const { curriculum, version, name, goals } of among) {
      const column = (of: (goal: Goal) => string) => goals.map(of)
      await owner.query(
        `insert into curriculum_goal (curriculum, version, goal, name, area, words_sv, words_en, reference_sv, reference_en)
         select $1, $2, goal, $3, area, sv, en, rsv, ren
         from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) as g(goal, area, sv, en, rsv, ren)
         on conflict do nothing`,
        [
          ...[curriculum, version, name],
          ...[column((goal) => goal.id), column((goal) => goal.area), column((goal) => goal.sv)],
          ...[column((goal) => goal.en), column((goal) => goal.reference.sv), column((goal) => goal.reference.en)],
        ],
      )
    }
  } finally {
    await owner.end()
  }
}

import { formsOf } from './inflect.ts'
import type { Lists } from './lists.ts'
import { isRole, role } from './roles.ts'

/** What each word of the language list does in a sentence, in all its forms. */
export function rolesOf(lists: Lists): Map<string, number> {
  const roles = new Map<string, number>()
  const add = (word: string, bit: number) => roles.set(word, (roles.get(word) ?? 0) | bit)
  for (const [name, { kind, words }] of Object.entries(lists.language.roles)) {
    if (!isRole(name)) continue
    for (const term of words) {
      for (const form of kind === 'noun'
        ? formsOf(term.toLowerCase(), 'noun')
        : [{ text: term.toLowerCase(), plural: false }]) {
        add(form.text, role[name] | (form.plural ? role.many : 0))
      }
    }
  }
  return roles
}

/** Persons that compounds end with: idrotts|läraren. */
export function compoundHeads(lists: Lists): Map<string, number> {
  const heads = new Map<string, number>()
  for (const name of ['child', 'relative', 'grownup', 'staff'] as const) {
    for (const term of lists.language.roles[name]?.words ?? []) {
      if (term.length < 4 || noHeads.has(term)) continue
      for (const form of formsOf(term, 'noun')) heads.set(form.text, role[name] | (form.plural ? role.many : 0))
    }
  }
  return heads
}

// Endings of many words that are nobody: djurunge, prototyp, styrman.
const noHeads = new Set([
  'unge',
  'typ',
  'make',
  'folk',
  'kock',
  'ungar',
  'resurs',
  'dotter',
  'lärling',
  'person',
  'kamrat',
  'dam',
  'mams',
  'paps',
  'alla',
  'bror',
])

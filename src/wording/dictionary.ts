import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type Dictionary = {
  /** Undefined when it is no Swedish word. */
  classOf(word: string): WordClass | undefined
}
export type WordClass = { noun: boolean; adjective: boolean; verb: boolean }

type Rule = { strip: string; condition: RegExp; flag: string }

/**
 * Ordinary Swedish words, from the Hunspell dictionary `dictionary-sv`. It says what is no misspelling, where a compound
 * may be cut, and what is an adjective. Words are looked up by taking endings away; nothing is expanded in memory.
 */
export function readDictionary(): Dictionary {
  const folder = dirname(createRequire(import.meta.url).resolve('dictionary-sv'))
  const words = readWords(readFileSync(join(folder, 'index.dic'), 'utf8'))
  const { rules, longest } = readRules(readFileSync(join(folder, 'index.aff'), 'utf8'))
  return { classOf }

  function classOf(word: string): WordClass | undefined {
    let flags = words.get(word) ?? ''
    let found = words.has(word)
    for (let length = 1; length <= Math.min(longest, word.length - 2); length++) {
      for (const { strip, condition, flag } of rules.get(word.slice(-length)) ?? []) {
        const stem = word.slice(0, -length) + strip
        const known = words.get(stem)
        if (known?.includes(flag) && condition.test(stem)) {
          found = true
          flags += kindOf(stem, known)
        }
      }
    }
    if (!found) return undefined
    const direct = kindOf(word, words.get(word) ?? '')
    const all = flags + direct
    return { noun: all.includes('noun'), adjective: all.includes('adj'), verb: all.includes('verb') }
  }
}

function kindOf(stem: string, flags: string): string {
  const verb = stem.endsWith('a') && /[jJmMLKT]/.test(flags)
  const adjective = !stem.endsWith('a') && (/[OPQ]/.test(flags) || /(sam|isk|lös|full)$/.test(stem))
  const noun = /[EGHCFI]/.test(flags) || (flags.includes('D') && !stem.endsWith('a') && !adjective)
  return `${verb ? ' verb' : ''}${adjective ? ' adj' : ''}${noun ? ' noun' : ''}`
}

function readWords(text: string): Map<string, string> {
  const words = new Map<string, string>()
  for (const line of text.split('\n').slice(1)) {
    const slash = line.indexOf('/', 1)
    const word = slash < 0 ? line.trim() : line.slice(0, slash)
    const flags = slash < 0 ? '' : line.slice(slash + 1).trim()
    // Z: only inside compounds. Capitals are names.
    if (flags.includes('Z') || word !== word.toLowerCase()) continue
    words.set(word, (words.get(word) ?? '') + flags)
  }
  return words
}

function readRules(text: string): { rules: Map<string, Rule[]>; longest: number } {
  const rules = new Map<string, Rule[]>()
  let longest = 0
  for (const line of text.split('\n')) {
    const [, flag, strip, added, condition] = line.match(/^SFX\s+(\S)\s+(\S+)\s+([^\s/]+)\S*\s+(\S+)/) ?? []
    if (!flag || !strip || !added || !condition || strip === 'Y') continue
    const rule = { flag, strip: strip === '0' ? '' : strip, condition: new RegExp(`${condition}$`, 'u') }
    rules.set(added, [...(rules.get(added) ?? []), rule])
    longest = Math.max(longest, added.length)
  }
  return { rules, longest }
}

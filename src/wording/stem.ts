const endings =
  /(arnas|ernas|ornas|arna|erna|orna|ande|aste|ades|ast|are|ade|dde|ar|er|or|an|en|et|na|de|te|at|it|as|es|a|e|s)$/

/** A word without its ending, so that a phrase is found in every inflection. Rough: only for comparing. */
export function stemOf(word: string): string {
  if (word.length < 5) return word.length === 4 && word.endsWith('a') ? word.slice(0, 3) : word
  const found = word.match(endings)
  const stem = found && word.length - found[0].length >= 3 ? word.slice(0, -found[0].length) : word
  return stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem
}

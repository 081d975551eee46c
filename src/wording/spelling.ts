/** How a word sounds, roughly: sj-, tj- and j-sounds, double letters, ä/e, å/o, ck, w and z spelt one way. */
export function soundOf(word: string): string {
  return word
    .replace(/(skj|stj|sch|sj|ssi(?=on)|ti(?=on)|sh)/g, 'S')
    .replace(/(tj|kj|ch)/g, 'C')
    .replace(/^(dj|gj|hj|lj)/, 'j')
    .replace(/ck|q|c(?![eiy])/g, 'k')
    .replace(/c|z/g, 's')
    .replace(/x/g, 'ks')
    .replace(/w/g, 'v')
    .replace(/ph/g, 'f')
    .replace(/th/g, 't')
    .replace(/ä/g, 'e')
    .replace(/å/g, 'o')
    .replace(/y/g, 'i')
    .replace(/j(?=[aou])/g, 'i')
    .replace(/é/g, 'e')
    .replace(/(.)\1+/g, '$1')
}

/** All words that are one letter shorter, and the word itself. */
export function shortened(word: string): string[] {
  const all = [word]
  for (let at = 0; at < word.length; at++) {
    if (word[at] !== word[at - 1]) all.push(word.slice(0, at) + word.slice(at + 1))
  }
  return all
}

/** One letter too many, too few, wrong, or two changed places: the first letter must be right unless it changed place. */
export function isOneSlip(wrong: string, right: string): boolean {
  if (wrong === right || Math.abs(wrong.length - right.length) > 1) return wrong === right
  let start = 0
  while (start < wrong.length && wrong[start] === right[start]) start++
  let end = 0
  while (end < Math.min(wrong.length, right.length) - start && wrong.at(-1 - end) === right.at(-1 - end)) end++
  const left = wrong.slice(start, wrong.length - end)
  const other = right.slice(start, right.length - end)
  if (left.length === 2 && other.length === 2) return left[0] === other[1] && left[1] === other[0]
  return start > 0 && left.length <= 1 && other.length <= 1
}

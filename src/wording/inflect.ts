export type Kind = 'adj' | 'noun' | 'verb' | 'fixed' | 'phrase' | 'root'
export type Form = { text: string; grade: 0 | 1 | 2; plural: boolean; neuter: boolean }

/**
 * Every form that a Swedish word may take, with some that it does not: a form nobody writes does no harm. Genders and
 * declensions are not asked for, so that whoever adds a word need not know them.
 */
export function formsOf(word: string, kind: Kind): Form[] {
  if (kind === 'adj') return adjective(word)
  if (kind === 'noun') return noun(word)
  if (kind === 'verb') return verb(word)
  return [form(word)]
}

const form = (text: string, more: Partial<Form> = {}): Form => ({
  text,
  grade: 0,
  plural: false,
  neuter: false,
  ...more,
})
const vowels = 'aeiouyåäöé'
const isVowel = (letter: string | undefined) => letter !== undefined && vowels.includes(letter)

function adjective(base: string): Form[] {
  if (/(ande|ende|bra|kul|gay|queer|trans|reko|kanon)$/.test(base)) return [form(base)]
  const stem = stemOf(base)
  const grades = [form(`${stem}are`, { grade: 1 }), form(`${stem}ast`, { grade: 2 }), form(`${stem}aste`, { grade: 2 })]
  const plural = base.endsWith('ad') ? `${base}e` : `${stem}a`
  return [
    form(base),
    form(neuter(base), { neuter: true }),
    form(plural, { plural: true }),
    form(`${stem}e`),
    form(`${plural}s`),
    ...grades,
  ]
}

// mogen → mogn, vacker → vackr, dum → dumm; before the endings that begin with a vowel.
function stemOf(base: string): string {
  if (/[^aeiouyåäö](en|el|er)$/.test(base) && base.length > 4) return base.slice(0, -2) + base.slice(-1)
  if (/(^|[^aeiouyåäö])[uåäöo]m$/.test(base)) return `${base}m`
  return base
}

function neuter(base: string): string {
  if (/[aeiouyåäö]t$/.test(base) && base.length < 6) return `${base}t`
  if (base.endsWith('tt') || /[^aeiouyåäö]t$/.test(base)) return base
  if (base.endsWith('ad')) return `${base.slice(0, -1)}t`
  if (/[aeiouyåäö]d$/.test(base)) return `${base.slice(0, -1)}tt`
  if (base.endsWith('dd')) return `${base}`
  if (base.endsWith('d')) return `${base.slice(0, -1)}t`
  if (/[^aeiouyåäö]en$/.test(base) && base.length > 4) return `${base.slice(0, -1)}t`
  if (base.endsWith('nn')) return `${base.slice(0, -1)}t`
  return isVowel(base.at(-1)) ? `${base}tt` : `${base}t`
}

function noun(base: string): Form[] {
  const forms = [
    form(base),
    ...singular(base).map((text) => form(text)),
    ...plural(base).map((text) => form(text, { plural: true })),
  ]
  return forms.flatMap((each) => (each.text.endsWith('s') ? [each] : [each, { ...each, text: `${each.text}s` }]))
}

function singular(base: string): string[] {
  if (isVowel(base.at(-1))) return [`${base}n`, `${base}t`, `${base}et`]
  const doubled = doubles(base)
  if (/[^aeiouyåäö](er|el)$/.test(base)) return [`${base}n`, `${base.slice(0, -2)}${base.at(-1)}et`, `${base}et`]
  if (doubled !== base) return [`${base}en`, `${base}et`, `${doubled}en`, `${doubled}et`]
  return [...(unchanged.test(base) ? [] : [`${base}en`]), `${base}et`, ...(/[lr]$/.test(base) ? [`${base}n`] : [])]
}

// ett barn, flera barn, barnen
const unchanged = /(?:barn|syskon|par|fall|proffs)$/

function plural(base: string): string[] {
  if (base.endsWith('are')) return [`${base}n`, `${base.slice(0, -1)}na`]
  if (base.endsWith('iker') || base.endsWith('ier')) return [`${base}na`]
  const stem = base.slice(0, -1)
  if (base.endsWith('a')) return [`${stem}or`, `${stem}orna`, `${stem}er`, `${stem}erna`]
  if (base.endsWith('e')) return [`${stem}ar`, `${stem}arna`, `${base}n`, `${base}na`, `${base}r`, `${base}rna`]
  if (isVowel(base.at(-1))) return [`${base}er`, `${base}erna`, `${base}n`, `${base}na`, `${base}r`, `${base}rna`]
  const doubled = doubles(base)
  const rows = doubled === base ? [base] : [base, doubled]
  if (/[^aeiouyåäö](er|el|en)$/.test(base)) rows.push(base.slice(0, -2) + base.slice(-1))
  if (base.endsWith('or') && base.length > 4) rows.push(base)
  return rows
    .flatMap((each) => [`${each}ar`, `${each}arna`, `${each}er`, `${each}erna`, `${each}ena`])
    .concat(unchanged.test(base) ? [`${base}en`] : [])
}

const doubles = (base: string) => (/(^|[^aeiouyåäö])[aeiouyåäö][mn]$/.test(base) ? base + base.at(-1) : base)

function verb(base: string): Form[] {
  if (!base.endsWith('a')) return [form(base)]
  const stem = base.slice(0, -1)
  const endings = ['', 'a', 'ar', 'er', 'ade', 'de', 'te', 'at', 't', 'it', 'as', 'ades', 'ats', 'ande']
  return endings.map((ending) => form(stem + ending)).filter(({ text }) => text.length > 2)
}

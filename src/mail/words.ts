import { translator } from '../web/language.ts'

/**
 * A mail's words in both languages: which one somebody reads is theirs, and not stored. `subject` and `text` are keys of
 * the catalogues. Nothing of anybody stands among `values`.
 */
export function inBoth(
  subject: string,
  text: string,
  values: Record<string, unknown>,
): { subject: string; text: string } {
  const [sv, en] = [translator('sv'), translator('en')]
  return { subject: sv(subject), text: `${sv(text, values)}\n\n–\n\n${en(text, values)}\n` }
}

/** The same for a text message, where every sign costs and there is no subject. */
export function shortInBoth(text: string, values: Record<string, unknown>): string {
  return `${translator('sv')(text, values)}\n${translator('en')(text, values)}`
}

/** Where the portal begins, as a mail says it. */
export function portalAt(baseUrl: string | undefined): string {
  return `${(baseUrl ?? '').replace(/\/+$/, '')}/`
}

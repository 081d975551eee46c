/** Text as it may stand in HTML, between tags and in quoted attributes. Most has nothing to escape and is only looked at. */
export function escapeHtml(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = String(value)
  return special.test(text) ? text.replace(all, entityOf) : text
}

const special = /[&<>"']/
const all = /[&<>"']/g

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }

function entityOf(character: string): string {
  return entities[character]!
}

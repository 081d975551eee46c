import { type Facts, type Hat, reasonOf } from './facts.ts'
import type { Oracle } from './oracle.ts'
import type { Cell } from './plan.ts'

/** Names, numbers and titles on a page that this hat may not meet. */
export function strangers(known: Facts, hat: Hat, html: string, cell: Cell, truth: Oracle): string[] {
  // Where what was looked for is marked, a title stands in pieces.
  const body = html.replace(/<\/?mark>/g, '')
  const wrong: string[] = []
  const names = truth.people(hat)
  for (const person of known.people) {
    // Eva's name signs every item of the cast.
    if (names.has(person.id) || person.id === hat.id || person.givenName === 'Eva') continue
    if (body.includes(`${person.givenName} ${person.familyName}`)) wrong.push(`LEAK of the name ${person.givenName}`)
  }
  if (
    hat.name !== 'hidden' &&
    hat.role !== 'protection' &&
    /Dunkel|Dolda|Hedda|Gömd/.test(body) &&
    cell.fields === undefined
  )
    wrong.push('LEAK of the hidden')
  const shown = new Set(known.groups.flatMap((group) => [...truth.contactList(hat, group.id)]))
  for (const { personId, field, value } of known.contactDetails) {
    const may = personId === hat.id || [...shown].some((key) => key.endsWith(`${personId} ${field}`))
    const forms = field === 'phone' ? [value.replace('-', ''), `+46${value.slice(1).replace('-', '')}`] : [value]
    if (!may && forms.some((form) => body.includes(form))) wrong.push(`LEAK of ${value}`)
  }
  for (const said of known.comments)
    if (body.includes(said.text) && !truth.meets(hat, said)) wrong.push(`LEAK of what was said: ${said.text}`)
  for (const note of known.notes)
    for (const { title, analysis } of note.versions)
      if ((body.includes(title) || body.includes(analysis)) && !truth.ownNote(hat, note))
        wrong.push(`LEAK of the note ${title}`)
  // What is not ready is for those at work alone.
  if ((hat.role === 'guardian' || hat.role === 'pupil') && body.includes('görs i ordning'))
    wrong.push('LEAK of a film that waits')
  for (const document of known.documents.filter((each) => each.recalledBy)) {
    const told = body.includes(reasonOf(document))
    if (told !== (cell.route === 'GET /staff/recalled' && truth.seesRecalled(hat, document)))
      wrong.push(`${told ? 'LEAK of' : 'lacks'} why ${document.title} was taken back`)
  }
  const expected = cell.titles?.(hat, truth)
  for (const document of known.documents) {
    const there = body.includes(document.title)
    if (there && !truth.readable(hat, document) && !truth.readsRecalled(hat, document))
      wrong.push(`LEAK of the title ${document.title}`)
    if (expected && there !== expected.has(document.title))
      wrong.push(`${there ? 'wrongly shows' : 'lacks'} ${document.title}`)
  }
  return wrong
}

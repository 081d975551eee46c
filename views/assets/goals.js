// Finds curriculum goals by meaning: what is typed is stemmed as the goals' own words were on the server.
const root = document.querySelector('[data-goals]')
const box = root?.querySelector('[data-goals-search]')
if (box) {
  const { stemmer } = await import(root.dataset.stemmer)
  const field = box.querySelector('input')
  const said = box.querySelector('[role=status]')
  const areas = [...root.querySelectorAll('details')]
  const opened = new Map(areas.map((area) => [area, area.open]))
  const goals = [...root.querySelectorAll('[data-stems]')].map((element) => ({
    element,
    stems: element.dataset.stems.split(' '),
  }))

  const show = () => {
    const typed = field.value.toLocaleLowerCase('sv').match(/\p{L}+/gu) ?? []
    let found = 0
    for (const { element, stems } of goals) {
      const wanted = typed.every((word) =>
        stems.some((stem) => stem.startsWith(word) || (stem.length > 1 && stem === stemmer(word))),
      )
      element.hidden = !wanted
      if (wanted) found += 1
    }
    for (const area of areas) {
      area.hidden = ![...area.querySelectorAll('[data-stems]')].some((element) => !element.hidden)
      area.open = typed.length > 0 || opened.get(area)
    }
    said.textContent = typed.length === 0 ? '' : found === 0 ? said.dataset.none : said.dataset.some.replace('#', found)
  }
  field.addEventListener('input', (event) => {
    event.stopPropagation()
    show()
  })
  // Enter looks for the goal; it does not send the form
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault()
  })
  root.addEventListener('change', () => {
    for (const area of areas) if (area.querySelector(':checked')) opened.set(area, true)
  })
  box.hidden = false
}

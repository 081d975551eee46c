// Comfort only: every page works without this file.

// A form goes once, also under an impatient thumb
document.addEventListener('submit', (event) => {
  const form = event.target
  if (event.defaultPrevented) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = 'yes'
  form.removeAttribute('data-changed')
  event.submitter?.setAttribute('aria-disabled', 'true')
})
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent
  for (const button of document.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled')
})

// A paper that takes a while shows how far it has come: its number of items stands in a header, and each item says its
// number in the file as it goes by
document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!('paper' in form.dataset) || event.defaultPrevented) return
  event.preventDefault()
  const { progress, done, failed } = form.dataset
  const bar = document.createElement('progress')
  const words = document.createElement('p')
  words.setAttribute('role', 'status')
  words.textContent = progress
  bar.setAttribute('aria-label', progress)
  form.after(bar, words)
  form.hidden = true
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
    if (!answer.headers.get('content-type')?.includes('pdf')) throw new Error(answer.status)
    bar.max = Number(answer.headers.get('insyn-items'))
    const pieces = []
    let tail = ''
    for await (const piece of answer.body) {
      pieces.push(piece)
      tail = tail.slice(-40) + new TextDecoder('latin1').decode(piece)
      const last = [...tail.matchAll(/\/InsynItem (\d+)/g)].at(-1)
      if (last) bar.value = Number(last[1])
    }
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(pieces, { type: 'application/pdf' }))
    link.download = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition'))[1]
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    words.textContent = done
  } catch {
    words.textContent = failed
  }
  bar.remove()
  form.hidden = false
  delete form.dataset.sent
  form.querySelector('[aria-disabled]')?.removeAttribute('aria-disabled')
})

// What was written is not lost by leaving
for (const form of document.querySelectorAll('[data-unsaved]')) {
  form.addEventListener('input', () => form.setAttribute('data-changed', ''))
}
// Whoever is still writing is still here: the session goes on, and the text is not met by a sign-in page
let asked = Date.now()
document.addEventListener('input', (event) => {
  if (!event.target.closest('[data-unsaved]') || Date.now() - asked < 300_000) return
  asked = Date.now()
  fetch('/contact', { method: 'HEAD' }).catch(() => {})
})
addEventListener('beforeunload', (event) => {
  if (document.querySelector('[data-changed]')) event.preventDefault()
})

// What stands in a field is copied whole
for (const place of document.querySelectorAll('[data-copy]')) {
  const field = place.querySelector('textarea')
  const button = document.createElement('button')
  const words = document.createElement('p')
  button.type = 'button'
  button.className = 'button plain'
  button.textContent = place.dataset.copy
  words.setAttribute('role', 'status')
  button.addEventListener('click', async () => {
    field.select()
    await navigator.clipboard.writeText(field.value)
    words.textContent = place.dataset.copied
  })
  field.readOnly = true
  place.append(button, words)
}

// The error summary takes the focus, so that it is read first
document.querySelector('[data-focus]')?.focus()

// The menu closes by Escape, and by a touch beside it
const menus = document.querySelectorAll('[data-menu]')
document.addEventListener('click', (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of menus) {
    if (!menu.open) continue
    menu.open = false
    menu.querySelector('summary').focus()
  }
})

// All children, or none
for (const list of document.querySelectorAll('[data-all]')) {
  const button = list.querySelector('[data-all-button]')
  const boxes = [...list.querySelectorAll('[type=checkbox]')]
  if (!button || boxes.length < 2) continue
  const all = button.textContent
  const show = () => {
    button.textContent = boxes.every((box) => box.checked) ? button.dataset.none : all
  }
  button.hidden = false
  button.addEventListener('click', () => {
    const checked = !boxes.every((box) => box.checked)
    for (const box of boxes) box.checked = checked
    list.dispatchEvent(new Event('input', { bubbles: true }))
    show()
  })
  list.addEventListener('change', show)
  show()
}

// The page read aloud, where the browser can (R31)
for (const button of document.querySelectorAll('[data-listen]')) {
  let open = false
  button.hidden = !('speechSynthesis' in window)
  button.addEventListener('click', async () => {
    if (open) return
    open = true
    const { listen } = await import(button.dataset.listen)
    await listen(document.querySelector('main'), button.nextElementSibling, () => {
      open = false
      button.focus()
    })
  })
}

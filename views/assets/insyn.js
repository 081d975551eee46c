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

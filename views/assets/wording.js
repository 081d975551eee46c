// While one writes, the check says what it sees under each field. Without this file it says so when it is saved or sent.
const quiet = 900

for (const form of document.querySelectorAll('[data-wording]')) watch(form)

function watch(form) {
  const status = form.querySelector('[data-wording-status]')
  let timer
  let latest = 0
  let told = ''

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return
    clearTimeout(timer)
    timer = setTimeout(look, quiet)
  })
  // To the words in the field: by click, by touch, and by Enter on the link
  form.addEventListener('click', (event) => {
    const link = event.target.closest('.remark a')
    const field = link && form.querySelector(link.hash)
    if (!field?.setSelectionRange) return
    event.preventDefault()
    const { start, end } = link.closest('.remark').dataset
    field.focus()
    field.setSelectionRange(Number(start), Number(end))
  })

  async function look() {
    const number = ++latest
    const sent = new FormData(form)
    const body = new URLSearchParams([['_csrf', sent.get('_csrf')]])
    if (form.dataset.wordingAbout) body.append('about', form.dataset.wordingAbout)
    if (form.dataset.wordingChild) body.append('child', form.dataset.wordingChild)
    for (const name of ['group', 'unit', 'audience', 'children'])
      for (const value of sent.getAll(name)) body.append(name, value)
    for (const field of form.querySelectorAll('textarea, input:not([type=file], [type=hidden])')) {
      if (!document.getElementById(`${field.id}-remarks`)) continue
      body.append('field', field.id.slice(2))
      body.append('text', field.value)
    }
    const answer = await fetch(form.dataset.wording, { method: 'POST', body }).catch(() => null)
    // Signed out, or the line is gone: the server looks again when the draft is saved.
    if (!answer?.ok || answer.redirected || number !== latest) return
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (number !== latest) return
    for (const list of fresh.querySelectorAll('.remarks')) show(list)
    say(fresh.querySelectorAll('.remark').length)
  }

  function show(list) {
    const old = document.getElementById(list.id)
    // What stands is left standing, with the focus that may be in it
    if (old && old.innerHTML.trim() !== list.innerHTML.trim()) old.innerHTML = list.innerHTML
  }

  // Said once, when the number is another
  function say(count) {
    const words = count === 0 ? form.dataset.wordingNone : form.dataset.wordingSome.replace('#', count)
    if (words === told || (count === 0 && told === '')) return
    told = words
    status.textContent = words
  }
}

// What is written saves itself when the typing stops. Without this file the buttons save, and lose nothing either.
const quiet = 3000
const patience = [5000, 10_000, 20_000, 30_000]

for (const form of document.querySelectorAll('[data-autosave]')) keep(form)

function keep(form) {
  const texts = JSON.parse(form.dataset.autosave)
  const state = form.querySelector('[data-save-state]')
  const said = form.querySelector('[data-save-said]')
  const todo = form.querySelector('[data-save-todo]')
  const me = document.querySelector('.account-name')?.textContent
  let typed = 0
  let stored = 0
  let running = false
  /** The button that waits for what is on its way; and whether the form has gone by itself. */
  let sending
  let sent = false
  let tries = 0
  let timer
  /** How it stands: saved, waiting, lost, signed-out; or over: clash, gone. */
  let now = 'saved'

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return
    typed += 1
    if (now === 'saved') show('waiting', texts.waiting)
    later(quiet)
  })
  // A phone put away says no more than this.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) save(true)
    else if (tries > 0) save()
  })
  addEventListener('pagehide', () => save(true))
  addEventListener('online', () => save())
  addEventListener('focus', () => tries > 0 && save())
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    // What waits for a file comes here again.
    if (event.defaultPrevented) return
    // To the sign-in page the text would not follow.
    if (now === 'signed-out' || (now === 'lost' && !navigator.onLine)) {
      event.preventDefault()
      todo.textContent = ''
      ask()
      return void save()
    }
    // One after the other: what is on its way must not come after what the button sends.
    sending = running ? event.submitter : undefined
    if (running) event.preventDefault()
    else sent = true
  })
  addEventListener('pageshow', () => {
    sent = false
  })

  function later(milliseconds) {
    clearTimeout(timer)
    timer = setTimeout(save, milliseconds)
  }

  async function save(leaving = false) {
    if (running || sent || typed === stored || now === 'clash' || now === 'gone') return
    // Nothing is begun before there is a word, and another group is chosen by its button.
    const { revision, group, listed } = form.elements
    if (group.value !== listed.value) return
    if (revision.value === '0' && !['title', 'text', 'words'].some((name) => form.elements[name].value.trim())) return
    clearTimeout(timer)
    running = true
    const before = typed
    const answer = await send(leaving === true)
    running = false
    if (answer.state) refused(answer)
    else took(answer, before)
    if (sending) return form.requestSubmit(sending)
    if (typed !== stored && now === 'saved') later(quiet)
  }

  async function send(keepalive, again = false) {
    const body = new FormData(form)
    for (const field of form.querySelectorAll('[type=file]')) body.delete(field.name)
    body.set('action', 'auto')
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, keepalive }).catch(() => null)
    if (!answer || answer.status >= 500 || answer.status === 429) return { state: 'lost' }
    if (answer.redirected || answer.status === 401) return { state: 'signed-out' }
    // Signed in anew in another tab: the form gets that session's token, and goes on.
    if (answer.status === 403 && !again && (await renew())) return send(keepalive, true)
    if (answer.status === 403) return { state: 'signed-out' }
    if (answer.status === 404) return { state: 'gone' }
    const json = answer.headers.get('content-type')?.includes('json') ? await answer.json() : null
    if (answer.status === 409) return { state: json?.clash ? 'clash' : 'wrong', words: json?.problem }
    if (!answer.ok || !json) return { state: 'wrong', words: json?.problem }
    return json
  }

  async function renew() {
    const page = await fetch('/contact').then(
      (answer) => answer.text(),
      () => '',
    )
    const fresh = new DOMParser().parseFromString(page, 'text/html')
    const token = fresh.querySelector('input[name=_csrf]')?.value
    // Somebody else at the same tablet does not get this text under their name.
    if (!token || fresh.querySelector('.account-name')?.textContent !== me) return false
    for (const field of document.querySelectorAll('input[name=_csrf]')) field.value = token
    return true
  }

  function took(json, before) {
    const untouched = typed === before
    const from = json.put && !untouched ? json.instead : json
    form.elements.revision.value = from.revision
    form.elements.base.value = from.base
    if (json.put && untouched) put(json.put)
    stored = json.put && !untouched ? stored : before
    tries = 0
    todo.textContent = ''
    if (location.pathname !== form.getAttribute('action')) history.replaceState(null, '', form.getAttribute('action'))
    if (typed === stored && !form.querySelector('[data-coming] li')) form.removeAttribute('data-changed')
    show('saved', json.words)
    if (json.put) said.textContent = json.words
  }

  function refused({ state: how, words }) {
    if (how === 'lost' || how === 'signed-out') {
      later(patience[Math.min(tries, patience.length - 1)])
      tries += 1
    }
    show(how, how === 'clash' || how === 'wrong' ? texts.waiting : texts[how])
    if (how === 'clash' || how === 'wrong') todo.textContent = words ?? ''
    if (how === 'signed-out') ask()
  }

  function ask() {
    if (todo.textContent) return
    const link = document.createElement('a')
    Object.assign(link, { href: '/login', target: '_blank', rel: 'noopener', textContent: texts.again })
    if (now === 'signed-out') todo.append(link)
    else todo.textContent = texts[now] ?? ''
  }

  // Seen each time; said aloud only when it is another state than before.
  function show(how, words) {
    if (state.textContent !== words) state.textContent = words
    state.dataset.how = how
    if (how !== now && !(how === 'waiting' || (how === 'saved' && now === 'waiting' && said.textContent)))
      said.textContent = words
    now = how
  }

  // Both texts, with the cursor where it was.
  function put(held) {
    for (const name of ['title', 'text', 'words']) write(form.elements[name], held[name])
    for (const [id, alt] of Object.entries(held.alts)) write(form.elements[`alt.${id}`], alt)
    for (const name of ['children', 'goals'])
      for (const box of form.querySelectorAll(`input[name=${name}]`)) box.checked = held[name].includes(box.value)
    for (const [id, children] of Object.entries(held.subjects))
      for (const box of form.querySelectorAll(`input[name="subject.${id}"]`)) box.checked = children.includes(box.value)
    if (form.elements.audience) form.elements.audience.value = held.audience
    form.dispatchEvent(new Event('change', { bubbles: true }))
  }

  function write(field, value) {
    if (!field || field.value.trim() === value) return
    const { selectionStart: at, value: before } = field
    const after = before.slice(at)
    field.value = value
    if (document.activeElement !== field) return
    const place = value.endsWith(after) ? value.length - after.length : Math.min(at, value.length)
    field.setSelectionRange(place, place)
  }
}

// How the text will look, as often as one asks.
for (const part of document.querySelectorAll('[data-preview]')) {
  const button = part.querySelector('button')
  const shown = part.querySelector('#preview')
  const form = part.closest('form')
  let timer
  part.hidden = false
  button.addEventListener('click', () => {
    shown.hidden = !shown.hidden
    button.setAttribute('aria-expanded', String(!shown.hidden))
    look()
  })
  form.addEventListener('input', (event) => {
    if (event.target.name !== 'text' || shown.hidden) return
    clearTimeout(timer)
    timer = setTimeout(look, 400)
  })

  async function look() {
    if (shown.hidden) return
    const body = new URLSearchParams({ _csrf: form.elements._csrf.value, text: form.elements.text.value })
    const answer = await fetch(part.dataset.preview, { method: 'POST', body }).catch(() => null)
    if (answer?.ok && !answer.redirected) shown.innerHTML = await answer.text()
  }
}

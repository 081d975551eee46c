// Each file by itself, in pieces: progress is shown, and a lost line costs a piece. Without this file the form sends them.
const step = document.querySelector('[data-media]')
if (step) begin(step)

function begin(step) {
  const form = step.closest('form')
  const input = step.querySelector('[data-files]')
  const coming = step.querySelector('[data-coming]')
  const texts = JSON.parse(step.dataset.texts)
  const piece = Number(step.dataset.piece)
  const waiting = []
  const patience = 6
  let running = 0
  let leaving

  step.querySelector('[data-by-form]')?.remove()
  input?.addEventListener('change', () => {
    for (const file of input.files) waiting.push(row(file))
    // Taken over: the form does not send them once more.
    input.value = ''
    next()
  })
  // Saving waits for what is on its way.
  form.addEventListener('submit', (event) => {
    if (running === 0 && waiting.length === 0) return
    event.preventDefault()
    leaving = event.submitter
    say(step.querySelector('[data-hold]') ?? hold(), texts.hold)
  })
  form.addEventListener('change', narrow)
  narrow()
  watch()

  function next() {
    coming.hidden = coming.children.length === 0
    form.toggleAttribute('data-changed', true)
    // One at a time: the first is done sooner, and the line is the narrow place.
    if (running > 0) return
    const job = waiting.shift()
    if (!job) return leave()
    running += 1
    send(job)
      .catch((error) => stop(job, error))
      .finally(() => {
        running -= 1
        next()
      })
  }

  function leave() {
    step.querySelector('[data-hold]')?.remove()
    const button = leaving
    leaving = undefined
    if (button && ![...coming.children].some((each) => each.dataset.stopped)) form.requestSubmit(button)
  }

  async function send(job) {
    if (!job.id) {
      const { audience, group } = Object.fromEntries(new FormData(form))
      const about = { size: job.file.size, name: job.file.name, print: await printOf(job.file), audience, group }
      const said = await patiently(job, () => post(step.dataset.address, about))
      job.id = said.id
      // The same file was under way before, from this page or one that is gone: what has come is not sent again.
      const before = step.querySelector(`[data-medium="${job.id}"][data-state=receiving]`)
      if (before) before.hidden = true
      if (said.resumed) say(job.state, texts['going-on'])
      job.begun = said.resumed
      // The draft may have begun with this file: from here the form goes on with it. One that was there before may have
      // been saved by others since, which the form does not know of.
      if (form.elements.revision.value === '0') form.elements.revision.value = said.revision
      if (location.pathname !== step.dataset.draft) history.replaceState(null, '', step.dataset.draft)
    }
    const count = Math.ceil(job.file.size / piece)
    const { received } = job.begun ? await patiently(job, () => get(`/staff/media/${job.id}`)) : { received: [] }
    job.begun = true
    const there = new Set(received)
    for (let number = 0; number < count; number += 1) {
      if (there.has(number)) continue
      const part = job.file.slice(number * piece, (number + 1) * piece)
      await patiently(job, () =>
        put(`/staff/media/${job.id}/pieces/${number}`, part, (sent) => show(job, number * piece + sent)),
      )
    }
    job.bar.removeAttribute('value')
    say(job.state, texts.settling)
    await patiently(job, () => post(`/staff/media/${job.id}/finish`, {}))
    job.element.remove()
    await refresh()
  }

  // A line that comes and goes is waited for; what the portal refuses is refused.
  async function patiently(job, attempt) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await attempt()
      } catch (error) {
        if (!error.lost || tries >= patience) throw error
        say(job.state, texts.lost)
        await pause(Math.min(30_000, 1000 * 2 ** tries))
      }
    }
  }

  function stop(job, error) {
    job.element.dataset.stopped = 'yes'
    if (error.final) step.querySelector(`[data-medium="${job.id}"]`)?.remove()
    say(job.state, error.words ?? (error.lost ? texts.stopped : texts.failed))
    job.bar.remove()
    const again = button(texts.again, () => {
      for (const each of [again, away]) each.remove()
      delete job.element.dataset.stopped
      job.bar = bar(job)
      waiting.push(job)
      next()
    })
    const away = button(texts.away, () => {
      job.element.remove()
      coming.hidden = coming.children.length === 0
      const half = step.querySelector(`[data-medium="${job.id}"]`)
      if (half) half.hidden = false
      else refresh()
    })
    if (error.final) job.element.append(away)
    else job.element.append(again, away)
  }

  function row(file) {
    const element = document.createElement('li')
    const name = document.createElement('p')
    name.className = 'label'
    name.textContent = file.name
    const state = document.createElement('p')
    state.className = 'hint'
    state.setAttribute('role', 'status')
    state.textContent = texts.waiting
    element.append(name, state)
    coming.append(element)
    const job = { file, element, state, name: file.name }
    job.bar = bar(job)
    return job
  }

  function bar(job) {
    const made = document.createElement('progress')
    made.max = 100
    made.value = 0
    made.setAttribute('aria-label', job.name)
    job.state.before(made)
    return made
  }

  function button(label, press) {
    const made = document.createElement('button')
    made.type = 'button'
    made.className = 'button plain small'
    made.textContent = label
    made.addEventListener('click', press)
    return made
  }

  function hold() {
    const made = document.createElement('p')
    made.className = 'hint'
    made.setAttribute('role', 'status')
    made.setAttribute('data-hold', '')
    coming.after(made)
    return made
  }

  function show(job, sent) {
    const percent = Math.floor((sent / job.file.size) * 100)
    job.bar.value = percent
    say(job.state, texts.sending.replace('{percent}', percent))
  }

  function say(element, words) {
    if (element.textContent !== words) element.textContent = words
  }

  // The list as the portal has it: new ones are added, those being prepared are followed; what is typed stays.
  async function refresh() {
    const list = step.querySelector('[data-stored]')
    const html = await fetch(step.dataset.address, { headers: { Accept: 'text/html' } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ''))
      .catch(() => '')
    const fresh = new DOMParser().parseFromString(`<ul>${html}</ul>`, 'text/html')
    for (const item of fresh.querySelectorAll('[data-medium]')) {
      const own = list.querySelector(`[data-medium="${item.dataset.medium}"]`)
      if (item.dataset.state === 'receiving' && [...coming.children].length > 0) continue
      if (!own) list.append(item)
      // Whoever is just writing beside it goes on undisturbed.
      else if (own.dataset.state !== item.dataset.state && !own.contains(document.activeElement))
        own.replaceWith(keep(own, item))
      else if (own.dataset.state !== item.dataset.state || item.dataset.state === 'working') {
        own.dataset.state = item.dataset.state
        own.querySelector('[data-view]').replaceWith(item.querySelector('[data-view]'))
      }
    }
    narrow()
  }

  function keep(own, item) {
    for (const field of own.querySelectorAll('input[name]:not([type=file])')) {
      const same = [...item.querySelectorAll('input[name]')].find(
        (each) =>
          each.name === field.name &&
          each.type === field.type &&
          (each.type !== 'checkbox' || each.value === field.value),
      )
      if (!same) continue
      if (same.type === 'checkbox') same.checked = field.checked
      else same.value = field.value
    }
    return item
  }

  // Who can be recognised is one of those whom the text is about.
  function narrow() {
    const about = new Set([...form.querySelectorAll('input[name=children]:checked')].map((box) => box.value))
    const single = form.elements.audience?.value === 'child' && about.size > 0
    for (const box of step.querySelectorAll('input[name^="subject."]'))
      box.closest('label').hidden = single && !about.has(box.value) && !box.checked
  }

  async function watch() {
    for (;;) {
      await pause(2000)
      if (document.hidden || !step.querySelector('[data-state=waiting], [data-state=working]')) continue
      await refresh()
    }
  }

  async function get(address) {
    return read(await fetch(address).catch(lost))
  }

  async function post(address, fields) {
    const body = new URLSearchParams({ _csrf: form.elements._csrf.value, ...fields })
    return read(await fetch(address, { method: 'POST', body }).catch(lost))
  }

  // fetch() does not tell how far an upload has come.
  function put(address, body, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('PUT', address)
      request.setRequestHeader('Content-Type', 'application/octet-stream')
      request.setRequestHeader('X-CSRF-Token', form.elements._csrf.value)
      request.timeout = 110_000
      request.upload.addEventListener('progress', (event) => progress(event.loaded))
      for (const gone of ['error', 'timeout', 'abort'])
        request.addEventListener(gone, () => reject(problem({ lost: true })))
      request.addEventListener('load', () => {
        if (request.status === 204) resolve()
        else reject(refused(request.status, request.responseURL))
      })
      request.send(body)
    })
  }

  async function read(answer) {
    const json = answer.headers.get('content-type')?.includes('json') ? await answer.json() : undefined
    if (answer.ok && json) return json
    throw json?.problem
      ? problem({ words: json.problem, final: answer.status === 422 })
      : refused(answer.status, answer.url)
  }

  // Sent on to the sign-in page, or the portal is away for a moment.
  function refused(status, url) {
    if (url.endsWith('/login')) return problem({ words: texts['signed-out'] })
    return problem({ lost: status >= 500 || status === 429 || status === 408, final: status === 404 || status === 413 })
  }

  function lost() {
    throw problem({ lost: true })
  }

  function problem(about) {
    return Object.assign(new Error('not sent'), about)
  }
}

// What the same file is known by when it is chosen again: its ends, size and date. Nothing where the page is not secure.
async function printOf(file) {
  if (!crypto.subtle) return ''
  const end = 256 * 1024
  const parts = [file.slice(0, end), file.slice(-end), `${file.size} ${file.lastModified}`]
  const hash = await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer())
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    const wait = setTimeout(done, milliseconds)
    addEventListener('online', done, { once: true })
    function done() {
      clearTimeout(wait)
      resolve()
    }
  })
}

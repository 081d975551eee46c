// Reads the page aloud, a sentence at a time, with the voices that live in the device: no word of it leaves for anybody (R31)

const silent = '[hidden], figcaption a, [aria-hidden=true], .hide-visually, svg, script, style, template, progress'
const rates = [0.7, 1, 1.3]
const kept = 'insyn.listen.rate'

/** What a listener hears of `root`, in order: each a sentence, or what an image, a film or a field says instead of text. */
export function piecesOf(root) {
  const pieces = []
  let open
  const close = () => {
    if (open) pieces.push(...sentences(open))
    open = undefined
  }
  const walk = (parent) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        const block = blockOf(parent)
        if (open?.block !== block) {
          if (!node.data.trim()) continue
          close()
          open = { block, text: '', nodes: [] }
        }
        open.nodes.push({ node, at: open.text.length })
        open.text += node.data.replace(/\s/g, ' ')
      } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(silent) && (node.checkVisibility?.() ?? true)) {
        const said = instead(node)
        if (said === undefined) {
          walk(node)
          continue
        }
        close()
        if (said.trim()) pieces.push({ text: said.trim(), lang: langOf(node), element: node })
      }
    }
  }
  walk(root)
  close()
  return pieces
}

// What is said in place of an element's text; undefined where the text is what is said.
function instead(element) {
  switch (element.localName) {
    case 'img':
      return element.alt
    case 'video':
    case 'audio':
      return element.getAttribute('aria-label') ?? ''
    case 'textarea':
      return element.value
    case 'select':
      return element.selectedOptions[0]?.text ?? ''
    case 'input':
      return ['text', 'search', 'email', 'tel', 'number'].includes(element.type) ? element.value : ''
  }
}

function blockOf(element) {
  let block = element
  while (/^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement
  return block
}

const langOf = (element) => element.closest('[lang]').lang

function sentences({ block, text, nodes }) {
  const lang = langOf(nodes[0].node.parentElement)
  const place = (at) => {
    const { node, at: from } = nodes.findLast((each) => each.at <= at)
    return [node, Math.min(at - from, node.length)]
  }
  const parts = Intl.Segmenter
    ? [...new Intl.Segmenter(lang, { granularity: 'sentence' }).segment(text)]
    : [{ segment: text, index: 0 }]
  return parts.flatMap(({ segment, index }) => {
    const words = segment.trim()
    // What holds neither letter nor number, a dot between two facts, is for the eye.
    if (!/[\p{L}\p{N}]/u.test(words)) return []
    const range = document.createRange()
    const from = index + segment.indexOf(words)
    range.setStart(...place(from))
    range.setEnd(...place(from + words.length))
    return [{ text: words.replace(/ +/g, ' '), lang, element: block, range }]
  })
}

/** Opens the player over `main` and begins; `closed` is called when it is over. */
export async function listen(main, template, closed) {
  const bar = template.content.firstElementChild.cloneNode(true)
  const part = (name) => bar.querySelector(`[data-${name}]`)
  const { speechSynthesis: voice } = window
  template.after(bar)
  const words = bar.dataset
  const voices = await voicesOf(voice)
  const voiceFor = (lang) => {
    const speaks = voices.filter((each) => each.lang.replace('_', '-').toLowerCase().split('-')[0] === lang)
    return speaks.find((each) => each.default) ?? speaks[0]
  }
  const pieces = piecesOf(main).filter((piece) => voiceFor(piece.lang))
  // What stands above the heading, the way back, can be gone back to.
  let at = Math.max(
    0,
    pieces.findIndex(({ element }) => element.localName === 'h1'),
  )
  let rate = Number(stored() ?? rates[1])
  let playing = false
  let turn = 0
  // Held, or a browser may forget it before it has been said.
  let saying

  const mark = (piece) => {
    for (const marked of main.querySelectorAll('.listened')) marked.classList.remove('listened')
    globalThis.CSS?.highlights?.delete('listened')
    if (!piece) return
    if (piece.range && globalThis.Highlight) CSS.highlights.set('listened', new Highlight(piece.range))
    else piece.element.classList.add('listened')
    const { top, bottom } = (piece.range ?? piece.element).getBoundingClientRect()
    if (top >= 0 && bottom <= bar.getBoundingClientRect().top) return
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches
    scrollBy({ top: top - innerHeight / 4, behavior: smooth ? 'smooth' : 'instant' })
  }
  const show = () => {
    part('pause')
      .querySelector('use')
      .setAttribute('href', playing ? words.iconPause : words.iconPlay)
    part('pause').lastElementChild.textContent = playing ? words.pause : words.go
    part('speed').lastElementChild.textContent = words.speeds.split('|')[rates.indexOf(rate)]
    part('progress').value = at
  }
  const hush = () => {
    turn += 1
    voice.cancel()
  }
  const say = () => {
    hush()
    const mine = turn
    playing = true
    const piece = pieces[at]
    saying = new SpeechSynthesisUtterance(piece.text)
    Object.assign(saying, { voice: voiceFor(piece.lang), lang: piece.lang, rate })
    saying.onend = () => {
      if (mine !== turn) return
      if (at + 1 === pieces.length) return stop()
      at += 1
      say()
    }
    saying.onerror = () => {
      if (mine === turn) tell(words.failed)
    }
    mark(piece)
    show()
    voice.speak(saying)
  }
  // A device may lose its place when it pauses: what was being said is said again.
  const pause = () => {
    hush()
    playing = false
    show()
  }
  const go = (to) => {
    at = Math.max(0, Math.min(pieces.length - 1, to))
    say()
  }
  const tell = (text) => {
    hush()
    mark()
    for (const control of bar.querySelectorAll('[data-controls]')) control.hidden = true
    part('told').hidden = false
    part('told').querySelector('span').textContent = text
  }
  const stop = () => {
    hush()
    mark()
    document.removeEventListener('keydown', onKey)
    main.removeEventListener('click', onTouch)
    removeEventListener('pagehide', stop)
    bar.remove()
    closed()
  }
  const onKey = (event) => {
    if (event.key === 'Escape') stop()
  }
  // A touch on a text goes on from there.
  const onTouch = (event) => {
    if (event.target.closest('a, button, input, label, select, textarea, summary, video, audio')) return
    const found = pieces.findIndex(({ element }) => element === event.target || element.contains(event.target))
    if (found >= 0) go(found)
  }

  part('pause').addEventListener('click', () => (playing ? pause() : say()))
  part('before').addEventListener('click', () => go(at - 1))
  part('after').addEventListener('click', () => go(at + 1))
  part('speed').addEventListener('click', () => {
    rate = rates[(rates.indexOf(rate) + 1) % rates.length]
    store(rate)
    if (playing) say()
    else show()
  })
  part('stop').addEventListener('click', stop)
  document.addEventListener('keydown', onKey)
  // A browser would go on talking on the next page.
  addEventListener('pagehide', stop)
  if (pieces.length === 0) {
    tell(words.voiceless)
    part('stop').focus()
    return
  }
  main.addEventListener('click', onTouch)
  part('progress').max = pieces.length
  part('pause').focus()
  say()
}

// A voice that lives elsewhere would be sent the text: it is none of ours. They may take a moment to be known.
async function voicesOf(voice) {
  const own = () => voice.getVoices().filter((each) => each.localService)
  for (let tries = 0; tries < 10 && own().length === 0; tries++) await new Promise((later) => setTimeout(later, 100))
  return own()
}

// How fast, for as long as the window is open.
function stored() {
  try {
    const rate = sessionStorage.getItem(kept)
    return rates.includes(Number(rate)) ? rate : null
  } catch {
    return null
  }
}

function store(rate) {
  try {
    sessionStorage.setItem(kept, rate)
  } catch {}
}

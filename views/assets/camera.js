// The page tells how old it is: a copy that was kept, or a screen left open, must not pass for today's answers.
const taken = document.querySelector('[data-taken]')
if (taken) {
  const at = Date.parse(taken.dataset.taken)
  const said = document.createElement('strong')
  said.setAttribute('role', 'status')
  taken.append(' ', said)
  const age = () => {
    const minutes = Math.floor((Date.now() - at) / 60000)
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' })
    const passed = minutes < 60 ? words.format(-minutes, 'minute') : words.format(-Math.floor(minutes / 60), 'hour')
    // After four hours somebody may well have changed their mind.
    const old = minutes >= 240
    taken.classList.toggle('old', old)
    document.querySelector('main').classList.toggle('aged', old)
    said.textContent = minutes < 2 ? '' : old ? `${passed}. ${taken.dataset.old}` : passed
  }
  age()
  setInterval(age, 30000)
}

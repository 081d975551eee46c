// The page tells how old it is: a copy that was kept, or a screen left open, must not pass for today's answers.
const taken = document.querySelector('[data-taken]')
if (taken) {
  const [at, until] = [taken.dataset.taken, taken.dataset.until].map((instant) => Date.parse(instant))
  const said = document.createElement('strong')
  said.setAttribute('role', 'status')
  taken.append(' ', said)
  const age = () => {
    const minutes = Math.floor((Date.now() - at) / 60000)
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' })
    const passed = minutes < 60 ? words.format(-minutes, 'minute') : words.format(-Math.floor(minutes / 60), 'hour')
    const old = Date.now() >= until
    taken.classList.toggle('old', old)
    document.querySelector('main').classList.toggle('aged', old)
    said.textContent = minutes < 2 ? '' : old ? `${passed}. ${taken.dataset.old}` : passed
  }
  age()
  setInterval(age, 30000)
  // A phone that slept, and a page that a browser kept, at once.
  document.addEventListener('visibilitychange', age)
  addEventListener('pageshow', age)
}

import { personNoun, role } from './roles.ts'
import { isSomebody, type Said, saidOf, subjectBefore } from './said.ts'
import { groupOf, type Hit, type Item, type Sentence } from './sentence.ts'

/** Does the word or phrase count where it stands? The conditions are those of schema.ts. */
export function counts(hit: Hit, sentence: Sentence): boolean {
  const group = groupOf(hit)
  const topical = isTopicalFor(hit, sentence)
  if (group.when === 'always') return !isTranslated(sentence)
  if (isMade(sentence.items, hit.from)) return false
  if (group.when === 'topic') return (!topical && !sentence.general) || isLinked(hit, sentence)
  if (hit.phrase) return isPersonPhrase(hit, sentence, topical)
  if (group.when === 'lacking') return !topical && isLacking(hit, sentence)
  const said = saidOf(sentence, hit.from)
  if (group.when === 'person') {
    if (group.kind === 'noun') return topical ? isLinked(hit, sentence) : !sentence.general
    if (group.kind === 'verb') return isPersonPhrase(hit, sentence, topical)
  }
  if (group.when === 'predicate' || group.when === 'address') {
    if (isAddressed(sentence.items, hit.from)) return !topical
    if (group.kind === 'noun' && (said?.how === 'attribute' || isDefinite(hit))) return false
  }
  if (!said || (said.how === 'alone' && sentence.topical) || (topical && !isCertain(said, sentence, hit.from)))
    return false
  if (group.when === 'predicate' && said.many) return false
  if (group.when === 'said') return group.kind === 'noun' || isStated(said, sentence.items, hit.from)
  if (group.when === 'lasting') return isLasting(said, hit, sentence.items)
  if (group.when === 'habitual')
    return said.habit || (said.how === 'attribute' && isOneOf(sentence.items, hit.from, said))
  return true
}

const making = /^(?:bygg|rita|måla|lek|forma|klipp|snickra|sy|dansa|tälj|pyssla)\p{L}{0,4}$/u

// byggde ett fängelse, dansade polska: a thing that was made or played.
function isMade(items: Item[], at: number): boolean {
  const before = items.slice(Math.max(0, at - 3), at)
  const verb = before.findIndex(({ text, class: kind }) => making.test(text) && kind?.verb === true)
  return (
    verb >= 0 &&
    before.slice(verb + 1).every(({ text, class: kind }) => text === 'en' || text === 'ett' || kind?.adjective === true)
  )
}

// For a judgement a book or a game before it decides; for what is sensitive one anywhere in the sentence.
function isTopicalFor(hit: Hit, { topical, topicAt, items }: Sentence): boolean {
  const { category } = groupOf(hit)
  if (!topical) return false
  if (category !== 'trait' && category !== 'insult') return true
  return topicAt < hit.from || items.some((item) => item.character)
}

// In a sentence about a book or a game somebody real must be named or pointed out.
function isCertain({ how, subject, many }: Said, { items }: Sentence, at: number): boolean {
  if (isInside(items, at)) return false
  if (many && items.some((item) => item.character)) return false
  return (
    how === 'predicate' && subject !== undefined && (subject.name || (subject.roles & (personNoun | role.you)) !== 0)
  )
}

// "I boken var pojken feg", "Boken Min mamma är ett monster": what is told, and what it is called.
function isInside(items: Item[], at: number): boolean {
  const topic = (item: Item | undefined) => item !== undefined && (item.roles & role.topic) !== 0
  if (/^(?:i|ur)$/.test(items[0]?.text ?? '') && topic(items[1]) && !items.slice(2, at).some(({ name }) => name))
    return true
  if (items.slice(0, at).some(({ text }, place) => told.test(text) && /^(?:i|ur)$/.test(items[place - 1]?.text ?? '')))
    return true
  return items.slice(0, at).some((item, place) => topic(item) && items[place + 1]?.capital && !items[place + 1]?.name)
}

const told = /^(?:boken|sagan|filmen|berättelsen|pjäsen|serien|sången|dikten|teatern|programmet)$/

// "Hora på spanska betyder timme": a lesson in another language.
function isTranslated({ items }: Sentence): boolean {
  return (
    items.some(({ text }) => /^(?:betyder|betydde|uttalas|översätts)$/.test(text)) &&
    items.some(({ roles }) => (roles & role.tongues) !== 0)
  )
}

function isStated(said: Said, items: Item[], at: number): boolean {
  if (said.how === 'attribute') return !said.many && isFramed(items, at)
  if (said.how === 'alone') return false
  return said.seems || said.habit || (!said.past && !said.towards && !said.many)
}

function isLasting(said: Said, hit: Hit, items: Item[]): boolean {
  if (said.how === 'attribute')
    return (
      (!said.many && isFramed(items, hit.from)) ||
      ((hit.entry?.form.grade ?? 0) > 0 && !said.subject?.text.endsWith('s'))
    )
  if (said.how === 'alone') return false
  if (said.seems || said.habit) return true
  if (hit.entry && hit.entry.form.grade > 0) return !said.towards || !said.past
  return !said.past && !said.many && !said.towards
}

// "Han är en gris" judges; "grisen" is an animal.
function isDefinite(hit: Hit): boolean {
  return (
    hit.entry !== undefined &&
    /(?:en|et|n|na|ns|ts)$/.test(hit.entry.form.text) &&
    !hit.entry.group.words.includes(hit.entry.form.text)
  )
}

// "Hon är en bra kompis", "vilken lugn tjej", or a caption without a verb; not "vad gör en bra kompis".
function isFramed(items: Item[], at: number): boolean {
  if (
    items
      .slice(Math.max(0, at - 6), at)
      .some(({ text, roles }) => framing.has(text) || (roles & (role.copula | role.seems | role.you)) !== 0)
  )
    return true
  return !items.some(
    ({ class: kind, roles, text }) =>
      (kind?.verb && !kind.noun && !kind.adjective) || (roles & (role.copula | role.holds)) !== 0 || text === 'gör',
  )
}

const framing = new Set([
  'vilken',
  'vilket',
  'min',
  'mitt',
  'vår',
  'vårt',
  'din',
  'ditt',
  'er',
  'ert',
  'denna',
  'denne',
  'sådan',
  'sådant',
  'den',
  'det',
])

const introducing = new Set(['en', 'ett', 'vilken', 'vilket', 'min', 'mitt', 'vår', 'vårt', 'sådan', 'sådant'])

// "en glad tjej" says how she is; "glada barn i leken" how they were.
function isOneOf(items: Item[], at: number, said: Said): boolean {
  return !said.many && items.slice(Math.max(0, at - 3), at).some((item) => introducing.has(item.text))
}

const addressing = new Set([
  'din',
  'ditt',
  'dina',
  'er',
  'ert',
  'era',
  'vilken',
  'vilket',
  'jävla',
  'jäkla',
  'djävla',
  'satans',
  'förbannade',
  'riktig',
  'riktigt',
  'lilla',
  'lille',
  'liten',
  'vår',
  'typisk',
  'äkta',
  'sådan',
  'dumma',
  'äckliga',
  'fula',
  'feta',
])

// din gris, vilken häxa, vår lilla stjärna, en riktig ängel
function isAddressed(items: Item[], at: number): boolean {
  for (let back = at - 1; back >= 0 && back >= at - 3; back--) {
    const item = items[back]!
    if (addressing.has(item.text)) {
      const next = items[at + 1]
      return !(
        next &&
        next.kind === 'word' &&
        next.class?.noun &&
        !isSomebody(next) &&
        items[at]!.entries.some(({ group }) => group.kind === 'adj')
      )
    }
    if (!(item.class?.adjective || (item.roles & role.degree) !== 0)) return false
  }
  return false
}

const without = new Set([
  'saknar',
  'saknade',
  'bristande',
  'ingen',
  'inget',
  'inga',
  'dålig',
  'dåligt',
  'dåliga',
  'låg',
  'lågt',
  'låga',
  'svag',
  'svagt',
  'svaga',
  'god',
  'gott',
  'goda',
  'bra',
  'stark',
  'starkt',
  'starka',
  'hög',
  'högt',
  'stor',
  'stort',
  'stora',
  'otrolig',
  'otroligt',
  'fantastisk',
  'fantastiskt',
  'kort',
  'noll',
  'begränsad',
  'begränsat',
  'begränsade',
  'vinnande',
  'härlig',
  'härligt',
  'hetsigt',
  'hett',
  'häftigt',
  'häftig',
  'utmärkt',
  'outvecklad',
  'nedsatt',
  'omogen',
  'hetsiga',
  'stökig',
  'negativ',
  'positiv',
  'tråkig',
  'kaxig',
  'nonchalant',
  'medfödd',
  'ovanlig',
  'ovanligt',
  'sen',
])

// saknar impulskontroll, brist på respekt, dåligt självförtroende, hans temperament
function isLacking(hit: Hit, { items }: Sentence): boolean {
  const before = items.slice(Math.max(0, hit.from - 4), hit.from)
  const lacks = before.some(
    (item, at) => without.has(item.text) || (item.text === 'på' && /^brist/.test(before[at - 1]?.text ?? '')),
  )
  if (!lacks) {
    const last = before.at(-1)
    return last !== undefined && belongs.has(last.text) && strongQualities.has(items[hit.from]!.stem)
  }
  const subject = subjectBefore(items, hit.from)
  if (before.some(({ roles, owner }) => (roles & role.possessive) !== 0 || owner)) return true
  if (subject === 'self' || subject === 'thing')
    return /^(saknar|brist)/.test(before.map(({ text }) => text).join(' ')) && subject === 'thing'
  return true
}

const belongs = new Set(['hans', 'hennes', 'hens', 'deras'])
const strongQualities = new Set([
  'temperament',
  'humör',
  'attityd',
  'personlighet',
  'karaktär',
  'charm',
  'självkänsl',
  'självförtroend',
  'självförtro',
  'mognad',
  'intelligen',
  'begåvning',
  'talang',
  'lyn',
  'tålamod',
  'fantasi',
])

/** A possessive before it, or somebody who is or has it. Then it is about a person even in a lesson. */
function isLinked(hit: Hit, sentence: Sentence): boolean {
  const { items } = sentence
  for (let back = hit.from - 1; back >= 0 && back >= hit.from - 2; back--) {
    const item = items[back]!
    if ((item.roles & role.possessive) !== 0 && item.text !== 'vår' && item.text !== 'våra') return true
    if (item.owner) return true
  }
  if (saysAbout(items, hit)) return false
  if (hit.phrase) {
    const subject = subjectBefore(items, hit.from)
    if (typeof subject !== 'string') return isIndividual(subject)
  }
  for (let back = hit.from - 1; back >= 0 && back >= hit.from - 12; back--) {
    const item = items[back]!
    if (item.text === 'om' || (item.kind === 'mark' && item.text !== ',') || (item.roles & role['topic-verb']) !== 0)
      return false
    if (isSomebody(item) && isIndividual(item)) return true
    if (isSomebody(item) && item.text !== 'de') return false
  }
  return false
}

const saysAbout = (items: Item[], hit: Hit) =>
  items
    .slice(Math.max(0, hit.from - 8), hit.from)
    .some(({ text, roles }) => text === 'om' || (roles & role['topic-verb']) !== 0)

function isIndividual(item: Item): boolean {
  return (
    item.name ||
    (item.roles & (role.pronoun | role.you)) !== 0 ||
    ((item.roles & personNoun) !== 0 && (item.roles & role.many) === 0) ||
    (item.roles & role.grownup) !== 0
  )
}

// Who the phrase is about: before it, inside it, or after it.
function isPersonPhrase(hit: Hit, { items }: Sentence, topical: boolean): boolean {
  const subject = subjectBefore(items, hit.from)
  if (subject === 'thing' || subject === 'self') return false
  if (subject !== 'none') {
    if (topical && !isIndividual(subject)) return false
    const many = (subject.roles & (role.many | role.group)) !== 0
    return !(many && manySay.has(items[hit.from]!.text))
  }
  if (topical) return false
  if (items.slice(hit.from, hit.to + 4).some((item) => isSomebody(item) || (item.roles & role.possessive) !== 0))
    return true
  const before = items.slice(0, hit.from)
  return before.every(
    (item) => item.kind === 'mark' || (item.roles & (role.degree | role.copula | role.seems | role.habit)) !== 0,
  )
}

// Of a whole group these say what it is about to do, not how it is.
const manySay = new Set(['måste', 'behöver', 'hade', 'kunde', 'fick', 'behövde', 'visade'])

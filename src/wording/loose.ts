import type { Category } from './categories.ts'
import { role } from './roles.ts'
import { saidOf } from './said.ts'
import type { Item, Sentence } from './sentence.ts'

export type Loose = { category: Category; from: number; to: number; term: string }

/** What no list has but the sentence's build gives away. */
export function looseJudgements(sentence: Sentence): Loose[] {
  return [
    ...adjectives(sentence),
    ...homelands(sentence),
    ...rootsIn(sentence),
    ...twoOfThem(sentence),
    ...blows(sentence),
    ...abuse(sentence),
    ...bodies(sentence),
  ]
}

const shaped = /(?:ig|sam|lös|full|aktig|ant|ent|iv|ös|el|ad|isk)(?:t|a|e|are|ast|aste)?$/

// "är en sorgfri tjej", "verkar bråddjup": an adjective that is not known to be harmless, said of one person.
function adjectives(sentence: Sentence): Loose[] {
  if (sentence.topical) return []
  return sentence.items.flatMap((item, at) => {
    if (
      item.kind !== 'word' ||
      item.excepted ||
      item.entries.length > 0 ||
      item.roles !== 0 ||
      !item.class?.adjective ||
      item.class.verb
    )
      return []
    const said = saidOf(sentence, at)
    if (!said || said.how === 'alone' || said.many || said.subject === undefined) return []
    if (said.how === 'attribute' && !describing(sentence.items, at)) return []
    const stressed = said.seems || said.habit || (stressing.has(sentence.items[at - 1]?.text ?? '') && !said.past)
    if (said.how === 'predicate' && !stressed && (said.past || said.towards || !shaped.test(item.text))) return []
    return [{ category: 'trait' as const, from: at, to: at, term: 'adjective' }]
  })
}

const stressing = new Set([
  'väldigt',
  'mycket',
  'så',
  'ganska',
  'alltid',
  'ofta',
  'otroligt',
  'extremt',
  'oerhört',
  'för',
  'rätt',
  'himla',
  'ytterst',
  'alltför',
  'jättemycket',
  'superduper',
  'riktigt',
])

const kinds = /^(?:person|typ|tjej|kille|flicka|pojke|människa|individ|elev|unge|grabb|barn|kompis|lärare|pedagog)$/

function describing(items: Item[], at: number): boolean {
  return (
    items.slice(Math.max(0, at - 3), at).some(({ text }) => /^(?:en|ett|vilken|vilket|sådan)$/.test(text)) &&
    items.slice(at + 1, at + 4).some(({ text }) => kinds.test(text))
  )
}

const coming = new Set(['från', 'i', 'till'])

// "kommer från Syrien", "är född i Eritrea", "pratar bara dari": a country or a language as where somebody belongs.
function homelands(sentence: Sentence): Loose[] {
  const { items } = sentence
  return items.flatMap((item, at): Loose[] => {
    if (sentence.topical && !personNear(items, at)) return []
    if (
      (item.roles & role.countries) !== 0 &&
      item.capital &&
      coming.has(items[at - 1]?.text ?? '') &&
      belongs(items, at)
    )
      return [{ category: 'origin', from: at, to: at, term: 'homeland' }]
    if ((item.roles & role.tongues) !== 0 && !item.excepted && speaks(items, at))
      return [{ category: 'origin', from: at, to: at, term: 'mother-tongue' }]
    return []
  })
}

const roots =
  /^(?:kommer|kom|kommit|född|födda|föddes|flydde|flytt|flytta|flyttat|flyttade|uppvuxen|invandrade|härstammar|adopterad|adopterades|rötter|rötterna|ursprungligen|medborgare|utvisas|utvisad|utvisning|avvisas|deporteras|flykting|flyktingar|släkt)$/

function belongs(items: Item[], at: number): boolean {
  const before = items.slice(Math.max(0, at - 8), at)
  if (!before.some((item) => isHuman(item))) return false
  if (before.some(({ text }) => roots.test(text)))
    return items[at - 1]!.text !== 'till' || before.some(({ text }) => /^(?:utvis|avvis|deport|flytta)/.test(text))
  // "pappa är från Irak", "muslimer från Bosnien"
  return (
    items[at - 1]!.text === 'från' &&
    before.some(
      (item) =>
        (item.roles & role.copula) !== 0 ||
        (item.roles & (role.grownup | role.child)) !== 0 ||
        item.entries.some(({ group }) => group.category === 'religion'),
    )
  )
}

const isHuman = (item: Item) =>
  item.name ||
  (item.roles &
    (role.child |
      role.relative |
      role.grownup |
      role.staff |
      role.pronoun |
      role.plural |
      role.possessive |
      role.you)) !==
    0
const personNear = (items: Item[], at: number) =>
  items.slice(Math.max(0, at - 6), at).some((item) => item.name || (item.roles & (role.grownup | role.pronoun)) !== 0)

const speaking =
  /^(?:pratar|pratade|talar|talade|talas|förstår|bryter|kan|modersmål|modersmålet|hemspråk|förstaspråk|språk|hemma|hemmaspråk|tolk)$/

function speaks(items: Item[], at: number): boolean {
  const window = items.slice(Math.max(0, at - 7), at + 4)
  if (
    window.some(({ text }) =>
      /^(?:undervisning|lektion|lektionen|ämne|läxa|ord|sång|sjöng|räknade|räkna|glosor|språkval|läser|läste|lär|lärde|tisdagar|onsdagar|torsdagar)$/.test(
        text,
      ),
    )
  )
    return false
  return (
    window.some(({ text }) => speaking.test(text)) &&
    window.some((item) => isHuman(item) || /^(?:hemma|föräldrarna|familjen)$/.test(item.text))
  )
}

const heritage =
  /^(?:rötter|rötterna|bakgrund|påbrå|ursprung|härkomst|blod|släkt|pass|brytning|utseende|medborgar\p{L}*|accent|hemland|kultur|mamma|pappa|familj|föräldrar)$/u

const faithful =
  /^(?:tro|tron|hem|hemmet|bakgrund|uppfostran|värdering\p{L}*|högtid\p{L}*|kultur|församling\p{L}*|traditioner|regler|kläder)$/u

// samisk bakgrund, arabiska rötter
function rootsIn({ items, topical, general }: Sentence): Loose[] {
  if (general) return []
  return items.flatMap((item, at): Loose[] => {
    const nation = item.entries.some(({ group }) => group.id === 'nationality') || (item.roles & role.tongues) !== 0
    const faith = item.entries.some(({ group }) => group.id === 'believing')
    if (faith && faithful.test(items[at + 1]?.text ?? '') && !topical)
      return [{ category: 'religion', from: at, to: at + 1, term: 'faith' }]
    return nation && heritage.test(items[at + 1]?.text ?? '') && (!topical || items.slice(0, at).some(isHuman))
      ? [{ category: 'origin', from: at, to: at + 1, term: 'heritage' }]
      : []
  })
}

// Alvas mammor, hans pappor: a family with two of the same.
function twoOfThem({ items, topical }: Sentence): Loose[] {
  return items.flatMap((item, at): Loose[] => {
    const before = items[at - 1]
    const one =
      before !== undefined &&
      (before.owner || /^(?:hans|hennes|hens|barnets|min|mina|båda|bägge|två|sina)$/.test(before.text))
    // Mammorna till Ask
    const whose =
      items[at + 1]?.text === 'till' && (items[at + 2]?.name || /^(?:honom|henne|hen)$/.test(items[at + 2]?.text ?? ''))
    if (whose && !topical && /^(?:mammorna|papporna)$/.test(item.text))
      return [{ category: 'sexuality', from: at, to: at + 2, term: 'two-of-them' }]
    return one && !topical && /^(?:mammor|pappor|mammorna|papporna)$/.test(item.text)
      ? [{ category: 'sexuality', from: at - 1, to: at, term: 'two-of-them' }]
      : []
  })
}

const striking =
  /^(?:slår|slog|slagit|daskar|daskade|örfilar|örfilade|sparkar|sparkade|misshandlar|skakar|skakade|luggar|hotar|hotade|låser|låste)$/
const struck = /^(?:honom|henne|hen|mig|sin|sina|sitt|barnet|barnen|pojken|flickan|mamma|pappa|mamman|syskonen)$/

// styvpappan slår honom: said of a grown-up it is violence at home.
function blows({ items, topical }: Sentence): Loose[] {
  if (topical) return []
  return items.flatMap((item, at): Loose[] => {
    if ((item.roles & role.grownup) === 0) return []
    const verb = items.slice(at + 1, at + 4).findIndex(({ text }) => striking.test(text))
    return verb >= 0 && items.slice(at + 2 + verb, at + 5 + verb).some(({ text }) => struck.test(text))
      ? [{ category: 'social-services', from: at, to: at + 1 + verb, term: 'violence' }]
      : []
  })
}

// skitlärare, jävelunge: a word of abuse made with a person.
const abusive =
  /^(?:skit|jävel|jävla|svin|äckel|hor|snor|bajs|piss|psyko|knark|idiot|fitt|cp|mongo|as|röv|fet)(?:unge|ungar|ungen|ungarna|kärring|gubbe|lärare|förskola|skola|fröken|rektor|personal|kille|tjej|pedagog|familj|mamma|pappa|morsa|farsa)\p{L}{0,4}$/u

function abuse({ items }: Sentence): Loose[] {
  return items.flatMap((item, at): Loose[] =>
    abusive.test(item.text) ? [{ category: 'insult', from: at, to: at, term: 'abuse' }] : [],
  )
}

const organ =
  /^(?:hjärta|hjärtat|lungor|lungorna|njure|njurar|njurarna|lever|levern|hjärna|hjärnan|rygg|ryggen|höft|höften|höfter|knä|knät|knäna|öga|ögat|ögon|ögonen|syn|synen|hörsel|hörseln|öra|örat|öron|öronen|blod|blodet|sköldkörtel|sköldkörteln|tarm|tarmen|tarmar|mage|magen|skelett|skelettet|leder|lederna|luftvägar|luftvägarna|andning|andningen|balans|balansen)$/
const examined =
  /^(?:kollas|kollar|kollat|undersöks|undersökas|undersökt|utreds|utredas|utretts|röntgas|röntgades|röntgats|opereras|opererades|opererats|opererat|behandlas|behandlats|strålas|skannas)$/

// "något med hans hjärta som ska kollas upp", "väger 34 kilo": a body that somebody looks at, and what it weighs.
function bodies({ items, topical, general }: Sentence): Loose[] {
  if (topical || general || !items.some(isHuman)) return []
  return items.flatMap((item, at): Loose[] => {
    if (organ.test(item.text) && items.slice(Math.max(0, at - 8), at + 9).some(({ text }) => examined.test(text)))
      return [{ category: 'health', from: at, to: at, term: 'body' }]
    const weighs = /^(?:kilo|kg)$/.test(item.text) && /^\d{1,3}$/.test(items[at - 1]?.text ?? '')
    return weighs &&
      items.slice(Math.max(0, at - 5), at).some(({ text }) => /^(?:väger|vägde|vägt|ner|upp)$/.test(text)) &&
      isSelf(items, at)
      ? [{ category: 'health', from: at - 1, to: at, term: 'body' }]
      : []
  })
}

// Somebody weighs it, rather than holding a stone that does.
const isSelf = (items: Item[], at: number) =>
  items.slice(0, at).some((item) => item.name || (item.roles & (role.pronoun | role.child | role.grownup)) !== 0) &&
  !items
    .slice(0, at)
    .some(({ text }) => /^(?:sten|stenen|pumpa|pumpan|påse|påsen|låda|lådan|lyfte|bar|vägde|våg|vågen)$/.test(text))

import { once } from 'node:events'
import { Readable } from 'node:stream'
import { openSaid } from '../comments/sealing.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { readSealedFile, sealedFileSize } from '../crypto/sealed-file.ts'
import { mediaKey, openAlt, openContent, openItemKey } from '../documentation/content.ts'
import { itemOnPaper } from '../export/item-on-paper.ts'
import { type Paper, paper, styles } from '../export/paper.ts'
import type { Opening } from '../export/pictures.ts'
import { openNote, openNoteKey } from '../follow-up/content.ts'
import { type GoalRow, shownGoals } from '../goals/presenter.ts'
import type { MediumKind } from '../media/files.ts'
import { type FileKind, mediaPath } from '../media/files.ts'
import { dates } from '../web/dates.ts'
import { translator } from '../web/language.ts'
import type { Entry } from './zip.ts'

type Base64 = string
type Keyed = { id: string; key_month: string; sealed_key: Base64; unit_name: string; group_name: string | null }
type Medium = {
  id: string
  kind: MediumKind
  seconds: number | null
  captioned: boolean
  sealed_alt: Base64
}

/** An item as access.archive_contents gives it. */
export type DocumentContents = Keyed & {
  kind: 'document'
  audience: 'child' | 'group' | 'unit'
  published_at: string
  corrected_at: string | null
  sealed_content: Base64
  author_hidden: boolean
  children: { name: string; born: string | null }[]
  media: Medium[]
  left_out: number
  goals: GoalRow[]
  versions: { written_at: string; sealed_content: Base64 }[]
  comments: { id: string; written_at: string; hidden_at: string | null; sealed_text: Base64 }[]
  recalls: { recalled_at: string; put_back_at: string | null }[]
}
export type NoteContents = Keyed & {
  kind: 'note'
  term: string
  created_at: string
  versions: { version: number; written_at: string; sealed_content: Base64 }[]
}
export type Contents = DocumentContents | NoteContents

const t = translator('sv')
const bytes = (sealed: Base64) => Buffer.from(sealed, 'base64')
const root = (id: string) => `representations/rep1/data/${id}`

/** An item's files in a package: itself as PDF/A, all there is about it as data, and its media as they are kept. */
export async function* filesOf(contents: Contents, opening: Opening, at: Date): AsyncGenerator<Entry> {
  if (contents.kind === 'note') yield* noteFiles(contents, opening.keys, at)
  else yield* documentFiles(contents, opening, at)
}

async function* documentFiles(contents: DocumentContents, opening: Opening, at: Date): AsyncGenerator<Entry> {
  const { id, children, author_hidden, left_out, recalls } = contents
  const itemKey = openItemKey(opening.keys, { ...contents, sealed_key: bytes(contents.sealed_key) })
  const open = (sealed: Base64) => openContent(itemKey, { id, sealed_content: bytes(sealed) })
  const media = await Promise.all(contents.media.map((medium) => mediumFiles(medium, itemKey, opening, id)))
  const content = open(contents.sealed_content)
  yield json(`${root(id)}/${id}.json`, {
    id,
    published: contents.published_at,
    corrected: contents.corrected_at,
    audience: contents.audience,
    unit: contents.unit_name,
    group: contents.group_name,
    children,
    ...textOf(content, author_hidden),
    goals: shownGoals(contents.goals, 'sv', t),
    media: media.map(({ told }) => told),
    mediaWithheldAndLeftOut: left_out,
    earlierVersions: contents.versions.map((version) => ({
      written: version.written_at,
      ...textOf(open(version.sealed_content), author_hidden),
    })),
    comments: contents.comments.map((comment) => {
      const { text, signature } = openSaid(itemKey, comment.id, bytes(comment.sealed_text))
      return { written: comment.written_at, hidden: comment.hidden_at, text, signature }
    }),
    takenBack: recalls.map((recall) => ({ at: recall.recalled_at, putBack: recall.put_back_at })),
  })
  const published_at = new Date(contents.published_at)
  const row = {
    ...contents,
    published_at,
    sealed_key: bytes(contents.sealed_key),
    sealed_content: bytes(contents.sealed_content),
    ...({ leaves: null, fate: null } as const),
    // They lie beside, as data.
    comments: [],
    responsible: null,
  }
  const sheet = await keptPaper(at)
  const whole = collected(sheet)
  await itemOnPaper(sheet, row, opening, { t, language: 'sv', tag: 'H1', bookmarks: sheet.doc.outline, beside: true })
  sheet.end()
  yield pdf(`${root(id)}/${id}.pdf`, await whole)
  for (const { files } of media) yield* files
}

function textOf(
  { title, text, words, signature, others = [], corrected }: ReturnType<typeof openContent>,
  hidden: boolean,
) {
  const signatures = [signature, ...others.map((other) => other.signature), ...(corrected ? [corrected.signature] : [])]
  // Decision 3: of somebody under protection the title alone.
  const signed = hidden ? signatures.map((each) => each.slice(each.indexOf(', ') + 2)) : signatures
  return { title, text, childsWords: words ?? '', signatures: signed }
}

const kinds: Record<Medium['kind'], [FileKind, string, string][]> = {
  // JPEG where there is one: archives take it as it is.
  photo: [
    ['large-jpeg', 'jpg', 'image/jpeg'],
    ['large', 'webp', 'image/webp'],
  ],
  film: [['film', 'mp4', 'video/mp4']],
  sound: [['sound', 'm4a', 'audio/mp4']],
}

const captions: [FileKind, string, string] = ['captions', 'vtt', 'text/vtt']

async function mediumFiles(medium: Medium, itemKey: Buffer, { config }: Opening, item: string) {
  const { id, kind, seconds, captioned, sealed_alt } = medium
  const wanted = captioned ? [...kinds[kind], captions] : kinds[kind]
  const files: Entry[] = []
  for (const [file, end, type] of wanted) {
    // One picture is one file.
    if (kind === 'photo' && files.length > 0 && file !== 'captions') continue
    const path = mediaPath(config.mediaDirectory, id, file)
    const there = await sealedFileSize(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (there === undefined) continue
    const open = () => readSealedFile(path, mediaKey(itemKey, id), `${id}.${file}`)
    files.push({ path: `${root(item)}/${id}.${end}`, type, open })
  }
  const told = {
    id,
    kind,
    seconds,
    description: openAlt(itemKey, id, bytes(sealed_alt)),
    files: files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)),
    // A file that is gone is said to be.
    missing: files.length === 0,
  }
  return { files, told }
}

async function* noteFiles(contents: NoteContents, keys: KeyStore, at: Date): AsyncGenerator<Entry> {
  const { id, unit_name, group_name, term } = contents
  const key = openNoteKey(keys, { ...contents, sealed_key: bytes(contents.sealed_key) })
  const versions = contents.versions.map(({ version, written_at, sealed_content }) => ({
    written: written_at,
    ...openNote(key, id, version, bytes(sealed_content)),
  }))
  const place = [group_name, unit_name].filter(Boolean).join(', ')
  yield json(`${root(id)}/${id}.json`, {
    id,
    created: contents.created_at,
    term,
    unit: unit_name,
    group: group_name,
    versions,
  })
  const latest = versions.at(-1)!
  const sheet = await keptPaper(at)
  const whole = collected(sheet)
  const { date } = dates('sv', () => at)
  sheet.say('H1', styles.title, latest.title || place)
  sheet.say('P', styles.small, `${place} · ${date(new Date(latest.written))}`)
  sheet.doc.y += 10
  for (const [heading, text] of [
    [t('follow-up.note.analysis'), latest.analysis],
    [t('follow-up.note.next'), latest.next],
  ] as const) {
    if (!text) continue
    sheet.say('H2', styles.strong, heading)
    sheet.say('P', styles.body, text)
    sheet.doc.y += 8
  }
  sheet.say('P', styles.small, latest.signature)
  sheet.end()
  yield pdf(`${root(id)}/${id}.pdf`, await whole)
}

function keptPaper(at: Date): Promise<Paper> {
  const { dateTime } = dates('sv', () => at)
  return paper({
    t,
    language: 'sv',
    name: t('export.paper.name'),
    foot: [t('export.paper.made-for', { name: t('archive.paper.for'), when: dateTime(at) }), t('archive.paper.from')],
    now: at,
    kept: true,
  })
}

/** Read while it is written: a paper waits for its reader. */
async function collected({ doc }: Paper): Promise<Buffer> {
  const pieces: Buffer[] = []
  doc.on('data', (piece: Buffer) => pieces.push(piece))
  await once(doc, 'end')
  return Buffer.concat(pieces)
}

const pdf = (path: string, content: Buffer): Entry => ({ path, type: 'application/pdf', open: () => content })
export const json = (path: string, content: unknown): Entry => ({
  path,
  type: 'application/json',
  open: () => Readable.from([Buffer.from(`${JSON.stringify(content, null, 2)}\n`)]),
})

import { openAlt } from '../documentation/content.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import { largestFilmMegabytes, longestMinutes, mostMedia, pieceBytes } from './limits.ts'
import { piecesOf } from './pieces.ts'
import { MediaProblem, type Word } from './problem.ts'
import type { MediaRow } from './queries.ts'
import { openName } from './resume.ts'
import { boxes, fitted, middleOf, type Size } from './sizes.ts'
import { inWords } from './upload.ts'

/** A medium as pages show it: views/media/show.ejs. */
export type Medium = {
  id: string
  kind: MediaRow['kind']
  ready: boolean
  /** Not shown to anybody, since consent is lacking. */
  withheld: boolean
  alt: string
  /** The picture, or the film's first view. */
  src: string
  small: string
  /** The sizes of a picture and how wide each is: the browser takes the one that its screen needs. */
  srcset: string
  width: number
  height: number
  /** What is played. */
  play: string
  captions: string | null
  download: string
  /** `1:05` */
  length: string
  responsible: string | null
  /** How it goes, where it is not ready. */
  status: string | null
}

export function shownMedia(itemKey: Buffer, rows: MediaRow[], t: Translate): Medium[] {
  return rows.map((row) => {
    const played = row.kind === 'sound' ? 'sound' : 'film'
    return {
      id: row.id,
      kind: row.kind,
      ready: row.state === 'ready',
      withheld: row.state === 'withheld',
      alt: openAlt(itemKey, row.id, Buffer.from(row.sealed_alt, 'base64')),
      src: addresses.media(row.id, 'large'),
      small: addresses.media(row.id, 'small'),
      srcset: srcset(row.id, { width: row.width ?? 1, height: row.height ?? 1 }),
      width: row.width ?? 0,
      height: row.height ?? 0,
      play: addresses.media(row.id, played),
      captions: row.captioned ? addresses.media(row.id, 'captions') : null,
      download: `${addresses.media(row.id, row.kind === 'photo' ? 'large' : played)}?download`,
      length: lengthOf(row.seconds),
      responsible: row.responsible,
      status: statusOf(row, t),
    }
  })
}

// A picture older than the middle size is sent as the large one under that address.
function srcset(id: string, large: Size): string {
  const sizes = { small: fitted(large, boxes.small), middle: middleOf(large), large }
  const named = Object.entries(sizes) as [keyof typeof sizes, Size | undefined][]
  return named.flatMap(([size, is]) => (is ? [`${addresses.media(id, size)} ${is.width}w`] : [])).join(', ')
}

/** R17: who was responsible for the recordings, each name once. */
export function responsibleFor(media: Medium[]): string | null {
  return [...new Set(media.map((medium) => medium.responsible).filter(Boolean))].join(', ') || null
}

export type Stored = Medium & {
  state: MediaRow['state']
  /** In percent: of the converting, or of what has come. */
  progress: number
  /** The file's name while it is coming. */
  name: string
  remove: boolean
  /** Who may be recognisable in it, and who is marked. */
  children: { id: string; name: string; checked: boolean }[]
  nobody: boolean
}

type About = {
  audience: string
  /** Marked in the item; those alone when it is about single children. */
  chosen: string[]
  children: { id: string; name: string }[]
}
type Typed = {
  alts?: Record<string, string>
  remove?: string[]
  subjects?: Record<string, string[]>
}

/** Stands among the marks of a medium where its educator says that nobody can be recognised. */
export const nobodyIn = 'nobody'

export function marksOf(row: MediaRow): string[] {
  return row.nobody ? [...row.subjects, nobodyIn] : row.subjects
}

/** The media of a draft with their fields: views/media/stored.ejs. `come`: the pieces that are there (resume.ts). */
export function storedMedia(
  itemKey: Buffer,
  rows: MediaRow[],
  about: About,
  come: Record<string, number>,
  typed: Typed,
  t: Translate,
): Stored[] {
  // Before anybody is marked in the item, everybody in the group may be meant.
  const narrow = about.audience === 'child' && about.chosen.length > 0
  const among = about.children.filter((child) => !narrow || about.chosen.includes(child.id))
  return shownMedia(itemKey, rows, t).map((medium, index) => {
    const row = rows[index]!
    const marked = typed.subjects?.[row.id] ?? marksOf(row)
    return {
      ...medium,
      alt: typed.alts?.[row.id] || medium.alt,
      state: row.state,
      ...(row.state === 'receiving'
        ? comingOf(itemKey, row, come[row.id] ?? 0, t)
        : { progress: row.progress, name: '' }),
      remove: typed.remove?.includes(row.id) ?? false,
      children: among.map(({ id, name }) => ({ id, name, checked: marked.includes(id) })),
      nobody: marked.includes(nobodyIn),
    }
  })
}

// What came stays where it is: the same file chosen again goes on from there.
function comingOf(itemKey: Buffer, row: MediaRow, pieces: number, t: Translate) {
  const progress = Math.floor((100 * pieces) / piecesOf(row.bytes ?? 1))
  const megabytes = Math.max(1, Math.round((row.bytes ?? 0) / 1024 / 1024))
  const size = t('media.state.megabytes', { size: megabytes })
  return {
    progress,
    name: openName(itemKey, row.id, row.sealed_name ?? null),
    status: t('media.state.receiving', { percent: progress, size }),
  }
}

/** The editor's step for pictures, film and sound: views/media/step.ejs. */
export function mediaStep(given: {
  documentId: string
  stored: Stored[]
  alt: string
  errors: Errors
  ffmpeg: boolean
  t: Translate
}) {
  const { t, stored, documentId } = given
  // One that goes on takes no more room.
  const left = mostMedia - stored.filter(({ state }) => state !== 'receiving').length
  const pictures = 'image/jpeg,image/png,image/webp'
  return {
    stored,
    errors: given.errors,
    alt: given.alt,
    left,
    hint: t(given.ffmpeg ? 'media.step.hint' : 'media.step.hint-mp4', {
      count: mostMedia,
      max: largestFilmMegabytes,
      minutes: longestMinutes,
    }),
    accept: given.ffmpeg ? `${pictures},video/*,audio/*` : `${pictures},video/mp4,video/quicktime,audio/mp4`,
    pieceBytes,
    address: addresses.draftMedia(documentId),
    draft: addresses.draft(documentId),
  }
}

/** What keeps a draft's media from being published, in words; null when nothing does. */
export function mediaProblem(rows: MediaRow[], t: Translate): string | null {
  return rows.some((row) => row.state === 'receiving' || row.state === 'failed') ? t('media.problem.not-ready') : null
}

function statusOf(row: MediaRow, t: Translate): string | null {
  if (row.state === 'ready') return null
  if (row.state === 'failed') return inWords(new MediaProblem(row.problem as Word), t)
  return t(`media.state.${row.state}`, { percent: row.progress })
}

export function lengthOf(seconds: number | null): string {
  if (seconds === null) return ''
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

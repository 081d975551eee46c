import { draw } from './artist.ts'
import { mediaPath, removeFile } from './files.ts'
import { openSealed, type Place } from './pieces.ts'
import { keepFile } from './settle.ts'

const kinds = ['middle', 'middle-jpeg'] as const
let busy = false

/**
 * The middle size of a picture that is older than that size, made from the large one when somebody would have had it. One
 * at a time and never before what is being sent: whoever asks meanwhile gets the large one, and makes it next time.
 * `still`: whether the picture is there afterwards too; one that was disposed of meanwhile leaves no file.
 */
export async function makeMiddle(place: Place, still: () => Promise<boolean>): Promise<void> {
  if (busy) return
  busy = true
  try {
    const large = await openSealed(mediaPath(place.directory, place.id, 'large'), place.key, `${place.id}.large`)
    const { files } = await draw(async () => ({ size: large.size, stream: () => large.stream(0, large.size) }))
    for (const kind of kinds) if (files[kind]) await keepFile(place, kind, files[kind])
    if (await still()) return
    for (const kind of kinds) await removeFile(mediaPath(place.directory, place.id, kind))
  } finally {
    busy = false
  }
}

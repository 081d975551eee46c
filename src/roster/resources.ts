import type { Problem } from './problems.ts'

/** The parts of SS 12000:2020 that the portal reads, in the order in which they are read. */
export const resources = ['organisations', 'groups', 'persons', 'placements', 'duties'] as const
export type Resource = (typeof resources)[number]

/** One record as it came, and where it stood: a file or a page, and its number there. */
export type Piece = { resource: Resource; place: string; value: unknown }

/** What a delivery tells of itself before any of its records is read. */
export type Told = Omit<Problem, 'place'>
/** Where a record's field stands, for whoever knows it by another name than the standard's. */
export type Place = { place: string; field: string | null }

export type Delivery = {
  source: 'folder' | 'api' | 'csv'
  /** All there is, so that what is not in it is gone; otherwise only what has changed. */
  whole: boolean
  pieces: AsyncIterable<Piece>
  /** The same once more, where something that was there the last time has not come. */
  again?: (resources: Resource[]) => AsyncIterable<Piece>
  told?: Told[]
  placeOf?: (resource: Problem['resource'], record: string, field: string | null) => Place | undefined
  /** What the register has removed, by resource; asked for when the pieces have come. */
  removed: () => Promise<Partial<Record<Resource, string[]>>>
}

/** The delivery cannot be read to its end: nothing of it is used. `code` is a text in the catalogue. */
export class BrokenDelivery extends Error {
  override name = 'BrokenDelivery'
  readonly code: string
  readonly place: string
  constructor(code: string, place: string, options?: ErrorOptions) {
    super(`${code} (${place})`, options)
    this.code = code
    this.place = place
  }
}

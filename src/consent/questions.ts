export const media = ['photo', 'film', 'sound', 'name'] as const
export type Medium = (typeof media)[number]

export const levels = ['pupil', 'group', 'school', 'any'] as const
export type Level = (typeof levels)[number]

export type Answer = 'yes' | 'no' | 'withdrawn'
export type Status = Answer | 'waiting' | 'lapsed' | 'not_answered' | 'not_asked'

/** In the order in which they ask for somebody's attention. */
export const statuses: Status[] = ['not_asked', 'not_answered', 'waiting', 'lapsed', 'no', 'withdrawn', 'yes']

export type Question = { medium: Medium; level: Level; input: string }

/** R16: three media at three levels; R20: the name is its own question. The order is the page's. */
export const questions: Question[] = media.flatMap((medium) =>
  levels
    .filter((level) => (medium === 'name') === (level === 'any'))
    .map((level) => ({ medium, level, input: `${medium}.${level}` })),
)

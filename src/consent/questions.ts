export const media = ['photo', 'film', 'sound', 'name'] as const
export type Medium = (typeof media)[number]

export const levels = ['pupil', 'group', 'school', 'any'] as const
export type Level = (typeof levels)[number]

export type Answer = 'yes' | 'no' | 'withdrawn'
export type Status = Answer | 'not_answered'

export const statuses: Status[] = ['yes', 'no', 'withdrawn', 'not_answered']

export type Question = { medium: Medium; level: Level; input: string }

/** R16: three media at three levels; R20: the name is its own question. The order is the page's. */
export const questions: Question[] = media.flatMap((medium) =>
  levels
    .filter((level) => (medium === 'name') === (level === 'any'))
    .map((level) => ({ medium, level, input: `${medium}.${level}` })),
)

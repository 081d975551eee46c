/** What a reader may say is wrong; chosen, never written. */
export const reportReasons = ['wrong-child', 'sensitive', 'judging', 'insult', 'other-child', 'picture'] as const

export type Reason = (typeof reportReasons)[number]

/** Of those, what may be wrong with a comment. */
export const commentReasons = ['sensitive', 'judging', 'insult', 'other-child'] as const satisfies Reason[]

/** How many texts one reader may report in a day: each is hidden at once. */
export const mostReportsADay = 10

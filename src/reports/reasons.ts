/** What a reader may say is wrong; chosen, never written. */
export const reportReasons = ['wrong-child', 'sensitive', 'judging', 'insult', 'other-child', 'picture'] as const

/** How many texts one reader may report in a day: each is hidden at once. */
export const mostReportsADay = 10

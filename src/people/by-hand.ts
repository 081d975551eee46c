/** What an administrator may do with a person by hand, and why: closed lists, so that no reason says more than it should. */
export const handKinds = [
  ...(['name', 'blocked', 'block-ended', 'number-shown'] as const),
  ...(['added', 'duty-given', 'duty-prolonged', 'duty-ended', 'block-kept'] as const),
] as const
export type HandKind = (typeof handKinds)[number]

export const changeReasons = ['register-wrong', 'decision', 'identity', 'request', 'other'] as const
export type ChangeReason = (typeof changeReasons)[number]

export const blockReasons = ['court', 'secrecy', 'other'] as const

/** What staff whom the register does not know of are called: words of the register's own. */
export const extraTitles = ['Förskollärare', 'Barnskötare', 'Lärare', 'Lärarassistent', 'Fritidspedagog'] as const

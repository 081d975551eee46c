/** Why somebody is protected: what the register says, that it says nothing, or a decision here. */
export const causes = ['confidential', 'protected', 'unknown', 'decided'] as const
export type Cause = (typeof causes)[number]

/** What an officer does, each with its reason from a closed list. */
export const decisionKinds = [
  ...(['set', 'confirmed', 'cleared', 'lifted'] as const),
  ...(['taken', 'handed-over', 'alias-made', 'alias-ended'] as const),
] as const
export type DecisionKind = (typeof decisionKinds)[number]

export const protectReasons = ['tax-agency', 'police', 'risk', 'household', 'other'] as const
export const openReasons = ['checked', 'ended', 'mistake', 'other'] as const
/** Where nobody is asked for one. */
export const plainReason = 'agreed'

export const decisionReasons = [...new Set([...protectReasons, ...openReasons, plainReason])] as const
export type DecisionReason = (typeof protectReasons)[number] | (typeof openReasons)[number] | typeof plainReason

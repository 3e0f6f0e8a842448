/** What somebody can be invited or made to be. */
export const roles = ['admin', 'auditor', 'member'] as const

export type Role = (typeof roles)[number]

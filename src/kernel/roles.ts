/** What an account can be, the mightiest first. What each may do: `src/access/permission.ts`. */
export const roles = ['owner', 'admin', 'operator', 'auditor', 'member'] as const

export type Role = (typeof roles)[number]

/** What somebody can be invited or made to be: anything but the owner, whom there is one of. */
export const givenRoles = [
  'admin',
  'operator',
  'auditor',
  'member',
] as const satisfies readonly Role[]

export type GivenRole = (typeof givenRoles)[number]

import type { Role } from '../kernel/roles.ts'

/** Everybody in the organisation has it: the server listens on loopback only, and the vaults hold nothing real. */
export const demoPassword = 'keepwatch demo'

export const organisationName = 'Example Shop'

export type PlannedPerson = {
  readonly email: string
  readonly role: Role
  /** Where they usually work: addresses of a private network, and of one that is for documentation (RFC 5737). */
  readonly address: string
  /** How much they do on a day. */
  readonly acts: readonly [least: number, most: number]
}

export const owner: PlannedPerson = {
  email: 'demo@example.com',
  role: 'owner',
  address: '10.20.1.11',
  acts: [4, 12],
}

/** Has the staging environment in a vault of her own. */
export const admin: PlannedPerson = {
  email: 'nadia.berg@example.com',
  role: 'admin',
  address: '10.20.1.12',
  acts: [4, 10],
}

export const auditor: PlannedPerson = {
  email: 'eva.ruiz@example.com',
  role: 'auditor',
  address: '203.0.113.40',
  acts: [2, 6],
}

export const developer: PlannedPerson = {
  email: 'tom.okafor@example.com',
  role: 'member',
  address: '10.20.1.21',
  acts: [2, 7],
}

/** Everybody else. */
export const others: readonly PlannedPerson[] = [
  auditor,
  developer,
  { email: 'lin.chen@example.com', role: 'member', address: '10.20.1.22', acts: [1, 6] },
  { email: 'sam.hale@example.com', role: 'member', address: '203.0.113.77', acts: [1, 4] },
]

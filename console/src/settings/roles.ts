import type { GivenRole } from '../../../src/kernel/roles.ts'

const about: Readonly<Record<GivenRole, string>> = {
  member: 'own vault, own applications',
  auditor: 'reads the log, reports, alerts; no vault',
  operator: 'sets up exports and alerts; own vault, no people',
  admin: 'everything but what only the owner may',
}

/** What somebody can be made, and what it lets them do; the least first. */
export const roles = (['member', 'auditor', 'operator', 'admin'] as const).map((value) => ({
  value,
  label: `${value}: ${about[value]}`,
}))

const seePeople: ReadonlySet<string> = new Set(['owner', 'admin', 'auditor'])

/** Whether the server tells that role who has an account. */
export const maySeePeople = (role: string): boolean => seePeople.has(role)

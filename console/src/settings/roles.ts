/** What somebody can be made, and what it lets them do. */
export const roles = [
  { value: 'member', label: 'member: own vault, own applications' },
  { value: 'auditor', label: 'auditor: reads the log, reports, alerts; no vault' },
  { value: 'admin', label: 'admin: everything but what only the owner may' },
]

export type Role = 'member' | 'auditor' | 'admin'

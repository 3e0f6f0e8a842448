import type { Account } from '../store/state/accounts.ts'

/** What a person's role may allow. Whose record it is, each action asks on its own. */
export type Permission =
  | 'open'
  | 'vault'
  | 'events.read'
  | 'events.import'
  | 'exports.read'
  | 'exports.change'
  | 'alerts.read'
  | 'alerts.change'
  | 'tokens.change'
  | 'people.read'
  | 'people.change'
  | 'people.invite'
  | 'people.forget'
  | 'device'

type Role = Account['role']

/** Who may do what. `open` is for everybody, logged in or not; `device` for client devices and no person. */
const allowed: Readonly<Record<Permission, readonly Role[]>> = {
  open: ['owner', 'admin', 'auditor', 'member'],
  vault: ['owner', 'admin', 'member'],
  'events.read': ['owner', 'admin', 'auditor'],
  'events.import': ['owner', 'admin'],
  'exports.read': ['owner', 'admin', 'auditor'],
  'exports.change': ['owner', 'admin'],
  'alerts.read': ['owner', 'admin', 'auditor'],
  'alerts.change': ['owner', 'admin'],
  'tokens.change': ['owner', 'admin'],
  'people.read': ['owner', 'admin', 'auditor'],
  'people.change': ['owner', 'admin'],
  'people.invite': ['owner', 'admin'],
  'people.forget': ['owner', 'admin'],
  device: [],
}

/** Whether whoever has the account may do it; nobody whose account is locked may do anything. */
export const accountMay = (
  { role, locked_at }: Pick<Account, 'role' | 'locked_at'>,
  permission: Permission,
): boolean => locked_at === null && roleMay(role, permission)

export const roleMay = (role: Role, permission: Permission): boolean =>
  allowed[permission].includes(role)

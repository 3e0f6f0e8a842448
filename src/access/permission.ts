import type { Role } from '../kernel/roles.ts'
import type { Account } from '../store/state/accounts.ts'

/** One line of the table: what it allows, and to whom. */
type Line = { readonly allows: string; readonly to: readonly Role[] }

/**
 * Who may do what: the only table. Whose record, folder or session it is, each action asks on its own. The reference
 * (`docs/reference/permissions.md`) is written from it, and every route is tested against it.
 */
export const permissions = {
  open: {
    allows: 'log in, look after their own account and their own sessions',
    to: ['owner', 'admin', 'operator', 'auditor', 'member'],
  },
  vault: {
    allows: 'have a vault: their own records, folders, applications and devices',
    to: ['owner', 'admin', 'operator', 'member'],
  },
  'events.read': {
    allows: 'read events, reports and proofs',
    to: ['owner', 'admin', 'auditor'],
  },
  'events.import': { allows: 'import the logs of other products', to: ['owner', 'admin'] },
  'exports.read': {
    allows: 'see where events are exported to, and how that fares',
    to: ['owner', 'admin', 'operator', 'auditor'],
  },
  'exports.change': {
    allows: 'set up, change, pause and remove exports',
    to: ['owner', 'admin', 'operator'],
  },
  'alerts.read': {
    allows: 'see alerts and what they found',
    to: ['owner', 'admin', 'operator', 'auditor'],
  },
  'alerts.change': {
    allows: 'set up, change, mute and remove alerts and whom they tell',
    to: ['owner', 'admin', 'operator'],
  },
  'servers.read': {
    allows: 'see which servers there are and what each of them does',
    to: ['owner', 'admin', 'operator', 'auditor'],
  },
  'tokens.change': { allows: 'make and revoke API tokens', to: ['owner', 'admin'] },
  'teams.read': {
    allows: 'see which teams there are and who is in them',
    to: ['owner', 'admin', 'operator', 'auditor', 'member'],
  },
  'teams.change': {
    allows: 'make, rename and remove teams, and say who is in them',
    to: ['owner', 'admin'],
  },
  'approvals.decide': {
    allows: 'approve what another one has asked for, where a second person has to',
    to: ['owner', 'admin'],
  },
  'people.read': { allows: 'see who has an account', to: ['owner', 'admin', 'auditor'] },
  'people.change': {
    allows: 'give roles, lock, unlock and remove accounts',
    to: ['owner', 'admin'],
  },
  'people.invite': { allows: 'invite people', to: ['owner', 'admin'] },
  'people.forget': { allows: 'erase a person from the log', to: ['owner', 'admin'] },
  device: { allows: 'be a client device: no person may', to: [] },
} as const satisfies Readonly<Record<string, Line>>

export type Permission = keyof typeof permissions

export const roleMay = (role: Role, permission: Permission): boolean => {
  const { to }: Line = permissions[permission]
  return to.includes(role)
}

/** All that a role may, so that who is asked for something need not find out by being refused. */
export const permissionsOf = (role: Role): readonly Permission[] =>
  (Object.keys(permissions) as Permission[]).filter((permission) => roleMay(role, permission))

/** Whether whoever has the account may do it; nobody whose account is locked may do anything. */
export const accountMay = (
  { role, locked_at }: Pick<Account, 'role' | 'locked_at'>,
  permission: Permission,
): boolean => locked_at === null && roleMay(role, permission)

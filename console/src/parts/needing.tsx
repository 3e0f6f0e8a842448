import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { Permission } from '../../../src/access/permission.ts'
import { useMay, useSession } from '../session.ts'
import { Command } from './copy.tsx'
import { Nothing } from './nothing.tsx'

/** What a permission is about, and the least role that has it. */
const needs = {
  'events.read': { does: 'reads events, reports and proofs', role: 'auditor' },
  'alerts.read': { does: 'sees alerts', role: 'auditor' },
  'alerts.change': { does: 'sets up alerts', role: 'operator' },
  'exports.read': { does: 'sees where events are exported to', role: 'auditor' },
  'exports.change': { does: 'sets up exports', role: 'operator' },
  vault: { does: 'has a vault', role: 'member' },
} as const satisfies Partial<Record<Permission, { does: string; role: string }>>

type Need = keyof typeof needs

const ways = [
  { permission: 'events.read', to: '/', label: 'Overview' },
  { permission: 'alerts.read', to: '/alerts', label: 'Alerts' },
  { permission: 'vault', to: '/vault', label: 'Your vault' },
] as const

const Way = ({ permission, to, label }: (typeof ways)[number]) =>
  useMay(permission) ? (
    <Link to={to} className="chip-link">
      {label}
    </Link>
  ) : null

/** Which role would show a screen, who gives it, and what there is for the role that one has. */
function Missing({ permission }: { readonly permission: Need }) {
  const who = useSession()
  if (!('email' in who)) return null
  const { does, role } = needs[permission]
  return (
    <Nothing title="Your role does not show this">
      <p>
        You are {who.role}, a role that does not show it; the role {role} {does}. The owner or an
        administrator can give it to you, in Settings or with
      </p>
      <Command>{`keepwatch user role ${who.email} --role ${role}`}</Command>
      <div className="row centred">
        {ways.map((way) => (
          <Way key={way.to} {...way} />
        ))}
        <Link to="/settings" className="chip-link">
          Settings
        </Link>
      </div>
    </Nothing>
  )
}

/** A screen for those who may see it; everybody else reads which role would. Nothing is asked of the server for them. */
export const needing = (permission: Need, Screen: ComponentType) =>
  function Needing() {
    return useMay(permission) ? <Screen /> : <Missing permission={permission} />
  }

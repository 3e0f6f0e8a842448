import { Failure } from '../kernel/errors.ts'
import type { Permission } from './permission.ts'

/** Whether there is room for what everybody does, or only for what must go on. */
export type Disk = { isShort(): boolean }

type Demand = { readonly permission: Permission; readonly freesSpace?: boolean }

const waiting: ReadonlySet<Permission> = new Set(['vault', 'device', 'events.import'])

/** Secrets, whatever is done with them, and imports wait; logging in, reading the log and removing things goes on. */
const waitsForSpace = ({ permission, freesSpace }: Demand) => waiting.has(permission) && !freesSpace

/** Throws `busy` for an action that has to wait until there is room on the disk again. */
export function checkSpace(disk: Disk, demand: Demand): void {
  if (disk.isShort() && waitsForSpace(demand))
    throw new Failure(
      'busy',
      'The disk of the server is nearly full. It gives out no secrets and imports nothing until its operator frees space.',
    )
}

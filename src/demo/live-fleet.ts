import { setTimeout as sleep } from 'node:timers/promises'
import { removeDevices } from '../vault/actions/remove-devices.ts'
import type { FleetMember, Habit } from './fleet-orders.ts'
import type { Organisation } from './organisation.ts'

type PlannedMember = {
  readonly name: string
  readonly application: string
  readonly habit: Habit
  readonly everyRounds: number
  /** The title of the record that it rotates. */
  readonly record?: string
}

/** Removed from its application soon after it has connected; it goes on asking. */
const retiring = { name: 'web-canary', application: 'web' } as const
const retiredAfterMs = 30_000

const planned: readonly PlannedMember[] = [
  {
    name: 'ci-runner-3',
    application: 'ci',
    habit: 'rotates',
    everyRounds: 1,
    record: 'Deploy token',
  },
  {
    name: 'web-4',
    application: 'web',
    habit: 'rotates',
    everyRounds: 2,
    record: 'Session signing key',
  },
  { name: 'billing-reports', application: 'billing', habit: 'roams', everyRounds: 1 },
  { ...retiring, habit: 'reads', everyRounds: 6 },
]

/** Somebody else has this one's token. */
const copied = 'ci-runner-3'
const copying = { habit: 'copies', everyRounds: 20 } as const

/** The devices of the fleet as they were added, and how the one that is to be removed is. */
export type LiveFleet = {
  readonly members: readonly FleetMember[]
  /** Removes a device from its application after a while, unless the signal aborts before. */
  retire(signal: AbortSignal): Promise<void>
}

/** The owner adds the devices of the fleet, now. */
export async function addFleet({ past, owner }: Organisation): Promise<LiveFleet> {
  const { colleague, vault } = owner
  const now = () => past.server.clock().getTime()
  const desk = await colleague.comeIn(now())
  const members: FleetMember[] = []
  const uids = new Map<string, string>()
  for (const { name, application, record, ...manner } of planned) {
    const wanted = { application, name, lock_ip: true }
    const { token, device_uid } = await vault.addDevice(wanted, { desk, time: now() })
    const record_uid = record && vault.secret(record).uid
    members.push({ name, token, ...manner, ...(record_uid && { record_uid }) })
    uids.set(name, device_uid)
  }
  const copies = members
    .filter(({ name }) => name === copied)
    .map((member) => ({ ...member, ...copying, name: `a copy of ${member.name}` }))

  return {
    members: [...members, ...copies],
    async retire(signal) {
      await sleep(retiredAfterMs, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      const app_uid = vault.applications.get(retiring.application)?.uid ?? ''
      const device_uids = [uids.get(retiring.name) ?? '']
      await desk.act(now(), removeDevices, { app_uid, device_uids })
      await desk.leave(now())
    },
  }
}

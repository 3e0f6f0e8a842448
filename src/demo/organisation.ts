import { type Colleague, type Desk, foundWith, join, type Newcomer, newcomer } from './colleague.ts'
import type { HistoryDevice } from './history-device.ts'
import type { Past } from './past.ts'
import {
  adminsApplications,
  ownersApplications,
  type PlannedApplication,
} from './planned-applications.ts'
import { admin, owner, others as theOthers } from './planned-people.ts'
import { adminsRecords, ownersRecords, ownRecords, type PlannedRecord } from './planned-records.ts'
import { hour, minute } from './time-span.ts'
import { type Moment, type Vault, vaultOf } from './vault-of.ts'

/** Somebody of the organisation, with what they have. */
export type Member = { readonly colleague: Colleague; readonly vault: Vault }

export type Organisation = {
  readonly past: Past
  readonly owner: Member
  readonly admin: Member
  readonly members: readonly Member[]
  /** Those of the history that were added so far, by name. */
  readonly devices: Map<string, OwnedDevice>
}

export type OwnedDevice = {
  readonly device: HistoryDevice
  readonly app_uid: string
  readonly device_uid: string
}

type Filling = {
  readonly records: readonly PlannedRecord[]
  readonly applications: readonly PlannedApplication[]
}

const foundedAtHour = 8
const betweenArrivals = 30 * minute

async function fillVault(vault: Vault, { records, applications }: Filling, { desk, time }: Moment) {
  let now = time
  const next = () => {
    now += minute
    return { desk, time: now }
  }
  for (const record of records) await vault.addRecord(record, next())
  for (const { title, shares } of applications) {
    await vault.addApplication(title, next())
    await vault.share(title, shares, next())
  }
}

const fillingOf = ({ email }: Colleague): Filling =>
  email === admin.email
    ? { records: adminsRecords(), applications: adminsApplications }
    : { records: ownRecords(), applications: [] }

/** The first visit: what they have comes into their vault, if their role has one. */
async function settleIn(colleague: Colleague, time: number): Promise<Member> {
  const vault = vaultOf(colleague)
  const desk = await colleague.comeIn(time)
  if (colleague.role !== 'auditor')
    await fillVault(vault, fillingOf(colleague), { desk, time: time + minute })
  await desk.leave(time + betweenArrivals / 2)
  return { colleague, vault }
}

type Invitation = { readonly past: Past; readonly desk: Desk; readonly time: number }

async function inviteOne(other: Newcomer, { past, desk, time }: Invitation): Promise<Member> {
  const joins = time + 5 * minute
  const joined = await join(other, desk, { past, time, joins })
  return settleIn(joined, joins + minute)
}

/**
 * The morning of the first day: the owner's account by the setup code, what is in everybody's vault, the applications
 * and their shares, and everybody else by invitation. Takes about as long as making so many accounts takes.
 */
export async function foundOrganisation(
  past: Past,
  { start, setupCode }: { readonly start: number; readonly setupCode: string },
): Promise<Organisation> {
  const [first, deputy, ...others] = await Promise.all([
    newcomer(owner),
    newcomer(admin),
    ...theOthers.map(newcomer),
  ])
  const time = start + foundedAtHour * hour
  const colleague = await foundWith(setupCode, first, { past, time })
  const desk = await colleague.comeIn(time + minute)
  const vault = vaultOf(colleague)
  const filling = { records: ownersRecords(), applications: ownersApplications }
  await fillVault(vault, filling, { desk, time: time + 5 * minute })

  let now = time + 2 * hour
  const second = await inviteOne(deputy, { past, desk, time: now })
  const members = [{ colleague, vault }, second]
  for (const other of others) {
    now += betweenArrivals
    members.push(await inviteOne(other, { past, desk, time: now }))
  }
  await desk.leave(now + betweenArrivals)
  return { past, owner: { colleague, vault }, admin: second, members, devices: new Map() }
}

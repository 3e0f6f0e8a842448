import { type Chance, chance } from './chance.ts'
import type { Desk } from './colleague.ts'
import { historyDevice } from './history-device.ts'
import { type Occurrence, occurrence, type Source } from './occurrence.ts'
import type { Member, Organisation } from './organisation.ts'
import type { PlannedDevice } from './planned-devices.ts'
import { day, hour, isWeekend, minute, type TimeSpan } from './time-span.ts'
import { visit } from './visit.ts'

const earlyHour = 7
const lateHour = 19
/** On the first day everybody is busy moving in until then. */
const firstInstalled = 13 * hour

/** Who has the application, and so its devices. */
const ownerOf = ({ members }: Organisation, application: string): Member | undefined =>
  members.find(({ vault }) => vault.applications.has(application))

type Installation = {
  readonly member: Member
  readonly desk: Desk
  readonly time: number
  readonly span: TimeSpan
}

function expiryOf({ expiresAfter }: PlannedDevice, added: number, span: TimeSpan) {
  if (expiresAfter === undefined) return {}
  const life = Math.round((span.part(expiresAfter) - added) / minute)
  return { access_expires_in_min: Math.max(1, life) }
}

/** Its owner adds the device, and a few minutes later it connects with its token. */
async function installDevice(
  { past, devices }: Organisation,
  planned: PlannedDevice,
  { member, desk, time, span }: Installation,
): Promise<void> {
  const { name, application, version, address, asksFor, mayRoam } = planned
  const { vault } = member
  const wanted = { application, name, lock_ip: !mayRoam, ...expiryOf(planned, time, span) }
  const { clientId, app_uid, device_uid } = await vault.addDevice(wanted, { desk, time })
  const device = await historyDevice(past, {
    clientId,
    version,
    address,
    ...(asksFor && { requestedRecords: asksFor.map((title) => vault.secret(title).uid) }),
  })
  devices.set(name, { device, app_uid, device_uid })
  await device.bind(time + 2 * minute)
}

const installedEvery = 5 * minute

/** The afternoon of the first day: everybody adds the devices of their applications. */
export async function installFirstDevices(
  organisation: Organisation,
  planned: readonly PlannedDevice[],
  span: TimeSpan,
): Promise<void> {
  const first = planned.filter(({ from }) => from === undefined)
  let time = span.start + firstInstalled
  for (const member of [organisation.owner, organisation.admin]) {
    const own = first.filter(({ application }) => member.vault.applications.has(application))
    const desk = await member.colleague.comeIn(time)
    for (const device of own) {
      time += installedEvery
      await installDevice(organisation, device, { member, desk, time, span })
    }
    time += installedEvery
    await desk.leave(time)
  }
}

const rests = (time: number) =>
  isWeekend(time) || time % day < earlyHour * hour || time % day >= lateHour * hour

/** How much later than on its rhythm a device may read, as a part of it. */
const mostLate = 0.2

/** The most of its reads that a device leaves out on a day: builds come and go, servers seldom restart. */
const mostQuiet = 0.7
const mostMissed = 0.1

/** When a device reads on one day. */
function readsOf({ every, worksByDay }: PlannedDevice, start: number, luck: Chance) {
  const rhythm = every * minute
  const skips = luck.fraction() * (worksByDay ? mostQuiet : mostMissed)
  const times: number[] = []
  for (let time = start + luck.fraction() * rhythm; time < start + day; time += rhythm) {
    const late = luck.fraction() * mostLate * rhythm
    const at = Math.min(Math.round(time + late), start + day - 1)
    if (!(worksByDay && rests(at)) && !luck.happens(skips)) times.push(at)
  }
  return times
}

/** From when on a device is turned away: it is removed, or its access has ended. */
const refusedFrom = ({ removed, expiresAfter }: PlannedDevice, span: TimeSpan): number =>
  Math.min(
    removed === undefined ? span.end : span.workingTime(removed),
    expiresAfter === undefined ? span.end : span.part(expiresAfter) - minute,
  )

/** A device that reads on its rhythm, from when it is there until it is switched off. */
export function deviceRhythm(
  organisation: Organisation,
  planned: PlannedDevice,
  { span, seed }: { readonly span: TimeSpan; readonly seed: number },
): Source {
  const { name, from, until } = planned
  const begins = from === undefined ? span.settled : span.workingTime(from) + hour
  const ends = until === undefined ? span.end : span.part(until)

  // Who is turned away leaves a second unit of work, which others would overtake.
  const welcome = refusedFrom(planned, span)
  const read = (at: number): Occurrence => ({
    at,
    ...(at < welcome && { isRead: true }),
    prepare: async () =>
      (await organisation.devices.get(name)?.device.prepareRead(at)) ?? (async () => {}),
  })

  return (index) =>
    readsOf(planned, span.start + index * day, chance(seed, name, index))
      .filter((at) => at >= begins && at < ends)
      .map(read)
}

/** A device that comes later than the organisation. */
export function laterDevice(
  organisation: Organisation,
  planned: PlannedDevice,
  { from, span }: { readonly from: number; readonly span: TimeSpan },
): Occurrence {
  const begins = span.workingTime(from)
  const add = (member: Member) =>
    visit(member, begins, (desk, now) =>
      installDevice(organisation, planned, { member, desk, time: now + minute, span }),
    )
  return occurrence(begins, async () => {
    const member = ownerOf(organisation, planned.application)
    if (member) await add(member)
  })
}

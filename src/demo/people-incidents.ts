import { invite } from '../access/actions/invite.ts'
import { notFound } from '../kernel/errors.ts'
import { changeShares } from '../vault/actions/change-shares.ts'
import { openRecord } from '../vault/actions/open-record.ts'
import { removeDevices } from '../vault/actions/remove-devices.ts'
import { removeShares } from '../vault/actions/remove-shares.ts'
import type { Desk } from './colleague.ts'
import { type Occurrence, occurrence } from './occurrence.ts'
import type { Member, Organisation } from './organisation.ts'
import { neverUsed, plannedDevices } from './planned-devices.ts'
import { auditor, developer } from './planned-people.ts'
import type { PlannedRecord } from './planned-records.ts'
import { minute, type TimeSpan } from './time-span.ts'
import type { Vault } from './vault-of.ts'
import { visit } from './visit.ts'

type Incident = (desk: Desk, now: number) => Promise<unknown>

const monitoring: PlannedRecord = {
  folder: 'Infrastructure/Monitoring',
  data: {
    title: 'Grafana administration',
    type: 'login',
    fields: [
      { type: 'login', value: ['admin'] },
      { type: 'url', value: ['https://grafana.example.internal'] },
    ],
    custom: [],
  },
}
const incidentRoom: PlannedRecord = {
  data: {
    title: 'Incident room',
    type: 'login',
    fields: [{ type: 'url', value: ['https://meet.example.net/incident'] }],
    custom: [],
  },
}

/** A share, as actions name it. */
const shareOf = ({ applications, secret }: Vault, application: string, name: string) => ({
  app_uid: applications.get(application)?.uid ?? '',
  secret_uids: [secret(name).uid],
})

const ownersIncidents = ({ vault }: Member): readonly (readonly [number, Incident])[] => [
  [0.2, (desk, time) => vault.share('web', [{ secret: 'Tax service API' }], { desk, time })],
  [0.6, (desk, time) => desk.act(time, removeShares, shareOf(vault, 'web', 'Tax service API'))],
  [
    // Shared with the wrong application, and taken back.
    0.28,
    async (desk, time) => {
      await vault.share('backup', [{ secret: 'Delivery' }], { desk, time })
      await desk.act(time + 7 * minute, removeShares, shareOf(vault, 'backup', 'Delivery'))
    },
  ],
  [
    0.65,
    (desk, time) => {
      const share = shareOf(vault, 'billing', 'Orders database')
      return desk.act(time, changeShares, { ...share, editable: false })
    },
  ],
  [0.33, (desk, time) => vault.rotate('Shop database', { desk, time })],
  [0.5, (desk, time) => vault.rotate('Card processor API', { desk, time })],
  [0.66, (desk, time) => vault.rotate('Shop database', { desk, time })],
  [0.67, (desk, time) => vault.rotate('Orders database', { desk, time })],
  [0.84, (desk, time) => vault.rotate('Session cache', { desk, time })],
  [0.95, (desk, time) => vault.rotate('Shop database', { desk, time })],
  [0.39, (desk, time) => vault.addRecord(incidentRoom, { desk, time })],
  [0.48, (desk, time) => vault.removeRecord('Incident room', { desk, time })],
  [0.55, (desk, time) => vault.addRecord(monitoring, { desk, time })],
  [0.7, (desk, time) => vault.addDevice(neverUsed, { desk, time })],
]

const adminsIncidents = ({ vault }: Member): readonly (readonly [number, Incident])[] => {
  const staging = () => shareOf(vault, 'k8s-staging', 'Staging')
  return [
    [0.3, (desk, time) => desk.act(time, changeShares, { ...staging(), editable: false })],
    [0.38, (desk, time) => desk.act(time, changeShares, { ...staging(), editable: true })],
    [0.58, (desk, time) => vault.rotate('Staging shop database', { desk, time })],
  ]
}

/** What people try that their role does not allow. */
const refused = ({ owner }: Organisation): readonly (readonly [string, number, Incident])[] => [
  [
    auditor.email,
    0.46,
    (desk, time) =>
      desk.act(time, openRecord, { record_uid: owner.vault.secret('Ledger database').uid }),
  ],
  [
    developer.email,
    0.53,
    (desk, time) => desk.act(time, invite, { email: 'friend@example.org', role: 'member' }),
  ],
]

function removals({ devices }: Organisation): readonly (readonly [number, Incident])[] {
  return plannedDevices.flatMap(({ name, removed }) => {
    const remove: Incident = async (desk, time) => {
      const owned = devices.get(name)
      if (!owned) throw notFound(`the demo has no device ${name}`)
      const { app_uid, device_uid } = owned
      await desk.act(time, removeDevices, { app_uid, device_uids: [device_uid] })
    }
    return removed === undefined ? [] : [[removed, remove] as const]
  })
}

/** What does not happen every day: shares that come and go, rotations, removals, and what is not allowed. */
export function peopleIncidents(organisation: Organisation, span: TimeSpan): readonly Occurrence[] {
  const { owner, admin, members } = organisation
  const during = (member: Member, part: number, incident: Incident) => {
    const time = span.workingTime(part)
    return occurrence(time, () =>
      visit(member, time, async (desk, now) => {
        await incident(desk, now)
      }),
    )
  }
  const byName = (email: string) =>
    members.find(({ colleague }) => colleague.email === email) ?? owner
  // Others mistype by chance, but in a few days, or over a weekend, perhaps nobody does.
  const mistyped = span.workingTime(0.36)
  return [
    ...[...ownersIncidents(owner), ...removals(organisation)].map(([part, incident]) =>
      during(owner, part, incident),
    ),
    ...adminsIncidents(admin).map(([part, incident]) => during(admin, part, incident)),
    ...refused(organisation).map(([email, part, incident]) =>
      during(byName(email), part, incident),
    ),
    occurrence(mistyped, () => byName(developer.email).colleague.mistype(mistyped)),
  ]
}

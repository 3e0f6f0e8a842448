import { conditionOf } from '../events/time-term.ts'
import type { IconName } from '../parts/icon.tsx'

export type SubjectKind = 'device' | 'person' | 'secret' | 'address'

type Group = 'event' | 'device' | 'user' | 'address'

/** What a page about something asks, and how it calls it. */
export type Subject = {
  readonly label: string
  readonly icon: IconName
  readonly path: '/devices/$id' | '/people/$id' | '/secrets/$id' | '/addresses/$id'
  /** The events of it. A device's reads are its owner's, too, as Keeper counts; the page of a person is about the person. */
  readonly of: (id: string) => string
  /** What its events are counted by. */
  readonly tops: readonly { readonly title: string; readonly group: Group }[]
}

export const subjects: Readonly<Record<SubjectKind, Subject>> = {
  device: {
    label: 'Device',
    icon: 'apps',
    path: '/devices/$id',
    of: (id) => conditionOf('device', id),
    tops: [
      { title: 'What it did', group: 'event' },
      { title: 'From where', group: 'address' },
    ],
  },
  person: {
    label: 'Person',
    icon: 'person',
    path: '/people/$id',
    of: (id) => `${conditionOf('user', id)} -event:app_client_access,app_client_connected`,
    tops: [
      { title: 'What they did', group: 'event' },
      { title: 'From where', group: 'address' },
    ],
  },
  secret: {
    label: 'Secret',
    icon: 'key',
    path: '/secrets/$id',
    of: (id) => conditionOf('item', id),
    tops: [
      { title: 'What was done with it', group: 'event' },
      { title: 'By whom', group: 'user' },
    ],
  },
  address: {
    label: 'Address',
    icon: 'live',
    path: '/addresses/$id',
    of: (id) => conditionOf('address', id),
    tops: [
      { title: 'What came from it', group: 'event' },
      { title: 'Which devices', group: 'device' },
      { title: 'Which people', group: 'user' },
    ],
  },
}

/** Whose page a field of an event or a column of a report leads to. */
const kindOfField: Readonly<Record<string, SubjectKind>> = {
  device_uid: 'device',
  device_name: 'device',
  device: 'device',
  username: 'person',
  user: 'person',
  to_username: 'person',
  record_uid: 'secret',
  record: 'secret',
  remote_address: 'address',
  ip_address: 'address',
  address: 'address',
}

/** The page that tells more of a value, where there is one. */
export function pageOf(
  field: string,
  value: string,
): { readonly to: Subject['path']; readonly params: { readonly id: string } } | undefined {
  const kind = kindOfField[field]
  return kind && value !== '' ? { to: subjects[kind].path, params: { id: value } } : undefined
}

import eventTypes from '../bitwarden-event-types.json' with { type: 'json' }
import { textAt } from '../flat-entry.ts'
import type { ForeignFormat } from '../foreign-format.ts'
import { reading } from '../reading.ts'

const published: Readonly<Record<string, string>> = eventTypes

const named = (code: string) => published[code] ?? code

/** Bitwarden's events: the public API (`data`), whose types are numbers. */
export const bitwarden: ForeignFormat = {
  name: 'bitwarden',
  title: 'Bitwarden: event log',
  prefix: 'bitwarden',
  wrappers: ['data'],
  recognises: ({ values }) =>
    values.get('object') === 'event' || (values.has('actingUserId') && values.has('date')),
  read: reading({
    time: ['date'],
    name: (entry) => named(textAt(entry, 'type')),
    outcome(entry) {
      const name = named(textAt(entry, 'type'))
      if (/Denied|Rejected/.test(name)) return 'denied'
      return /Failed/.test(name) ? 'failure' : 'success'
    },
    fields: {
      username: ['userEmail', 'actingUserEmail', 'actingUserId', 'systemUser'],
      remote_address: ['ipAddress'],
      device_name: ['deviceName'],
      record_uid: ['itemId'],
      secret_uid: ['secretId'],
      shared_folder_uid: ['collectionId'],
    },
  }),
}

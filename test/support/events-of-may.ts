import { appClientAccess, appRecordShared } from '../../src/events/catalog/ksm.ts'
import { login, loginFailure } from '../../src/events/catalog/login.ts'
import { folderAddUser } from '../../src/events/catalog/share-people.ts'
import { openRecord, recordAdd, recordUpdate } from '../../src/events/catalog/usage.ts'
import { type Happening, happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import type { Transaction } from '../../src/store/store.ts'

/** A month long ago whose log is the same in every test: May 2025. */
export const may = 'between 2025-05-01 and 2025-06-01'

const app_uid = 'qZ3vYkT0R1mXcW9dLhPb2A'
const secret_uid = 'Gk2pVt7cRzX5sYb1NwQe8g'
const record_uid = 'aWq8LmNs2RtYv3XzBc5DfA'
const shared_folder_uid = 'Hn4kQw9eTyU1oP6sDfG7hA'
const served = { served: 'sha256:none', served_count: 0 }

/** What happens, over and over. */
const happenings: readonly Happening[] = [
  happened(login, {}),
  happened(recordAdd, { record_uid, revision: 1 }),
  happened(appClientAccess, {
    ...{ app_uid, device_name: 'ci-runner', device_uid: 'Zx8cVb6nMq2wEr4tYu1iOA' },
    ...{ endpoint: 'get_secret', ...served },
  }),
  happened(recordUpdate, { record_uid, revision_before: 1, revision: 2 }),
  happened(loginFailure, { reason: 'wrong_password', detail: 'wrong e-mail address or password' }),
  happened(folderAddUser, { shared_folder_uid, to_username: 'mei@example.com', editable: true }),
  happened(appRecordShared, { app_uid, secret_uid, editable: false }),
  happened(openRecord, { record_uid, revision: 2, ...served }),
]

const people = ['ann@example.com', 'bob@example.org', 'mei@example.com']
const addresses = ['192.0.2.1', '192.0.2.77', '198.51.100.7', '203.0.113.9', '2001:db8::1']
const clients = ['kw0.1.0', 'c18.0.0', 'ms17.3.0']

const of = <Value>(list: readonly Value[], index: number) => list[index % list.length] as Value

const count = 96
const everyMs = 7 * 3_600_000 + 13 * 60_000
const begin = Date.parse('2025-05-01T06:30:00Z')

/** Puts the month into a log: 96 events, seven hours apart, of three people at five addresses with three clients. */
export async function eventsOfMay(tx: Transaction): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const at = new Date(begin + index * everyMs)
    await record(tx, of(happenings, index * 3), {
      username: of(people, index),
      remote_address: of(addresses, index),
      client_version: of(clients, index + Math.floor(index / 10)),
      at,
      recordedAt: at,
    })
  }
}

import { textAt } from '../flat-entry.ts'
import type { ForeignFormat } from '../foreign-format.ts'
import { reading } from '../reading.ts'

/** Infisical's audit log, as its API (`auditLogs`) and its streams give it. */
export const infisical: ForeignFormat = {
  name: 'infisical',
  title: 'Infisical: audit log',
  prefix: 'infisical',
  wrappers: ['auditLogs'],
  recognises: ({ values }) => values.has('actor.type') && values.has('event.type'),
  read: reading({
    time: ['createdAt'],
    name: (entry) => textAt(entry, 'event.type') || textAt(entry, 'eventType'),
    outcome(entry) {
      const type = textAt(entry, 'event.type')
      if (/denied/i.test(type)) return 'denied'
      return /fail/i.test(type) ? 'failure' : 'success'
    },
    fields: {
      username: [
        'actor.metadata.email',
        'actor.metadata.username',
        'actor.metadata.name',
        'actor.metadata.identityId',
        'actor.metadata.userId',
        'actor.metadata.serviceId',
      ],
      remote_address: ['ipAddress'],
      client_version: ['userAgent'],
      secret_uid: ['event.metadata.secretId'],
      folder_uid: ['event.metadata.folderId'],
    },
  }),
}

import { textAt } from '../flat-entry.ts'
import type { ForeignFormat } from '../foreign-format.ts'
import { reading } from '../reading.ts'

/** AWS CloudTrail: `Records` as it delivers them to S3 (gzip), or a record a line. */
export const cloudtrail: ForeignFormat = {
  name: 'cloudtrail',
  title: 'AWS CloudTrail',
  prefix: 'aws',
  wrappers: ['Records'],
  recognises: ({ values }) => values.has('eventSource') && values.has('eventName'),
  read: reading({
    time: ['eventTime'],
    name(entry) {
      const name = textAt(entry, 'eventName')
      const service = textAt(entry, 'eventSource').replace(/\.amazonaws\.com(\.cn)?$/, '')
      return name && [service, name].filter(Boolean).join('.')
    },
    outcome(entry) {
      const code = textAt(entry, 'errorCode')
      if (/denied|unauthorized|forbidden/i.test(code)) return 'denied'
      const isFailure = code !== '' || textAt(entry, 'responseElements.ConsoleLogin') === 'Failure'
      return isFailure ? 'failure' : 'success'
    },
    fields: {
      username: [
        'userIdentity.userName',
        'userIdentity.sessionContext.sessionIssuer.userName',
        'userIdentity.principalId',
        'userIdentity.invokedBy',
      ],
      remote_address: ['sourceIPAddress'],
      client_version: ['userAgent'],
      secret_uid: ['requestParameters.secretId'],
    },
    never: ['responseElements', 'requestParameters.secretString', 'requestParameters.secretBinary'],
  }),
}

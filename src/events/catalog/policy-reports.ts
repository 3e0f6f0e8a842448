import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text } from '../field.ts'

/** Reports under a name. What they ask for stays out of the log: it may name people. */

const category = 'policy'

const saved = { category, severity: 'info', outcome: 'success' } as const
const fields = z.object({ report: text })

export const reportCreated = eventType({
  ...saved,
  name: 'report_created',
  title: 'Report created',
  fields,
  message: 'User ${username} created report ${report}',
})

export const reportModified = eventType({
  ...saved,
  name: 'report_modified',
  title: 'Report modified',
  fields,
  message: 'User ${username} modified report ${report}',
})

/** The access review of auditors: `digest` is of the file that was reviewed, as `sha256sum` prints it. */
export const reportSignedOff = eventType({
  category,
  severity: 'notice',
  outcome: 'success',
  name: 'report_signed_off',
  title: 'Report reviewed and signed off',
  fields: z.object({ report: text, digest: text, detail: text }),
  message:
    'User ${username} reviewed report ${report} and signed it off: ${detail} (SHA-256 ${digest})',
})

export const reportDeleted = eventType({
  ...saved,
  name: 'report_deleted',
  title: 'Report deleted',
  fields,
  message: 'User ${username} deleted report ${report}',
})

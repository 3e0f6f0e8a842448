import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import { headline, plainText } from '../notice-text.ts'
import { basicAuth, postJson } from '../post-json.ts'
import { address, line, secret } from '../setting.ts'

/** 1 is high, 3 is low. */
const urgencies = { info: '3', notice: '3', warning: '2', critical: '1' } as const

/** An incident in ServiceNow for every message. `correlation_id` tells a repetition. */
export const servicenow = httpChannel({
  name: 'servicenow',
  title: 'ServiceNow',
  settings: z.strictObject({
    url: address('Address (https://INSTANCE.service-now.com)'),
    user: line('User'),
    password: secret('Password'),
    table: z
      .string()
      .regex(/^[a-z0-9_]{1,80}$/, 'must be the name of a table')
      .default('incident')
      .meta({ title: 'Table' }),
  }),
  whom: ({ url }) => `ServiceNow ${new URL(url).host}`,
  request: (notice, { url, user, password, table }) =>
    postJson(
      `${url}/api/now/table/${table}`,
      {
        short_description: headline(notice, 160),
        description: plainText(notice),
        urgency: urgencies[notice.severity],
        impact: urgencies[notice.severity],
        correlation_id: notice.message_uid,
        correlation_display: 'Keepwatch',
      },
      { accept: 'application/json', ...basicAuth(user, password) },
    ),
})

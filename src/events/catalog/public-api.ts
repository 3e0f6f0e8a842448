import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text } from '../field.ts'

/** Tokens with which programs read the log. */

const category = 'public_api'

export const createPublicApiTokenInDays = eventType({
  name: 'create_public_api_token_in_days',
  title: 'API token created',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({
    name: text,
    scopes: text,
    networks: text.optional(),
    /** Absent: it does not end by itself. */
    expires_in_days: count.optional(),
  }),
  message: 'User ${username} created the API token ${name} for ${scopes}',
})

export const revokePublicApiToken = eventType({
  name: 'revoke_public_api_token',
  title: 'API token revoked',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ name: text }),
  message: 'User ${username} revoked the API token ${name}',
})

import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text, uidList } from '../field.ts'

/** Coming and going. */

const category = 'login'

export const login = eventType({
  name: 'login',
  title: 'Logged in',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({}),
  message: 'User ${username} logged in to vault',
})

export const loginFailure = eventType({
  name: 'login_failure',
  title: 'Failed login',
  category,
  severity: 'warning',
  outcome: 'denied',
  fields: z.object({ detail: text }),
  message: 'Login of ${username} failed: ${detail}',
})

export const sessionsEnded = eventType({
  name: 'sessions_ended',
  title: 'Sessions ended',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ended: uidList }),
  message: 'User ${username} ended the sessions ${ended}',
})

export const logout = eventType({
  name: 'logout',
  title: 'Logged out',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({}),
  message: 'User ${username} logged out',
})

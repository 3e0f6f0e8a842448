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
  /** What proved it besides the password: totp, passkey, recovery_code. */
  fields: z.object({ second_factor: text.optional() }),
  message: 'User ${username} logged in to vault',
})

export const loginFailure = eventType({
  name: 'login_failure',
  title: 'Failed login',
  category,
  severity: 'warning',
  outcome: 'denied',
  /** `reason` in a word: wrong_password, wrong_code, throttled, not_allowed, malformed. */
  fields: z.object({ reason: text.optional(), detail: text }),
  message: 'Login of ${username} failed: ${detail}',
})

/** The password was right. What is asked for is not there yet, and nothing is open. */
export const secondFactorAsked = eventType({
  name: 'second_factor_asked',
  title: 'Second factor asked for',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ asked: text }),
  message: 'User ${username} gave the right password and was asked for a second factor',
  unless: {
    field: 'asked',
    messages: {
      'set-up':
        'User ${username} gave the right password and was asked to set up a second factor first',
    },
  },
})

/** In the middle of a session, for what asks for it. */
export const identityConfirmed = eventType({
  name: 'identity_confirmed',
  title: 'Identity confirmed',
  category,
  severity: 'info',
  outcome: 'success',
  /** password, totp, passkey or recovery_code. */
  fields: z.object({ by: text }),
  message: 'User ${username} proved again who they are: ${by}',
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

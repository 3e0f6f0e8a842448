import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text } from '../field.ts'

/** Second factors: what people prove who they are with besides the password. Names as Keeper's events have them. */

const category = 'security'

export const setTwoFactorOn = eventType({
  name: 'set_two_factor_on',
  title: 'Second factor set up',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ factor: text, factor_name: text }),
  message: 'User ${username} set up the second factor ${factor_name} (${factor})',
})

export const setTwoFactorOff = eventType({
  name: 'set_two_factor_off',
  title: 'Second factor removed',
  category,
  severity: 'warning',
  outcome: 'success',
  /** `left`: how many second factors the account still has. */
  fields: z.object({ factor: text, factor_name: text, left: count }),
  message: 'User ${username} removed the second factor ${factor_name} (${factor}): ${left} left',
})

/** In the middle of a session. At the door it is `login_failure` with the reason `wrong_code`. */
export const twoFactorCodeInvalid = eventType({
  name: 'two_factor_code_invalid',
  title: 'Second factor wrong',
  category,
  severity: 'warning',
  outcome: 'denied',
  fields: z.object({ action: text, detail: text }),
  message: 'User ${username} gave a wrong second factor for ${action}',
})

export const addSecurityKey = eventType({
  name: 'add_security_key',
  title: 'Passkey added',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ factor_name: text }),
  message: 'User ${username} added the passkey ${factor_name}',
})

export const deleteSecurityKey = eventType({
  name: 'delete_security_key',
  title: 'Passkey removed',
  category,
  severity: 'warning',
  outcome: 'success',
  /** `left`: how many second factors the account still has. */
  fields: z.object({ factor_name: text, left: count }),
  message: 'User ${username} removed the passkey ${factor_name}: ${left} second factors left',
})

export const twoFactorDisabledBySupport = eventType({
  name: 'two_factor_disabled_by_support',
  title: 'Second factor of somebody else removed',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ to_username: text, removed: count }),
  message: 'User ${username} removed all second factors of ${to_username}',
})

export const recoveryCodesRenewed = eventType({
  name: 'recovery_codes_renewed',
  title: 'Recovery codes made anew',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ codes: count }),
  message: 'User ${username} made ${codes} new recovery codes; the ones before count no more',
})

export const accountRecoverySetup = eventType({
  name: 'account_recovery_setup',
  title: 'Recovery phrase made',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({}),
  message: 'User ${username} made a recovery phrase',
})

export const recoveryPhraseRemoved = eventType({
  name: 'recovery_phrase_removed',
  title: 'Recovery phrase removed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({}),
  message: 'User ${username} removed the recovery phrase',
})

import { accountCalls } from './account-calls.ts'
import { enterpriseCalls } from './enterprise-calls.ts'
import type { OpenCall, PersonCall } from './house.ts'
import { loginCalls, openLoginCalls } from './login-calls.ts'
import { recordCalls } from './record-calls.ts'
import { syncCalls } from './sync-calls.ts'

/** What Commander calls, by the names that it has for it. */
export const openCalls: Readonly<Record<string, OpenCall>> = openLoginCalls

export const personCalls: Readonly<Record<string, PersonCall>> = {
  ...loginCalls,
  ...accountCalls,
  ...enterpriseCalls,
  ...recordCalls,
  ...syncCalls,
}

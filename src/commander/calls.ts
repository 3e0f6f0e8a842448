import { accountCalls } from './account-calls.ts'
import { deviceCalls } from './device-calls.ts'
import { enterpriseCalls } from './enterprise-calls.ts'
import type { OpenCall, PersonCall } from './house.ts'
import { jsonCalls } from './json-calls.ts'
import { ksmCalls } from './ksm-calls.ts'
import { openLoginCalls } from './login-calls.ts'
import { recordCalls } from './record-calls.ts'
import { sharingCalls } from './sharing-calls.ts'
import { syncCalls } from './sync-calls.ts'
import { teamCalls } from './team-calls.ts'
import { writeCalls } from './write-calls.ts'

/** What Commander calls, by the names that it has for it. */
export const openCalls: Readonly<Record<string, OpenCall>> = openLoginCalls

export const personCalls: Readonly<Record<string, PersonCall>> = {
  ...deviceCalls,
  ...accountCalls,
  ...enterpriseCalls,
  ...jsonCalls,
  ...ksmCalls,
  ...recordCalls,
  ...sharingCalls,
  ...syncCalls,
  ...teamCalls,
  ...writeCalls,
}

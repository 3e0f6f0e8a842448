import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { uid } from '../field.ts'

/** The devices that people log in from with Keeper Commander. */

const about = {
  category: 'security',
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ device_uid: uid }),
} as const

export const deviceApproved = eventType({
  ...about,
  name: 'device_approved',
  title: 'Device may log in without a password',
  message: 'User ${username} lets device ${device_uid} log in without a password',
})

export const deviceUserLinked = eventType({
  ...about,
  name: 'device_user_linked',
  title: 'Device left its data key',
  message: 'Device ${device_uid} of user ${username} left the data key that only it can open',
})

export const deviceUserRemoved = eventType({
  ...about,
  name: 'device_user_removed',
  title: 'Device needs a password again',
  message: 'User ${username} no longer lets device ${device_uid} log in without a password',
})

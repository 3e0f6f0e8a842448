import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, flag, text, uid } from '../field.ts'

/** Records that nobody should touch. */

const category = 'security'

export const decoyMarked = eventType({
  name: 'decoy_marked',
  title: 'Record made a decoy',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ record_uid: uid, lock_device: flag }),
  message: 'User ${username} made record UID ${record_uid} a decoy',
})

export const decoyUnmarked = eventType({
  name: 'decoy_unmarked',
  title: 'Record is no decoy any more',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ record_uid: uid }),
  message: 'User ${username} made decoy record UID ${record_uid} an ordinary record',
})

/** The first touch of each device and person. `cause_seq`: the event by which it was touched. */
export const decoyTouched = eventType({
  name: 'decoy_touched',
  title: 'Decoy touched',
  category,
  severity: 'critical',
  outcome: 'success',
  fields: z.object({
    record_uid: uid,
    app_uid: uid.optional(),
    device_name: text.optional(),
    device_uid: uid.optional(),
    device_locked: flag,
    cause_seq: count,
  }),
  message: 'Decoy record UID ${record_uid} was touched by ${username} ${device_name}',
})

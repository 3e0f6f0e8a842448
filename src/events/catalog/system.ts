import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text } from '../field.ts'

/** What happens to the machine that the server runs on. */

const category = 'system'

const space = z.object({ free_bytes: count, reserve_bytes: count })

export const diskNearlyFull = eventType({
  name: 'disk_nearly_full',
  title: 'Disk nearly full',
  category,
  severity: 'critical',
  outcome: 'failure',
  fields: space,
  message:
    'Only ${free_bytes} bytes are free on the data folder, less than the reserve of ${reserve_bytes}: no secrets are given out until space is freed',
})

export const diskSpaceRestored = eventType({
  name: 'disk_space_restored',
  title: 'Disk has room again',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: space,
  message: 'There are ${free_bytes} bytes free on the data folder again: secrets are given out',
})

export const clockStepped = eventType({
  name: 'clock_stepped',
  title: 'Clock was set',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ seconds: z.number(), before: z.string(), after: z.string() }),
  message: 'The clock of the server was set by ${seconds} seconds, from ${before} to ${after}',
})

export const serverKeysResealed = eventType({
  name: 'server_keys_resealed',
  title: 'Keys of the server sealed anew',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ files: count, sealed_by: text }),
  message: '${files} key files of the server are sealed by the key from ${sealed_by}',
})

import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text, uid } from '../field.ts'

/** What the log says of itself. */

const category = 'log'

/** Long enough for a checkpoint with several signatures. */
const note = z.string().max(4_000)

export const logCheckpoint = eventType({
  name: 'log_checkpoint',
  title: 'Checkpoint of the event log',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ origin: text, size: count, root: text, note }),
  message: 'The first ${size} events have the root hash ${root}',
})

export const logRollbackAccepted = eventType({
  name: 'log_rollback_accepted',
  title: 'Lost events accepted',
  category,
  severity: 'critical',
  outcome: 'failure',
  fields: z.object({ size: count, signed_size: count, old_origin: text, origin: text, note }),
  message:
    'The operator accepted a store of ${size} events where ${signed_size} had been signed; the log goes on as ${origin}',
})

export const logKeyRotated = eventType({
  name: 'log_key_rotated',
  title: 'Signing key of the event log changed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ origin: text, old_key: text, new_key: text }),
  message: 'The log is signed by the new key ${new_key} besides ${old_key}',
})

export const logKeyRetired = eventType({
  name: 'log_key_retired',
  title: 'Old signing key of the event log retired',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ origin: text, old_key: text, new_key: text }),
  message: 'The log is signed by the key ${new_key} alone; ${old_key} no longer signs it',
})

export const logWitnessRefused = eventType({
  name: 'log_witness_refused',
  title: 'Witness refused the event log',
  category,
  severity: 'critical',
  outcome: 'failure',
  fields: z.object({ witness: text, size: count, witnessed_size: count, reason: text }),
  message:
    'The witness ${witness} has cosigned ${witnessed_size} events that the ${size} of this log do not continue: events were changed',
  unless: {
    field: 'reason',
    messages: {
      rolled_back:
        'The witness ${witness} has cosigned ${witnessed_size} events, but this log has only ${size}: it was rolled back',
    },
  },
})

export const logWitnessUnreachable = eventType({
  name: 'log_witness_unreachable',
  title: 'Witness does not cosign',
  category,
  severity: 'warning',
  outcome: 'failure',
  fields: z.object({ witness: text, detail: text }),
  message: 'The witness ${witness} does not cosign the log: ${detail}',
})

export const logWitnessRestored = eventType({
  name: 'log_witness_restored',
  title: 'Witness cosigns again',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ witness: text, size: count }),
  message: 'The witness ${witness} cosigns the log again, now with ${size} events',
})

export const logImported = eventType({
  name: 'log_imported',
  title: 'Events of another log imported',
  category,
  severity: 'notice',
  outcome: 'success',
  /** One part of a file, which was committed with this event. `source` is what its events have in `imported_from`. */
  fields: z.object({
    source: text,
    file: text,
    import_uid: uid,
    part: count,
    entries: count,
    imported: count,
    already_there: count,
    unreadable: count,
    first: text.optional(),
    last: text.optional(),
  }),
  message:
    'User ${username} imported ${imported} of ${entries} entries of ${file} from ${source}; ${already_there} were there already, ${unreadable} could not be read',
})

export const storeRestored = eventType({
  name: 'store_restored',
  title: 'Backup restored',
  category,
  severity: 'critical',
  outcome: 'success',
  fields: z.object({ size: count, newest: text.optional() }),
  message:
    'A backup of ${size} events was restored, the newest recorded at ${newest}: what happened after it is lost',
})

export const storeMoved = eventType({
  name: 'store_moved',
  title: 'Store moved',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ from: text, to: text, size: count, root: text }),
  message:
    'The store with its ${size} events was moved from ${from} to ${to}; the root hash is ${root}',
})

export const storeFilesMoved = eventType({
  name: 'store_files_moved',
  title: 'Files of records moved',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ from: text, to: text, count }),
  message: 'The ciphertext of ${count} files and thumbnails was copied from ${from} to ${to}',
})

export const eventsPruned = eventType({
  name: 'events_pruned',
  title: 'Old events dropped',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ before: count, count, oldest_kept: text }),
  message:
    'Retention drops ${count} events: the log now begins with event ${before}, recorded at ${oldest_kept}',
})

export const retentionOverride = eventType({
  name: 'retention_override',
  title: 'Events dropped before they were delivered',
  category,
  severity: 'critical',
  outcome: 'success',
  fields: z.object({ follower: text, delivered: count, before: count }),
  message:
    'Retention drops events before ${before} that ${follower} has not had, which stands at event ${delivered}: the operator allowed it with --prune-undelivered',
})

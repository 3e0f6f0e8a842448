import { createHmac } from 'node:crypto'
import type { Config } from './config.ts'
import { serverKeyIn } from './data-folder.ts'
import { logRollbackAccepted } from './events/catalog/log.ts'
import { happened } from './events/event-type.ts'
import { demandKeys, keysMark, keysSetting, type LogIdentity } from './events/log-identity.ts'
import { record } from './events/record.ts'
import { targetKeyIn } from './export-house-of.ts'
import type { Clock } from './kernel/clock.ts'
import { conflict } from './kernel/errors.ts'
import { openLog } from './open-log.ts'
import { keyFilesOf } from './outside-key.ts'
import type { ServerKey } from './protocol/server-key.ts'
import type { Store, Transaction } from './store/store.ts'

/** What the servers over one store must have in common: each key lies in a file of the data folder. */
type InstallationKeys = {
  readonly identity: LogIdentity
  readonly serverKey: Pick<ServerKey, 'publicKey'>
  readonly targetKey: Uint8Array
}

const setting = 'installation_keys'

/** By which keys are told apart, and which open nothing: by the file that holds each of them. */
const marksOf = ({ identity, serverKey, targetKey }: InstallationKeys) => ({
  'log-key': identity.origin,
  'server-key.pem': serverKey.publicKey,
  'target-key': createHmac('sha256', targetKey).update('keepwatch target-key').digest('base64url'),
})

type Marks = Readonly<Record<string, string>>

const otherKeys = (files: readonly string[]) =>
  conflict(
    `the database belongs to servers with another ${files.join(', ')}: copy the keys from the data folder of one of them (log-key, log-vkey, log-anchor, server-key.pem, target-key, tls), then start again; if they are lost, --accept-rollback begins a new log with new keys`,
  )

/** A log that goes on under another name is on record, like every log that is given up. */
async function beginNewLog(tx: Transaction, { identity, clock }: Joining, old_origin: string) {
  const { origin } = identity
  const kept = await tx.checkpoint.find()
  const signed_size = kept?.size ?? 0
  const given = { size: signed_size, signed_size, old_origin, origin, note: kept?.note ?? '' }
  const around = { at: clock(), recordedAt: clock() }
  await record(tx, happened(logRollbackAccepted, given), around)
  await tx.settings.set(keysSetting, keysMark(identity))
}

type Joining = InstallationKeys & {
  readonly clock: Clock
  /** The operator has lost the keys of the others, and says so. */
  readonly acceptRollback: boolean
}

/**
 * Refuses to serve beside others with keys of one's own: devices could not talk to both, no export would open, and two logs would
 * sign for one. The first server over a database says which keys those are. Throws `conflict`; nothing is written then.
 */
async function demandSameKeys(
  store: Pick<Store, 'servers' | 'transaction'>,
  keys: Joining,
): Promise<void> {
  if (store.servers === 'one') return
  const ours: Marks = marksOf(keys)
  const { identity, acceptRollback } = keys
  await store.transaction(async (tx) => {
    const text = await tx.settings.find(setting)
    const theirs = text === undefined ? ours : (JSON.parse(text) as Marks)
    const different = Object.keys(ours).filter((file) => theirs[file] !== ours[file])
    const isOther = different.length > 0
    if (isOther && !acceptRollback) throw otherKeys(different)
    const isCurrent = (await tx.settings.find(keysSetting)) === keysMark(identity)
    if (different.includes('log-key') && !isCurrent)
      await beginNewLog(tx, keys, theirs['log-key'] ?? '')
    await demandKeys(tx, identity)
    if (text === undefined || isOther) await tx.settings.set(setting, JSON.stringify(ours))
  })
}

/** The keys of this server, once it is known that the others over its store have the same. */
export async function openKeys(
  config: Config,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<{ readonly identity: LogIdentity; readonly serverKey: ServerKey }> {
  const identity = await openLog(config, store, clock)
  const serverKey = await serverKeyIn(config.data, await keyFilesOf(config))
  const targetKey = await targetKeyIn(config)
  const { acceptRollback } = config
  await demandSameKeys(store, { identity, serverKey, targetKey, clock, acceptRollback })
  return { identity, serverKey }
}

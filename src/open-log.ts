import { commitLogKeys, endCutChange } from './commit-log-keys.ts'
import type { Config } from './config.ts'
import { checkAnchor } from './events/anchor.ts'
import { logRollbackAccepted } from './events/catalog/log.ts'
import { happened } from './events/event-type.ts'
import { type LogIdentity, logIdentity, openOwn } from './events/log-identity.ts'
import type { Clock } from './kernel/clock.ts'
import { anchorIn, logIdentityIn, newLogKeys } from './log-files.ts'
import { keyFilesOf } from './outside-key.ts'
import type { Store } from './store/store.ts'

/**
 * The identity of the log in this data folder, after the store has been held against what was signed last. With
 * `--accept-rollback` a store that fails goes on as a new log, and that is its first event.
 */
export async function openLog(config: Config, store: Store, clock: Clock): Promise<LogIdentity> {
  const { data, acceptRollback } = config
  const files = await keyFilesOf(config)
  await endCutChange(data, store, files)
  const identity = await logIdentityIn(data, files)
  const note = await anchorIn(data).read()
  const lost = await checkAnchor(store, note, identity).catch((error: unknown) => error)
  if (!lost) return identity
  if (!acceptRollback || !note) throw lost

  const signed = openOwn(identity, note)
  const next = newLogKeys()
  const happening = happened(logRollbackAccepted, {
    size: await store.events.size(),
    signed_size: signed.size,
    old_origin: identity.origin,
    origin: logIdentity(next).origin,
    note,
  })
  return commitLogKeys({ data, store, clock, files }, { next, happening })
}

import type { Happening } from './events/event-type.ts'
import { keysMark, keysSetting, type LogIdentity, logIdentity } from './events/log-identity.ts'
import { record } from './events/record.ts'
import type { Clock } from './kernel/clock.ts'
import { type KeyFiles, plainKeyFiles } from './kernel/key-files.ts'
import { type LogKeys, settleLogKeys, stageLogKeys } from './log-files.ts'
import type { Store } from './store/store.ts'

/** Finishes or takes back a change of keys that a crash cut short. Call it before the keys are read. */
export const endCutChange = async (
  data: string,
  store: Store,
  files: KeyFiles = plainKeyFiles,
): Promise<void> =>
  settleLogKeys(data, await store.read(({ settings }) => settings.find(keysSetting)), files)

type Changed = {
  readonly data: string
  readonly store: Store
  readonly clock: Clock
  readonly files?: KeyFiles
}

/**
 * Changes the keys of a log together with the event that says so: wherever a crash comes, the next start finds both or
 * neither.
 */
export async function commitLogKeys(
  { data, store, clock, files = plainKeyFiles }: Changed,
  { next, happening }: { next: LogKeys; happening: Happening },
): Promise<LogIdentity> {
  const identity = logIdentity(next)
  await stageLogKeys(data, next, files)
  await store.transaction(async (tx) => {
    await record(tx, happening, { at: clock(), recordedAt: clock() })
    await tx.settings.set(keysSetting, keysMark(identity))
  })
  await settleLogKeys(data, keysMark(identity), files)
  return identity
}

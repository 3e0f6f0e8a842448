import type { Share } from '../store/state/shares.ts'
import type { State } from '../store/state.ts'
import { unshare } from './unshare.ts'

/** Takes a record away with everything that hangs on it; gives the shares that went with it. */
export async function eraseRecord(state: State, record_uid: string): Promise<readonly Share[]> {
  const taken = await unshare(state, record_uid)
  await state.stagedUpdates.remove(record_uid)
  await state.records.remove(record_uid)
  return taken
}

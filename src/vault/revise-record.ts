import { DeviceRefusal } from '../access/device-refusal.ts'
import type { StoredRecord } from '../store/state/records.ts'
import type { State } from '../store/state.ts'

type Change = Pick<StoredRecord, 'record_uid' | 'data' | 'revision'> & { readonly at: Date }

/** Replaces a record's data if it still has the revision that the device read; gives both revisions. */
export async function reviseRecord(
  { records }: State,
  { record_uid, data, revision, at }: Change,
): Promise<{ readonly revision_before: number; readonly revision: number }> {
  const next = { record_uid, data, revision: revision + 1, modified_at: at.getTime() }
  if (!(await records.revise(next))) throw new DeviceRefusal('out_of_sync')
  return { revision_before: revision, revision: next.revision }
}

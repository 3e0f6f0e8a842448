import type { Share } from '../store/state/shares.ts'
import { ofApplications } from './of-applications.ts'
import type { ReadyAsked, Sources } from './ready-report.ts'

/** A share, with the records that it reaches. */
export type Grant = { readonly share: Share; readonly record_uids: readonly string[] }

/** What applications may read now. */
export async function* granted(
  { shares, recordsUnder }: Pick<Sources, 'shares' | 'recordsUnder'>,
  asked: Pick<ReadyAsked, 'app'>,
): AsyncGenerator<Grant> {
  const under = new Map<string, readonly string[]>()
  for (const share of await shares()) {
    if (!ofApplications(share, asked)) continue
    const { kind, secret_uid } = share
    if (kind === 'folder' && !under.has(secret_uid)) {
      const records = await recordsUnder(secret_uid)
      under.set(
        secret_uid,
        records.map(({ record_uid }) => record_uid),
      )
    }
    yield { share, record_uids: kind === 'folder' ? (under.get(secret_uid) ?? []) : [secret_uid] }
  }
}

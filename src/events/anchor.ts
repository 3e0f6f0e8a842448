import { conflict } from '../kernel/errors.ts'
import type { Store } from '../store/store.ts'
import { sameHash } from '../tlog/hash.ts'
import { treeRoot } from '../tlog/subtree.ts'
import { type LogIdentity, openOwn } from './log-identity.ts'

/** The last signed checkpoint, kept outside the database: what convicts a store that was put back to an older state. */
export type Anchor = {
  read(): Promise<string | undefined>
  write(note: string): Promise<void>
}

/**
 * Refuses a store that cannot be what was signed last: fewer events (a rollback), or others in their place. Throws
 * `conflict` with what to do; call it before anything is written.
 */
export async function checkAnchor(
  { events }: Pick<Store, 'events'>,
  note: string | undefined,
  identity: LogIdentity,
): Promise<void> {
  if (!note) return
  const signed = openOwn(identity, note)
  const size = await events.size()
  if (size < signed.size)
    throw conflict(
      `the store holds ${size} events, but ${signed.size} were signed: it was rolled back. Restore the newest backup, or accept the loss on the record with --accept-rollback`,
    )
  if (!sameHash(await treeRoot(signed.size, events.hashes), signed.root))
    throw conflict(
      `the first ${signed.size} events are not the ones that were signed: run "keepwatch verify" to find where`,
    )
}

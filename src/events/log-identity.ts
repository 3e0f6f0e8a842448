import { conflict } from '../kernel/errors.ts'
import type { State } from '../store/state.ts'
import type { Checkpoint } from '../tlog/checkpoint.ts'
import { openCheckpoint } from '../tlog/checkpoint.ts'
import { type NoteSigner, noteSigner, noteVerifier } from '../tlog/note-key.ts'

/** Who a log is: its name, and the keys that sign for it. The first is the current one; a second overlaps a rotation. */
export type LogIdentity = {
  readonly origin: string
  readonly signers: readonly NoteSigner[]
  /** What verifiers need, a key each. */
  readonly vkeys: readonly string[]
}

/** The identity that secret keys (`skey` texts, the current one first) make. They all carry the origin as their name. */
export function logIdentity(skeys: readonly [string, ...string[]]): LogIdentity {
  const signers = skeys.map(noteSigner)
  return { origin: signers[0]?.name ?? '', signers, vkeys: signers.map(({ vkey }) => vkey) }
}

/** Reads a checkpoint that this log signed; throws `invalid` for any other. */
export const openOwn = ({ vkeys }: LogIdentity, note: string): Checkpoint =>
  openCheckpoint(note, vkeys.map(noteVerifier))

/** By which the store's settings name the keys that its newest change of keys was committed with. */
export const keysSetting = 'log_keys'
export const keysMark = ({ vkeys }: LogIdentity): string => vkeys.join(' ')

/** Throws `conflict` once another server's folder has newer keys for the log: these may not sign any more. */
export async function demandKeys(
  { settings }: Pick<State, 'settings'>,
  identity: LogIdentity,
): Promise<void> {
  const current = await settings.find(keysSetting)
  if (current === undefined || current === keysMark(identity)) return
  throw conflict(
    'the keys of the log were changed on another server: copy log-key, log-vkey and log-anchor from its data folder, then start this one again',
  )
}

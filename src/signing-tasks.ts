import type { Config } from './config.ts'
import { checkpointRecorder, keepCheckpoints } from './events/checkpointing.ts'
import { keepCosigned } from './events/cosigning.ts'
import type { LogIdentity } from './events/log-identity.ts'
import { askWitness, type Witness } from './events/witness.ts'
import type { Clock } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import { anchorIn } from './log-files.ts'
import { postText } from './outbound/post-text.ts'
import type { Store } from './store/store.ts'

type SigningGround = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly identity: LogIdentity
}

type Task = (signal: AbortSignal) => Promise<void>

function witnessOf({ witness, witnessKey }: Config): Witness | undefined {
  if (!witness || !witnessKey) return undefined
  const url = `${witness.replace(/\/+$/, '')}/add-checkpoint`
  return { verifier: witnessKey, send: (body, signal) => postText(url, body, signal) }
}

/**
 * What keeps the log signed, and cosigned where a witness is configured: then checkpoints become events after it was
 * asked, so that exports carry its signature.
 */
export function signingTasks(config: Config, ground: SigningGround): readonly Task[] {
  const { store, clock, log, identity } = ground
  const record = checkpointRecorder(store, clock)
  const witness = witnessOf(config)
  const fail = (error: unknown) => log.error({ error }, 'the log could not be signed')
  const signed = witness ? async () => {} : record
  const signing = { store, identity, anchor: anchorIn(config.data), signed, fail }
  const sign: Task = (signal) => keepCheckpoints(signing, signal)
  if (!witness) return [sign]
  const ask = askWitness(witness, store.events)
  const cosigning = { store, clock, log, witness: witness.verifier.name, ask, asked: record }
  return [sign, (signal) => keepCosigned(cosigning, signal)]
}

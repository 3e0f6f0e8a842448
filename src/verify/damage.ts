import { Failure } from '../kernel/errors.ts'

/**
 * What can be wrong with a log:
 *
 * - `edited`: an event is not the one that was hashed or signed
 * - `missing`, `inserted`, `duplicated`, `reordered`: the events are not the ones, or not in the order, that they were
 * - `truncated`: the end is cut off, and what is left does not fit together
 * - `rolled-back`: it fits together, but more was signed: somebody put an older state in its place
 * - `split-view`: two signed checkpoints contradict each other: the log showed different histories
 * - `bad-signature`: a checkpoint is not signed by the log's key
 * - `unsigned`: nothing signed covers the events
 * - `malformed`: it cannot be read
 */
export type DamageKind =
  | 'edited'
  | 'missing'
  | 'inserted'
  | 'duplicated'
  | 'reordered'
  | 'truncated'
  | 'rolled-back'
  | 'split-view'
  | 'bad-signature'
  | 'unsigned'
  | 'malformed'

/** Something that does not hold, and the first sequence number where it sits. */
export type Damage = {
  readonly kind: DamageKind
  readonly seq: number
  readonly sentence: string
}

/** Ends a reading at the first damage: what comes after it cannot be believed. */
export class Damaged extends Failure {
  readonly damage: Damage
  constructor(damage: Damage, options?: ErrorOptions) {
    super('unproven', damage.sentence, options)
    this.damage = damage
  }
}

/** What one server may take of a database, and for how long it waits for it. */
export type DatabaseLimits = {
  /** How many connections it opens at most. */
  readonly connections: number
  /** How long a statement may take before it is stopped, in seconds. */
  readonly statement: number
  /** How long one waits for a row or a table that another unit holds, in seconds. */
  readonly lock: number
  /** How long one waits for a connection, a new one or one that is free, in seconds. */
  readonly connect: number
}

/**
 * Units wait for their disk together, so more connections mean more commits a flush (docs/decisions/0009). A unit that sleeps is ended
 * after eight seconds, so whoever waits for what it holds must wait a little longer than that, and less than a statement may take. A device
 * gives up after about half a minute.
 */
export const usualLimits: DatabaseLimits = {
  connections: 25,
  statement: 30,
  lock: 15,
  connect: 10,
}

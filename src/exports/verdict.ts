/**
 * What a receiver's answer means for a batch, each protocol by its own rule:
 *
 * - `done`: it has them, but for those that it `refused` for good, each with its place in the batch
 * - `again`: it has not, and may have them later; not before `afterMs`
 * - `paused`: nothing will get through until a person changes something: a wrong token, a missing index
 * - `dead`: something in the batch can never be taken; `at` is its place, if the receiver says so
 */
export type Verdict =
  | { readonly kind: 'done'; readonly refused?: readonly RefusedUnit[] }
  | { readonly kind: 'again'; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: 'paused'; readonly reason: string }
  | { readonly kind: 'dead'; readonly reason: string; readonly at?: number }

export type RefusedUnit = { readonly at: number; readonly reason: string }

export const done: Verdict = { kind: 'done' }
export const again = (reason: string, afterMs?: number): Verdict => ({
  kind: 'again',
  reason,
  ...(afterMs !== undefined && { afterMs }),
})
export const paused = (reason: string): Verdict => ({ kind: 'paused', reason })
export const dead = (reason: string, at?: number): Verdict => ({
  kind: 'dead',
  reason,
  ...(at !== undefined && { at }),
})

/** What it means that a batch did not get there: a forbidden address is a wrong setting, and everything else passes. */
export function verdictOnError(error: unknown): Verdict {
  const reason = error instanceof Error ? error.message : String(error)
  return (error as { kind?: unknown }).kind === 'denied' ? paused(reason) : again(reason)
}

import { Failure } from '../../../src/kernel/errors.ts'

const away =
  'The server does not answer. It may be starting again, or the network is away: nothing that you typed is lost.'

/** Nobody answered. */
export const unreachable = (cause: unknown): Failure => new Failure('rejected', away, { cause })

export const isUnreachable = (error: unknown): boolean =>
  error instanceof Failure && error.message === away

/** How far the columns have come that questions are answered from, when an answer had to wait for them in vain. */
export function howFar(error: unknown): { readonly done: number; readonly of: number } | undefined {
  if (!(error instanceof Failure) || error.kind !== 'busy') return undefined
  const [, done, of] = /\b(\d+) of (\d+) events so far\b/.exec(error.message) ?? []
  return done === undefined || of === undefined ? undefined : { done: Number(done), of: Number(of) }
}

/** Whether waiting is all that has to be done. A question that was too large is too large the next time, too. */
export const isPassing = (error: unknown): boolean =>
  isUnreachable(error) || howFar(error) !== undefined

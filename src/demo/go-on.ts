import { Failure } from '../kernel/errors.ts'

/**
 * For `catch`: who was refused has heard so and it is on the record, so the history goes on. What is not a refusal is
 * thrown again, and so is a server that cannot write.
 */
export function goOn(error: unknown): void {
  if (!(error instanceof Failure) || error.kind === 'busy') throw error
}

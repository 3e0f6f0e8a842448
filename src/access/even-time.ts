import { setTimeout as sleep } from 'node:timers/promises'

const evenMs = 5

/**
 * Gives the result of some quick work after the same time, whatever it was: a row that is there takes a microsecond longer than one
 * that is not, and who asks ten thousand times can tell (test/faults/login-timing.test.ts).
 */
export async function inEvenTime<Result>(work: () => Promise<Result>): Promise<Result> {
  const [, result] = await Promise.all([sleep(evenMs), work()])
  return result
}

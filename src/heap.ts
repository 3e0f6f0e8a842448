import { setFlagsFromString } from 'node:v8'

/**
 * Objects begin young, whatever V8 has learned of those that were made at the same place. It learns in the first seconds, from
 * what happened to be alive at one collection, and keeps to it: what a request needs for a microsecond would lie among what
 * stays, for as long as the process runs (docs/decisions/0145).
 */
export const beginYoung = (): void => setFlagsFromString('--no-allocation-site-pretenuring')

/**
 * Gives back what only the start needed, a fifth of what the process holds. It takes a tenth of a second, which is why it
 * comes before anybody is told that the server is there.
 */
export const collectGarbage = (): void => {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

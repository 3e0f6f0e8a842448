import { fourNodes } from './four-nodes.ts'
import { type Hash, hashBytes } from './hash.ts'
import { constants, places } from './sha256-vectors.ts'
import { started } from './wasm-module.ts'

/**
 * Consecutive hashes of one height, side by side in the memory of the module that joins them four pairs at a time. The memory
 * holds one row: what was laid out before is gone.
 */
export type HashRow = { readonly start: number; readonly count: number }

/** How many hashes a row holds. */
export const longestRow = 1_024
const mostPairsAtOnce = 4

// The place of the neighbour on the left lies before the first, and the byte that is read in place of a prefix before that.
const neighbourAt = places.end + hashBytes
const firstAt = neighbourAt + hashBytes

function startJoiner() {
  const { memory, run } = started(fourNodes())
  const bytes = Buffer.from(memory.buffer)
  new Uint32Array(memory.buffer).set(constants())
  return { bytes, run }
}

let joiner: ReturnType<typeof startJoiner> | undefined
/** Made when the first row is: most commands never have one. */
function theJoiner() {
  joiner ??= startJoiner()
  return joiner
}

/** A row of at most `longestRow` hashes. */
export function layOut(hashes: readonly Hash[]): HashRow {
  const { bytes } = theJoiner()
  let at = firstAt
  for (const hash of hashes) {
    bytes.set(hash, at)
    at += hashBytes
  }
  return { start: firstAt, count: hashes.length }
}

/** The row, just laid out or joined, with a hash more before its first. */
export function withNeighbour({ count }: HashRow, neighbour: Hash): HashRow {
  theJoiner().bytes.set(neighbour, neighbourAt)
  return { start: neighbourAt, count: count + 1 }
}

/** One hash of the row, as bytes of its own. */
export function hashAt({ start }: HashRow, index: number): Hash {
  const from = start + index * hashBytes
  const hash = Buffer.allocUnsafe(hashBytes)
  theJoiner().bytes.copy(hash, 0, from, from + hashBytes)
  return hash
}

/** The row of parents (`nodeHash` of each pair). Of an odd row the last hash is left out. */
export function joined({ start, count }: HashRow): HashRow {
  const { run } = theJoiner()
  const parents = Math.floor(count / 2)
  // A last group that is not full writes rubbish behind the row, where nothing is read.
  for (let at = 0; at < parents; at += mostPairsAtOnce)
    run(start + 2 * at * hashBytes - 1, firstAt + at * hashBytes)
  return { start: firstAt, count: parents }
}

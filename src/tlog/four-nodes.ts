import { hashBytes } from './hash.ts'
import { compress, places, upTo } from './sha256-vectors.ts'
import {
  and,
  type Code,
  call,
  fourTimes,
  get,
  integer,
  load,
  loadFourTimes,
  or,
  set,
  shiftLeft,
  shuffle,
  store,
} from './wasm-code.ts'
import { type WasmFunction, wasmModule } from './wasm-module.ts'

/**
 * Four inner nodes at once: SHA-256(0x01 ‖ left ‖ right) of four pairs of hashes that lie side by side. A message of 65 bytes
 * takes two blocks: all but the last byte of `right`, and this byte with the padding (FIPS 180-4, §5.1.1).
 */

const [before, to, words, halves] = [0, 1, 2, 6] as const
const [nodeBytes, lanes] = [2 * hashBytes, [0, 1, 2, 3]] as const
const start = integer(0)

/** Words of two vectors, numbered from 0 to 7. */
const wordsOf = (left: Code, right: Code, chosen: readonly number[]) =>
  shuffle(
    left,
    right,
    chosen.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte)),
  )

/** The bytes of each word the other way around: words are big-endian in the standard, and little-endian here. */
const turned = (x: Code) =>
  shuffle(
    x,
    x,
    lanes.flatMap((word) => [3, 2, 1, 0].map((byte) => 4 * word + byte)),
  )

/** The four locals `words` change rows and columns: four words of one message each, or one word of four messages each. */
const transposed: Code = [
  [0, 2].map((at) => {
    const [upper, lower] = [get(words + at), get(words + at + 1)]
    return [
      set(halves + at, wordsOf(upper, lower, [0, 4, 1, 5])),
      set(halves + at + 1, wordsOf(upper, lower, [2, 6, 3, 7])),
    ]
  }),
  [0, 1].map((at) => {
    const [left, right] = [get(halves + at), get(halves + at + 2)]
    return [
      set(words + 2 * at, wordsOf(left, right, [0, 1, 4, 5])),
      set(words + 2 * at + 1, wordsOf(left, right, [2, 3, 6, 7])),
    ]
  }),
]

/** Four words of each message, from `offset` on. */
const gathered = (offset: number): Code => [
  lanes.map((lane) => set(words + lane, load(get(before), nodeBytes * lane + offset))),
  lanes.map((lane) => set(words + lane, turned(get(words + lane)))),
  transposed,
]

const toBlock = (t: number, value: Code) => store(start, places.block + 16 * t, value)

const begun: Code = upTo(8).map((at) =>
  store(start, places.hash + 16 * at, loadFourTimes(start, places.initial + 4 * at)),
)

const behindPrefix = or(and(get(words), fourTimes(0x00_ff_ff_ff)), fourTimes(0x01_00_00_00))

const firstBlock: Code = [0, 4, 8, 12].map((t) => [
  gathered(4 * t),
  t === 0 ? set(words, behindPrefix) : [],
  lanes.map((lane) => toBlock(t + lane, get(words + lane))),
])

/** The last byte, a bit that is set, zeros, and the length of the message in bits. */
const lastBlock: Code = [
  gathered(nodeBytes + 1 - 16),
  toBlock(0, or(shiftLeft(get(words + 3), 24), fourTimes(0x00_80_00_00))),
  upTo(14).map((at) => toBlock(1 + at, fourTimes(0))),
  toBlock(15, fourTimes(8 * (1 + nodeBytes))),
]

const written: Code = [0, 1].map((half) => [
  lanes.map((at) => set(words + at, load(start, places.hash + 16 * (4 * half + at)))),
  transposed,
  lanes.map((lane) => store(get(to), hashBytes * lane + 16 * half, turned(get(words + lane)))),
])

/**
 * Joins eight hashes to four. Parameters: the address of the byte before the first one, which is read in place of the prefix, and
 * where to write, which may be the same row: all is read before. It calls `compress` as the first function of its module.
 */
const joinFour: WasmFunction = {
  parameters: 2,
  integers: 0,
  vectors: 8,
  body: [begun, firstBlock, call(0), lastBlock, call(0), written],
}

/** A module that runs `joinFour`. */
export const fourNodes = (): Uint8Array<ArrayBuffer> => wasmModule([compress(), joinFour])

/**
 * As many instructions of WebAssembly as hashing needs (WebAssembly Core Specification 2.0, §5.4). An expression is the bytes
 * that leave its value on the stack, as a tree, so that code is written as what it computes. A vector is four words of 32 bits.
 */
export type Code = readonly (number | Code)[]

/** A number that is not negative, as LEB128 (§5.2.2). */
export function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, unsigned(value >>> 7)]
}

/** A number of 32 bits with its sign, as LEB128 (§5.2.2). */
function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, signed(value >> 7)]
}

export const get = (local: number): Code => [0x20, unsigned(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)]
export const call = (index: number): Code => [0x10, unsigned(index)]

export const integer = (value: number): Code => [0x41, signed(value)]
export const plus = (left: Code, right: Code): Code => [left, right, 0x6a]
export const isLess = (left: Code, right: Code): Code => [left, right, 0x49]

/** The body once, and again for as long as the condition holds after it. */
export const again = (body: Code, condition: Code): Code => [
  [0x03, 0x40],
  body,
  condition,
  [0x0d, 0x00, 0x0b],
]

/** An instruction for vectors (§5.4.9). */
const vector = (opcode: number): Code => [0xfd, unsigned(opcode)]

/** One that takes two vectors, for as many as there are, from left to right. */
const between =
  (opcode: number) =>
  (first: Code, ...others: readonly Code[]): Code => [
    first,
    others.map((other) => [other, vector(opcode)]),
  ]
export const and = between(0x4e)
export const or = between(0x50)
export const xor = between(0x51)
/** The sums of words, modulo 2^32. */
export const add = between(0xae)

const by =
  (opcode: number) =>
  (value: Code, bits: number): Code => [value, integer(bits), vector(opcode)]
export const shiftLeft = by(0xab)
export const shiftRight = by(0xad)

/** The same word four times. */
export const fourTimes = (word: number): Code => [integer(word), vector(0x11)]

/** Sixteen of the 32 bytes of two vectors, in any order. */
export const shuffle = (left: Code, right: Code, bytes: readonly number[]): Code => [
  left,
  right,
  vector(0x0d),
  bytes,
]

/** An access at `offset` behind the address on the stack. It need not be aligned: the hint says 2^0. */
const access = (opcode: number, offset: number): Code => [vector(opcode), 0, unsigned(offset)]

export const load = (address: Code, offset: number): Code => [address, access(0x00, offset)]
/** One word of the memory four times. */
export const loadFourTimes = (address: Code, offset: number): Code => [
  address,
  access(0x09, offset),
]
export const store = (address: Code, offset: number, value: Code): Code => [
  address,
  value,
  access(0x0b, offset),
]

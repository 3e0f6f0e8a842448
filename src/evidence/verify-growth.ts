import { type Head, sameBytes, sha256 } from './verify-pack.ts'

type Hash = Uint8Array<ArrayBuffer>

const isOdd = (number: number) => number % 2 === 1
const half = (number: number) => Math.floor(number / 2)
const isPower = (number: number) => 2 ** Math.round(Math.log2(number)) === number

/** Where a climb stands: at which node, of a level that ends with `last`, and with which hash in either tree. */
type Climb = {
  readonly node: number
  readonly last: number
  readonly first: Hash
  readonly second: Hash
}

const upward = (climb: Climb): Climb => ({
  ...climb,
  node: half(climb.node),
  last: half(climb.last),
})

async function step(climb: Climb, other: Hash): Promise<Climb> {
  const { node, last, first, second } = climb
  if (!isOdd(node) && node !== last)
    return upward({ ...climb, second: await sha256(Uint8Array.of(1), second, other) })
  let next: Climb = {
    ...climb,
    first: await sha256(Uint8Array.of(1), other, first),
    second: await sha256(Uint8Array.of(1), other, second),
  }
  while (next.node !== 0 && !isOdd(next.node)) next = upward(next)
  return upward(next)
}

/** The node of both trees where a proof begins. */
function beginning({ size }: Head, { size: to }: Head, start: Hash): Climb {
  let climb: Climb = { node: size - 1, last: to - 1, first: start, second: start }
  while (isOdd(climb.node)) climb = upward(climb)
  return climb
}

/**
 * Whether the proof shows that the tree of the first head is the beginning of the second's (RFC 9162, 2.1.4.2). Written a
 * second time on purpose, from the specification, without the code that makes the proofs; runs in a browser.
 */
export async function continues(from: Head, to: Head, proof: readonly Hash[]): Promise<boolean> {
  if (from.size === to.size) return proof.length === 0 && sameBytes(from.root, to.root)
  if (from.size === 0 || from.size > to.size) return from.size === 0 && proof.length === 0
  const [start, ...path] = isPower(from.size) ? [from.root, ...proof] : proof
  if (!start) return false
  let climb = beginning(from, to, start)
  for (const other of path) {
    if (climb.last === 0) return false
    climb = await step(climb, other)
  }
  return climb.last === 0 && sameBytes(climb.first, from.root) && sameBytes(climb.second, to.root)
}

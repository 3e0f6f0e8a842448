import type { SpareMemory } from '../outbound/spare-memory.ts'
import type { Unit } from './target.ts'

/** How texts are told apart in a stream: what stands before a text of so many bytes, and what ends it. Both are ASCII. */
export type Framing = { before(bytes: number): string; readonly end: string }

/** More than a length in decimal digits, a blank and an end ever take. */
const mostAround = 24

/** The texts of a batch as they go over the wire, in one buffer: each is written once, to its place. */
export function framed(
  units: readonly Unit[],
  { before, end }: Framing,
  { take }: Pick<SpareMemory, 'take'>,
): Uint8Array {
  const room = units.reduce((sum, { bytes }) => sum + bytes + mostAround, 0)
  const frames = take(room)
  let at = 0
  for (const { text, bytes } of units) {
    at += frames.write(before(bytes), at, 'latin1')
    at += frames.write(text, at)
    at += frames.write(end, at, 'latin1')
  }
  return frames.subarray(0, at)
}

/** A piece of a stream; every one but the last has the size that was asked for. */
export type Part = { readonly bytes: Uint8Array; readonly isLast: boolean }

/** Cuts what comes into parts of one size. Holds no more than two of them; an empty source is one empty part. */
export async function* partsOf(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Part> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const chunk of source) {
    let rest = chunk
    // A part goes when a byte comes that has no room in it: so that no part is the last one without being told.
    while (length + rest.length > size) {
      const room = size - length
      yield { bytes: Buffer.concat([...held, rest.subarray(0, room)]), isLast: false }
      rest = rest.subarray(room)
      held = []
      length = 0
    }
    held.push(rest)
    length += rest.length
  }
  yield { bytes: Buffer.concat(held), isLast: true }
}

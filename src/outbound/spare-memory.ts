/** Pieces are multiples of so many bytes; what is smaller has memory of its own. */
const step = 262_144
/** What a batch that is made and one that is on its way need, and as many again. */
const mostSpare = 4

/** Memory that is used again for what is sent in large pieces. */
export type SpareMemory = {
  /** At least so many bytes, with anything in them. */
  take(bytes: number): Buffer
  /** Nobody reads these any more. */
  giveBack(bytes: Uint8Array): void
}

/**
 * V8 looks through its whole heap each time that some thirty megabytes of new buffers have been made: with a buffer for each batch that
 * was a sixth of what an exported event costs (docs/decisions/0038).
 */
export function spareMemory(): SpareMemory {
  const spare: Buffer[] = []
  return {
    take(bytes) {
      if (bytes < step) return Buffer.allocUnsafeSlow(bytes)
      const fitting = spare.findIndex(({ length }) => length >= bytes && length <= 2 * bytes)
      const [found] = fitting < 0 ? [] : spare.splice(fitting, 1)
      return found ?? Buffer.allocUnsafeSlow(step * Math.ceil(bytes / step))
    },
    giveBack({ buffer }) {
      if (buffer.byteLength >= step && spare.length < mostSpare) spare.push(Buffer.from(buffer))
    },
  }
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partsOf } from './parts.ts'

async function* source(chunks: readonly Uint8Array[]) {
  yield* chunks
}

test('however a stream comes, its parts are it, each of one size but the last, and the last is told', async () => {
  const streams = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(streams, fc.integer({ min: 1, max: 17 }), async (chunks, size) => {
      const parts = await Array.fromAsync(partsOf(source(chunks), size))
      const whole = Buffer.concat(chunks)
      expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(whole)
      const sizes = parts.map(({ bytes }) => bytes.length)
      expect(sizes.slice(0, -1).every((one) => one === size)).toBe(true)
      expect(sizes.at(-1)).toBeLessThanOrEqual(size)
      expect(parts.map(({ isLast }) => isLast)).toEqual(
        parts.map((_, at) => at === parts.length - 1),
      )
      expect(parts).toHaveLength(Math.max(1, Math.ceil(whole.length / size)))
    }),
  )
})

import { createHash } from 'node:crypto'
import { invalid } from '../kernel/errors.ts'

/** What went through, once it has. */
export type Counted = {
  readonly chunks: AsyncGenerator<Uint8Array>
  facts(): { readonly size: number; readonly sha256: string }
}

/** Passes on what comes, counts and hashes it. Throws `invalid` after more than `most` bytes. */
export function counted(source: AsyncIterable<Uint8Array>, most: number): Counted {
  const hash = createHash('sha256')
  let size = 0
  async function* through() {
    for await (const chunk of source) {
      size += chunk.length
      if (size > most)
        throw invalid(`The file is longer than the ${most} bytes that were announced.`)
      hash.update(chunk)
      yield chunk
    }
  }
  return { chunks: through(), facts: () => ({ size, sha256: hash.digest('base64url') }) }
}

import { createHash } from 'node:crypto'
import { Failure } from '../kernel/errors.ts'
import type { Blobs } from '../store/blobs.ts'
import type { FileContent } from './file-part.ts'

/** The bytes of a file on their way out. They break off before their end when they are not those that were stored. */
export type CheckedContent = {
  readonly size: number
  readonly chunks: AsyncGenerator<Uint8Array>
  /** For who does not want them all. */
  close(): Promise<void>
}

const damaged = (blob: string) =>
  new Failure('unproven', `a stored file is damaged: blob ${blob} is not what was received`)

/** Holds the last chunk back until the hash of all of them is right. */
async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  { blob, sha256 }: FileContent,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let held: Uint8Array | undefined
  for await (const chunk of chunks) {
    if (held) yield held
    hash.update(chunk)
    held = chunk
  }
  if (hash.digest('base64url') !== sha256) throw damaged(blob)
  if (held) yield held
}

/** Throws `unproven` when the bytes are missing, or are not as many as were stored. */
export async function openContent(blobs: Blobs, content: FileContent): Promise<CheckedContent> {
  const opened = await blobs.open(content.blob)
  if (opened?.size === content.size) {
    const { size, close } = opened
    return { size, close, chunks: checked(opened.chunks, content) }
  }
  await opened?.close()
  throw damaged(content.blob)
}

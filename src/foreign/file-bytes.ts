import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** Told how many bytes of a file were read, of how many. */
export type Progress = (done: number, of: number) => void

type Head = { readonly size: number; readonly isPacked: boolean }

async function look(file: string): Promise<Head> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const { buffer } = await handle.read({ buffer: Buffer.alloc(2) })
    return { size, isPacked: buffer[0] === 0x1f && buffer[1] === 0x8b }
  } finally {
    await handle.close()
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, size: number, progress: Progress) {
  let done = 0
  for await (const chunk of chunks) {
    done += chunk.length
    progress(done, size)
    yield chunk
  }
}

/** The bytes of a file as they come; what gzip has packed is unpacked, whatever the file is called. */
export async function* fileBytes(file: string, progress: Progress): AsyncGenerator<Buffer> {
  const { size, isPacked } = await look(file)
  const raw = counted(createReadStream(file), size, progress)
  if (!isPacked) return yield* raw
  const source = Readable.from(raw)
  const unpacked = createGunzip()
  source.on('error', (error) => unpacked.destroy(error))
  yield* source.pipe(unpacked)
}

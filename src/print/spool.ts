import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { visibleJson } from './visible.ts'

/** Items that are read more than once, however many there are. Dispose of it with `await using`. */
export type Spool<Item> = AsyncDisposable & {
  add(item: Item): Promise<void>
  /** Everything that was added, in order; may be called again. */
  read(): AsyncGenerator<Item>
}

const flushBytes = 65_536

/** The file has no name any more when this returns, so nothing is left behind however the process ends. */
async function namelessFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-'))
  try {
    return await open(join(folder, 'spool'), 'wx+', 0o600)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Keeps the first `inMemory` items in memory and the rest, as lines of JSON, in a temporary file. */
export function createSpool<Item>(inMemory = 20_000): Spool<Item> {
  const kept: Item[] = []
  let pending = ''
  let size = 0
  let file: FileHandle | undefined

  async function flush(): Promise<void> {
    if (pending === '') return
    file ??= await namelessFile()
    const bytes = Buffer.from(pending)
    pending = ''
    await file.writeFile(bytes)
    size += bytes.length
  }

  return {
    async add(item) {
      if (kept.length < inMemory) {
        kept.push(item)
        return
      }
      // A raw U+2028 would end the line for the reader below.
      pending += `${visibleJson(JSON.stringify(item))}\n`
      if (pending.length >= flushBytes) await flush()
    },
    async *read() {
      yield* kept
      await flush()
      if (!file || size === 0) return
      const lines = file.readLines({ start: 0, end: size - 1, autoClose: false })
      for await (const line of lines) yield JSON.parse(line) as Item
    },
    async [Symbol.asyncDispose]() {
      await file?.close()
    },
  }
}

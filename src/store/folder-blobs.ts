import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { newUid } from '../kernel/ids.ts'
import type { BlobDraft, Blobs, OpenBlob } from './blobs.ts'
import { counted } from './counted.ts'

/** Beside the blobs and on the same volume, so that a draft can be renamed. */
const draftFolder = '.drafts'
const chunkBytes = 256 * 1024
const isName = (name: string) => /^[\w-]{22}$/.test(name)

/** Blobs by the first two characters of their names, so that no folder becomes endless. */
export const blobPath = (name: string): string => join(name.slice(0, 2), name)

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(dirname(folder))
}

/** Writes it all, counts and hashes it, and has the disk confirm it. */
async function write(to: FileHandle, source: AsyncIterable<Uint8Array>, most: number) {
  const { chunks, facts } = counted(source, most)
  for await (const chunk of chunks) await to.writeFile(chunk)
  await to.sync()
  return facts()
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes))
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

async function openBlob(path: string): Promise<OpenBlob | undefined> {
  try {
    const handle = await open(path, 'r')
    const { size } = await handle.stat()
    return { size, chunks: chunksOf(handle), close: () => handle.close() }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function isOlder(path: string, than: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && found.mtimeMs < than
}

/** Blobs in a folder, which is made when the first one comes. */
export function folderBlobs(folder: string): Blobs {
  const drafts = join(folder, draftFolder)
  const pathOf = (name: string) => join(folder, blobPath(name))

  async function receive(
    source: AsyncIterable<Uint8Array>,
    most: number,
    name = newUid(),
  ): Promise<BlobDraft> {
    await makeFolder(drafts)
    const draft = join(drafts, name)
    const discard = () => rm(draft, { force: true })
    const handle = await open(draft, 'w', 0o600)
    try {
      const facts = await write(handle, source, most)
      await handle.close()
      return { ...facts, discard, keep: () => keep(draft, name) }
    } catch (error) {
      await handle.close().catch(() => undefined)
      await discard()
      throw error
    }
  }

  async function keep(draft: string, name: string): Promise<string> {
    const place = pathOf(name)
    await makeFolder(dirname(place))
    await rename(draft, place)
    await syncFolder(dirname(place))
    return name
  }

  async function* listOlder(than: number): AsyncGenerator<string> {
    for (const parent of await readdir(folder).catch(() => []))
      for (const name of (await readdir(join(folder, parent))).filter(isName))
        if (await isOlder(join(folder, parent, name), than)) yield name
  }

  return {
    receive,
    open: async (name) => (isName(name) ? openBlob(pathOf(name)) : undefined),
    async remove(name) {
      if (!isName(name)) return
      await rm(pathOf(name), { force: true })
      await rm(join(drafts, name), { force: true })
    },
    listOlder,
  }
}

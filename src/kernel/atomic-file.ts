import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failure } from './errors.ts'
import { newUid } from './ids.ts'

async function syncFolder(folder: string) {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeDurably(path: string, { text, mode }: FileContent) {
  const handle = await open(path, 'wx', mode)
  try {
    await handle.chmod(mode)
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export type FileContent = { readonly text: string | Uint8Array; readonly mode: number }

/**
 * Puts a file in place whole or not at all: written beside it, synced, renamed, folder synced. The folder is made (0700)
 * when it is missing. Throws `conflict` when the place cannot be written.
 */
export async function writeAtomically(path: string, content: FileContent): Promise<void> {
  const folder = dirname(path)
  const draft = join(folder, `.${basename(path)}.${newUid()}`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeDurably(draft, content)
    await rename(draft, path)
    await syncFolder(folder)
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw new Failure('conflict', `${path} cannot be written: ${(cause as Error).message}`, {
      cause,
    })
  }
}

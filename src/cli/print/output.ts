import { createWriteStream } from 'node:fs'
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../kernel/errors.ts'

const chunkCharacters = 16_384

/** What is written: lines of text, or bytes. */
type Content = AsyncIterable<string | Uint8Array>

/** Joins lines, because a write for each costs more than the line. Bytes go through as they are. */
async function* joined(content: Content): AsyncGenerator<string | Uint8Array> {
  let chunk = ''
  for await (const line of content) {
    if (typeof line !== 'string') {
      yield line
      continue
    }
    chunk += line
    if (chunk.length < chunkCharacters) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined

/** Writes to a stream that stays open. A reader that has seen enough (`| head`) ends it without an error. */
export async function writeStream(content: Content, stream: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(Readable.from(joined(content)), stream, { end: false })
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is not a folder',
  ENOSPC: 'the disk is full',
}

async function cannotWrite(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    const reason = reasons[codeOf(cause) ?? '']
    if (!reason) throw cause
    throw new Failure('rejected', `${path} cannot be written: ${reason}.`, { cause })
  }
}

const forAnybody = 0o666

async function replaceFile(content: Content, path: string, mode: number): Promise<void> {
  const partial = `${path}.${process.pid}.part`
  try {
    await pipeline(Readable.from(joined(content)), createWriteStream(partial, { mode }))
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/**
 * Writes a file that is there whole or not at all: an older file stays until the new one is complete. A pipe or a
 * device is written directly. `mode` is narrowed by the process's umask.
 *
 * @throws `rejected` when the place cannot be written.
 */
export function writeFileWhole(content: Content, path: string, mode = forAnybody): Promise<void> {
  return cannotWrite(path, async () => {
    const present = await stat(path).catch(() => undefined)
    if (!present) return replaceFile(content, path, mode)
    if (present.isFile()) return replaceFile(content, await realpath(path), mode)
    return pipeline(Readable.from(joined(content)), createWriteStream(path))
  })
}

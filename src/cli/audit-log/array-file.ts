import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { invalid } from '../../kernel/errors.ts'
import { writeFileWhole } from '../print/output.ts'

/** What a file with an array of events ends in. */
export type ArrayFile = {
  readonly path: string
  /** Bytes that stay: everything up to the closing bracket. 0 when there is no file, or an empty one. */
  readonly kept: number
  readonly isEmpty: boolean
  /** The `seq` of its last event, when it has one. */
  readonly lastSeq?: number
}

/** More than an event can take, so the last one is in it. */
const tailBytes = 65_536

function seqOf(lastLine: string): number | undefined {
  try {
    const { seq } = JSON.parse(lastLine.replace(/^\[/, '')) as { seq?: unknown }
    return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 ? seq : undefined
  } catch {
    return undefined
  }
}

async function ends(path: string, size: number) {
  const file = await open(path)
  try {
    const start = Math.max(0, size - tailBytes)
    const { buffer } = await file.read({ buffer: Buffer.alloc(size - start), position: start })
    const { buffer: head } = await file.read({ buffer: Buffer.alloc(1), position: 0 })
    return { tail: buffer.toString('latin1'), begins: head.toString('latin1') }
  } finally {
    await file.close()
  }
}

/**
 * Looks at the end of a file that is about to be extended.
 *
 * @throws `invalid` when it holds something else than an array.
 */
export async function openArrayFile(path: string): Promise<ArrayFile> {
  const present = await stat(path).catch(() => undefined)
  if (present && !present.isFile()) throw invalid(`${path} is no file: name one with --file-path`)
  if (!present || present.size === 0) return { path, kept: 0, isEmpty: true }
  const { tail, begins } = await ends(path, present.size)
  const array = /\s*\]\s*$/.exec(tail)
  if (begins !== '[' || !array)
    throw invalid(`${path} does not hold an array of events: move it away, or name another file`)
  const before = tail.slice(0, array.index)
  const kept = present.size - tail.length + before.length
  const lastLine = Buffer.from(before.slice(before.lastIndexOf('\n') + 1), 'latin1').toString()
  const lastSeq = seqOf(lastLine)
  return { path, kept, isEmpty: kept === 1, ...(lastSeq !== undefined && { lastSeq }) }
}

async function* extended(
  { path, kept, isEmpty }: ArrayFile,
  items: AsyncIterable<object>,
): AsyncGenerator<string> {
  if (kept > 0) yield* createReadStream(path, { end: kept - 1, encoding: 'utf8' })
  let before = isEmpty ? `${kept > 0 ? '' : '['}\n` : ',\n'
  for await (const item of items) {
    yield before + JSON.stringify(item)
    before = ',\n'
  }
  yield '\n]\n'
}

/** Puts items, one a line, behind those that the file has. The old file stays until the new one is whole. */
export const extendArrayFile = (file: ArrayFile, items: AsyncIterable<object>): Promise<void> =>
  writeFileWhole(extended(file, items), file.path)

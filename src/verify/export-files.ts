import { open, readFile } from 'node:fs/promises'
import { invalid } from '../kernel/errors.ts'
import { leafHash } from '../tlog/hash.ts'
import { tileWidth } from '../tlog/tile.ts'
import { Damaged } from './damage.ts'
import { type Exported, exportedLeaf } from './exported-leaf.ts'
import { fileLines } from './file-lines.ts'
import type { HeldTile, LogSource } from './log-source.ts'

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** An exported event, and the bytes of its leaf as text. */
export type ExportedEntry = {
  readonly seq: number
  readonly body: string
  readonly event: Exported
}

const malformed = (seq: number, sentence: string, cause?: unknown) =>
  new Damaged({ kind: 'malformed', seq, sentence }, { cause })

function parse(text: string, file: string, seq: number): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw malformed(seq, `${file} is not JSON after event ${seq - 1}: ${reason(cause)}`, cause)
  }
}

const headBytes = 4_096

/** Whether a file is one JSON text (an array, or a page of the API) or a text a line. */
async function isWhole(file: string): Promise<boolean> {
  const handle = await open(file).catch((cause) => {
    throw invalid(`${file} cannot be read: ${reason(cause)}`, { cause })
  })
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(headBytes) })
    const head = buffer.subarray(0, bytesRead).toString().trimStart()
    return head.startsWith('[') || /^\{\s*"events"\s*:\s*\[/.test(head)
  } finally {
    await handle.close()
  }
}

/** The members of an array, or of the `events` of a page. */
async function wholeFile(file: string): Promise<readonly unknown[]> {
  const content = parse(await readFile(file, 'utf8'), file, 0)
  const list = Array.isArray(content) ? content : (content as { events?: unknown }).events
  return Array.isArray(list) ? list : []
}

async function* lines(file: string): AsyncGenerator<unknown> {
  let seq = 0
  for await (const line of fileLines(file)) {
    if (line.trim() === '') continue
    const event = parse(line, file, seq)
    seq = Number((event as Exported | null)?.['seq']) + 1
    yield event
  }
}

function entryOf(value: unknown, file: string): ExportedEntry {
  const event = (typeof value === 'object' && value !== null ? value : {}) as Exported
  const { seq } = event
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0)
    throw malformed(0, `${file} holds something that is no exported event: it has no "seq".`)
  try {
    return { seq, body: exportedLeaf(event), event }
  } catch (cause) {
    throw malformed(seq, `Event ${seq} cannot have come out of a log: ${reason(cause)}.`, cause)
  }
}

/** The events of one file: newline-delimited JSON is read as it comes, a JSON array at once. Throws `Damaged`. */
async function* exportedEntries(file: string): AsyncGenerator<ExportedEntry> {
  const values = (await isWhole(file)) ? await wholeFile(file) : lines(file)
  for await (const value of values) yield entryOf(value, file)
}

async function firstSeq(file: string): Promise<number> {
  for await (const { seq } of exportedEntries(file)) return seq
  return Number.POSITIVE_INFINITY
}

/** The events of several files, the file with the lowest number first. */
async function* allEntries(files: readonly string[]): AsyncGenerator<ExportedEntry> {
  const starts = await Promise.all(files.map(async (file) => ({ file, seq: await firstSeq(file) })))
  for (const { file } of starts.sort((a, b) => a.seq - b.seq)) yield* exportedEntries(file)
}

async function* tilesOf(entries: AsyncIterable<ExportedEntry>): AsyncGenerator<HeldTile> {
  let seqs: number[] = []
  let bodies: string[] = []
  for await (const { seq, body } of entries) {
    seqs.push(seq)
    bodies.push(body)
    if (seqs.length < tileWidth) continue
    yield { seqs, bodies, leaves: [] }
    seqs = []
    bodies = []
  }
  if (seqs.length > 0) yield { seqs, bodies, leaves: [] }
}

/**
 * A log as files that were exported from it: by `audit-log`, `tail` or GET /api/v1/events. What proves them are the
 * checkpoints among the events, and those that the holder names.
 */
export const openExportFiles = (files: readonly string[]): LogSource => ({
  notes: [],
  shortness: 'truncated',
  tiles: () => tilesOf(allEntries(files)),
  async find(wanted) {
    for await (const { seq, body } of allEntries(files)) if (seq === wanted) return leafHash(body)
    return undefined
  },
  close: () => {},
})

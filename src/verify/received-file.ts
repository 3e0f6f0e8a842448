import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { invalid } from '../kernel/errors.ts'
import { fileLines } from './file-lines.ts'
import { type ReceivedEvent, receivedLine, receivedRow, receivedValue } from './received-event.ts'

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))

const headBytes = 4_096

async function headOf(file: string): Promise<string> {
  try {
    const handle = await open(file)
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(headBytes) })
    await handle.close()
    return buffer
      .subarray(0, bytesRead)
      .toString()
      .replace(/^\ufeff/, '')
      .trimStart()
  } catch (cause) {
    throw invalid(`${file} cannot be read: ${reason(cause)}`, { cause })
  }
}

/** Members of an array, of the `events` of a page, of Elastic's `hits`, or of OTLP's `resourceLogs`. */
function membersOf(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content
  const { events, hits, resourceLogs } = content as Readonly<Record<string, unknown>>
  if (Array.isArray(events)) return events
  const { hits: found } = (hits ?? {}) as { hits?: unknown }
  if (Array.isArray(found)) return found
  if (!Array.isArray(resourceLogs)) return [content]
  type Scope = { readonly logRecords?: readonly unknown[] }
  return (resourceLogs as readonly { readonly scopeLogs?: readonly Scope[] }[]).flatMap(
    ({ scopeLogs = [] }) => scopeLogs.flatMap(({ logRecords = [] }) => logRecords),
  )
}

async function wholeJson(file: string): Promise<readonly unknown[]> {
  try {
    return membersOf(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw invalid(`${file} is not JSON: ${reason(cause)}`, { cause })
  }
}

async function* rows(file: string): AsyncGenerator<ReceivedEvent | undefined> {
  const parser = createReadStream(file).pipe(
    parse({ columns: true, bom: true, relax_quotes: true }),
  )
  try {
    for await (const row of parser) yield receivedRow(row as Readonly<Record<string, string>>)
  } catch (cause) {
    throw invalid(`${file} is not CSV: ${reason(cause)}`, { cause })
  }
}

async function* lines(file: string): AsyncGenerator<ReceivedEvent | undefined> {
  for await (const line of fileLines(file)) if (line.trim() !== '') yield receivedLine(line)
}

async function* entriesOf(file: string): AsyncGenerator<ReceivedEvent | undefined> {
  const head = await headOf(file)
  if (/^seq,leaf_hash,/.test(head)) yield* rows(file)
  else if (
    /^\[|^\{\s*"(events|has_more|continuation_token|hits|took|resourceLogs)"\s*:/.test(head) &&
    !/^\[[^\]{]*\] /.test(head)
  )
    for (const value of await wholeJson(file)) yield receivedValue(value)
  else yield* lines(file)
}

/**
 * The events in a file that a receiver was asked for, in any format that a target sends, a line or a member each. Test messages
 * are left out. Throws `invalid` for something in it that is no event of ours.
 */
export async function* receivedEvents(file: string): AsyncGenerator<ReceivedEvent> {
  let place = 0
  for await (const found of entriesOf(file)) {
    place += 1
    if (!found)
      throw invalid(
        `${file} holds something that is no exported event: entry ${place} has no sequence`,
      )
    if (found.seq >= 0) yield found
  }
}

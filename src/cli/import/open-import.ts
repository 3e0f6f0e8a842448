import { readFile } from 'node:fs/promises'
import type { ForeignFormat } from '../../foreign/foreign-format.ts'
import { type Formats, formatOf, recognise } from '../../foreign/formats.ts'
import { type LogFile, openLogFile } from '../../foreign/log-file.ts'
import { mappedName } from '../../foreign/mapped-format.ts'
import { parseEntries } from '../../foreign/parse-entries.ts'
import { Failure, invalid } from '../../kernel/errors.ts'
import type { ImportOptions } from './options.ts'

const entriesToLookAt = 20

/** How a log is read, as far as somebody has said it. */
export type Named = { readonly from?: string; readonly mapping?: unknown }

/** Reads the mapping. One that is given says what the log is. */
export async function namedBy({ from, mapping }: ImportOptions): Promise<Named> {
  if (mapping === undefined) return from === undefined ? {} : { from }
  const text = await readFile(mapping, 'utf8').catch((cause) => {
    throw invalid(`the mapping ${mapping} cannot be read`, { cause })
  })
  try {
    return { from: from ?? mappedName, mapping: JSON.parse(text) }
  } catch (cause) {
    throw invalid(`the mapping ${mapping} is no JSON`, { cause })
  }
}

/** The format that the first entries look like. The file is opened for this alone. */
async function seenFormat(formats: Formats, file: string): Promise<ForeignFormat> {
  const wrappers = [...formats.values()].flatMap((format) => format.wrappers)
  const { entries, columns } = await openLogFile(file, { wrappers })
  let looked = 0
  for await (const { text } of entries) {
    const [entry] = text === undefined ? [] : parseEntries([text], { columns })
    const format = entry && !(entry instanceof Failure) && recognise(formats, entry)
    if (format) return format
    looked += 1
    if (looked === entriesToLookAt) break
  }
  throw invalid(`${file} looks like no log that is known: say what it is with --from, or --mapping`)
}

/** A file that is ready to be read, and how. */
export type OpenImport = { readonly format: ForeignFormat; readonly log: LogFile }

/** Opens a file of another log. `progress` is told how far it is read. */
export async function openImport(
  formats: Formats,
  { from, mapping }: Named,
  { file, progress }: { file: string; progress: (done: number, of: number) => void },
): Promise<OpenImport> {
  const format =
    from === undefined
      ? await seenFormat(formats, file)
      : formatOf(formats, { from, ...(mapping !== undefined && { mapping }) })
  const { wrappers } = format
  return { format, log: await openLogFile(file, { wrappers, progress }) }
}

import { flatEntry } from '../../foreign/flat-entry.ts'
import type { FileEntry } from '../../foreign/log-file.ts'
import { parseEntries } from '../../foreign/parse-entries.ts'
import { Failure } from '../../kernel/errors.ts'
import type { OpenImport } from './open-import.ts'
import type { Part } from './tally.ts'

/** Reads one entry as the server would. Throws `invalid` for what is no event. */
function read({ format, log: { columns } }: OpenImport, text: string): Date {
  const [entry] = parseEntries([text], { columns })
  if (!entry) throw new Failure('invalid', 'it is missing')
  if (entry instanceof Failure) throw entry
  return format.read(flatEntry(entry)).at
}

/** What would become of an entry, as far as that can be known without the log. */
export function dryRun(open: OpenImport, { line, text, problem }: FileEntry): Part {
  const nothing = { imported: 0, already_there: 0, unreadable: [] }
  if (problem !== undefined) return { ...nothing, unreadable: [{ line, problem }] }
  try {
    const at = read(open, text).toISOString()
    return { ...nothing, imported: 1, first: at, last: at }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { ...nothing, unreadable: [{ line, problem: error.message }] }
  }
}

import { join } from 'node:path'
import { invalid } from '../kernel/errors.ts'
import { loadFamily } from '../kernel/family.ts'
import { flatEntry } from './flat-entry.ts'
import type { ForeignFormat } from './foreign-format.ts'
import { mappedFormat, mappedName, mappingSchema } from './mapped-format.ts'

export type Formats = ReadonlyMap<string, ForeignFormat>

/** Every kind of log that can be imported without a mapping: the files of `formats/`. */
export const loadFormats = (): Promise<Formats> =>
  loadFamily<ForeignFormat>(join(import.meta.dirname, 'formats'))

/** What somebody says about a log that they want to import. */
export type Wanted = { readonly from: string; readonly mapping?: unknown }

/** The format that is meant. Throws `invalid` for a name that there is not, and for a mapping that says too little. */
export function formatOf(formats: Formats, { from, mapping }: Wanted): ForeignFormat {
  if (from === mappedName) {
    const parsed = mappingSchema.safeParse(mapping)
    if (parsed.success) return mappedFormat(parsed.data)
    const [issue] = parsed.error.issues
    const place = issue?.path.join('.')
    throw invalid(`the mapping cannot be used: ${place ? `${place}: ` : ''}${issue?.message}`)
  }
  if (mapping !== undefined) throw invalid(`a mapping goes with ${mappedName}, not with ${from}`)
  const format = formats.get(from)
  if (!format)
    throw invalid(
      `there is no format ${from}: there are ${[...formats.keys(), mappedName].sort().join(', ')}`,
    )
  return format
}

/** The one format that an entry looks like, or undefined. */
export function recognise(formats: Formats, entry: object): ForeignFormat | undefined {
  const flat = flatEntry(entry)
  return [...formats.values()].find((format) => format.recognises(flat))
}

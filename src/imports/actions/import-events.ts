import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { logImported } from '../../events/catalog/log.ts'
import { type Happening, happened } from '../../events/event-type.ts'
import { flatEntry } from '../../foreign/flat-entry.ts'
import type { ForeignEvent, ForeignFormat } from '../../foreign/foreign-format.ts'
import { type Formats, formatOf } from '../../foreign/formats.ts'
import { longestEntry } from '../../foreign/longest-entry.ts'
import { parseEntries } from '../../foreign/parse-entries.ts'
import { rfc3339 } from '../../kernel/clock.ts'
import { Failure, invalid } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { importedEntry } from '../imported-entry.ts'

const mostEntries = 2_000
const mostColumns = 200

const input = z.strictObject({
  /** One reading of one file. Its parts come one after the other. */
  import_uid: z.string().regex(/^[\w-]{22}$/),
  part: z.int().min(1),
  from: z.string().max(40),
  source: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,59}$/, 'must be a short name of letters, digits, "-", "_" and "."')
    .optional(),
  /** The name of the file, for people. */
  file: z.string().max(255),
  mapping: z.unknown().optional(),
  columns: z.array(z.string().max(200)).max(mostColumns).optional(),
  entries: z
    .array(z.strictObject({ line: z.int().min(1), text: z.string().max(longestEntry) }))
    .min(1)
    .max(mostEntries),
})

type Input = z.output<typeof input>

/** An entry that could not become an event, and why. */
export type Unreadable = { readonly line: number; readonly problem: string }

const dayMs = 86_400_000

/** Clocks of other systems may be ahead, but not by a day. */
function checkTime({ at }: ForeignEvent, now: Date): void {
  if (at.getTime() > now.getTime() + dayMs) throw invalid('its time lies in the future')
}

/** One entry after the other: what it says, or why it says nothing. */
function readAll({ entries, columns }: Input, format: ForeignFormat, now: Date) {
  const parsed = parseEntries(
    entries.map(({ text }) => text),
    { columns },
  )
  return entries.map(({ line, text }, index) => {
    try {
      const entry = parsed[index] ?? invalid('it is missing')
      if (entry instanceof Failure) throw entry
      const event = format.read(flatEntry(entry))
      checkTime(event, now)
      return { line, text, event }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return { line, text, problem: error.message }
    }
  })
}

/** When the first and the last of them happened. */
function span(happenings: readonly Happening[]): { first?: string; last?: string } {
  const times = happenings.flatMap(({ elsewhere }) => (elsewhere ? [rfc3339(elsewhere.at)] : []))
  const sorted = times.toSorted()
  const [first, last] = [sorted[0], sorted.at(-1)]
  return first && last ? { first, last } : {}
}

/**
 * Takes a part of another log into ours: what is new of it commits together with the event that says so. Entries that were
 * imported before from the same source are left out, so whoever was interrupted begins again.
 */
export const importEvents = (formats: Formats) =>
  action({
    name: 'event.import',
    permission: 'events.import',
    input,
    async run(state: State, asked: Input, { at }: { who: Person; at: Date }) {
      const format = formatOf(formats, asked)
      const from = asked.source ? `${format.name}/${asked.source}` : format.name
      const { import_uid: batch, entries } = asked
      const happenings: Happening[] = []
      const unreadable: Unreadable[] = []
      for (const { line, text, event, problem } of readAll(asked, format, at)) {
        if (!event) unreadable.push({ line, problem: problem ?? '' })
        else if (await state.importedLines.add({ source: from, text, batch }))
          happenings.push(importedEntry(event, { from, prefix: format.prefix, batch, text }))
      }
      const imported = happenings.length
      const already_there = entries.length - imported - unreadable.length
      return { from, happenings, imported, already_there, unreadable, ...span(happenings) }
    },
    leaves: ({ file, import_uid, part, entries }, { from, happenings, unreadable, ...result }) => [
      happened(logImported, {
        source: from,
        file,
        import_uid,
        part,
        entries: entries.length,
        unreadable: unreadable.length,
        ...result,
      }),
      ...happenings,
    ],
  })

/** As a client sends it. */
export type ImportInput = z.input<typeof input>

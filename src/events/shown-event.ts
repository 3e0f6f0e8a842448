import type { Scalar } from '../kernel/canonical-json.ts'
import type { LogEntry, Store } from '../store/store.ts'
import { type EventType, templateOf } from './event-type.ts'
import { personalFields } from './field.ts'
import { importedSentence, isImported } from './imported.ts'
import { render } from './render.ts'

/** An event as readers get it: flat JSON, personal values opened, with its sequence and its sentence. */
export type ShownEvent = {
  readonly seq: number
  readonly event_id: string
  readonly audit_event: string
  readonly category: string
  readonly severity: string
  readonly outcome: string
  readonly timestamp: string
  readonly recorded_at: string
  readonly message: string
  readonly username?: string
  readonly remote_address?: string
  readonly client_version?: string
  readonly [field: string]: Scalar | undefined
}

export type Catalog = ReadonlyMap<string, EventType>

/** What stands where a personal value was erased. */
export const erased = '(erased)'

type Personal = { open(commitment: string): Promise<{ readonly value: string } | undefined> }
type Fields = Record<string, Scalar>

/** Puts what stands behind the commitments of a page in their place, each looked up once. */
async function openIn(all: readonly Fields[], personal: Personal): Promise<void> {
  const opened = new Map<Scalar, string>()
  for (const fields of all)
    for (const name of personalFields) {
      const commitment = fields[name]
      if (commitment === undefined) continue
      const value =
        opened.get(commitment) ?? (await personal.open(String(commitment)))?.value ?? erased
      opened.set(commitment, value)
      fields[name] = value
    }
}

function sentence(catalog: Catalog, fields: Record<string, Scalar>): string {
  if (isImported(fields)) return importedSentence(fields)
  const type = catalog.get(String(fields['audit_event']))
  return type ? render(templateOf(type, fields), fields) : ''
}

/** What readers see besides what the log keeps, before it, as the JSON of fields: `seq`, and whatever else is to stand there. */
export type Before = (entry: LogEntry) => string

const numbered: Before = ({ seq }) => `"seq":${seq}`

/** V8 reads a list of objects that are alike a fifth faster than each by itself; longer texts lose that again, and could become too long. */
const readTogether = 50

/** Entries as the JSON of a list, with what stands before their fields. Joined once: brackets that are put around it would copy it. */
function listOf(entries: readonly LogEntry[], before: Before): string {
  const pieces = entries.map(
    (entry, at) => `${at === 0 ? '[' : ','}{${before(entry)},${entry.body.slice(1)}`,
  )
  pieces.push(']')
  return pieces.join('')
}

/** The fields of entries behind others. They are parsed as one text, because copying objects of many fields costs more than reading them. */
function parsed(entries: readonly LogEntry[], before: Before): readonly Fields[] {
  const found: Fields[] = []
  for (let at = 0; at < entries.length; at += readTogether)
    found.push(
      ...(JSON.parse(listOf(entries.slice(at, at + readTogether), before)) as readonly Fields[]),
    )
  return found
}

export type Showing = {
  readonly store: Pick<Store, 'read'>
  readonly catalog: Catalog
  readonly before: Before
}

/** Opens log entries for a reader who sees more than the sequence before them. */
export async function showBehind(
  { store, catalog, before }: Showing,
  entries: readonly LogEntry[],
): Promise<readonly ShownEvent[]> {
  const shown = parsed(entries, before)
  await store.read(({ personal }) => openIn(shown, personal))
  for (const fields of shown) fields['message'] = sentence(catalog, fields)
  return shown as unknown as readonly ShownEvent[]
}

/** Opens log entries for a reader. An unknown type keeps its fields and has an empty sentence: it is never dropped. */
export const showEvents = (
  store: Pick<Store, 'read'>,
  catalog: Catalog,
  entries: readonly LogEntry[],
): Promise<readonly ShownEvent[]> => showBehind({ store, catalog, before: numbered }, entries)

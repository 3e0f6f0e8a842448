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

function* commitmentsIn(all: readonly Fields[]): Generator<string> {
  for (const fields of all)
    for (const name of personalFields) {
      const commitment = fields[name]
      if (commitment !== undefined) yield String(commitment)
    }
}

/** What stands behind the commitments of a page, each looked up once; those that were erased have none. */
async function openedIn(
  all: readonly Fields[],
  personal: Personal,
): Promise<ReadonlyMap<string, string>> {
  const opened = new Map<string, string>()
  for (const commitment of new Set(commitmentsIn(all))) {
    const found = await personal.open(commitment)
    if (found) opened.set(commitment, found.value)
  }
  return opened
}

function fillIn(fields: Fields, opened: ReadonlyMap<string, string>): void {
  for (const name of personalFields) {
    const commitment = fields[name]
    if (commitment !== undefined) fields[name] = opened.get(String(commitment)) ?? erased
  }
}

function sentence(catalog: Catalog, fields: Record<string, Scalar>): string {
  if (isImported(fields)) return importedSentence(fields)
  const type = catalog.get(String(fields['audit_event']))
  return type ? render(templateOf(type, fields), fields) : ''
}

/** What readers see besides what the log keeps, before it: `seq`, and whatever else is to stand there. */
export type Before = (entry: LogEntry) => Readonly<Record<string, Scalar>>

const numbered: Before = ({ seq }) => ({ seq })

/** The fields of an entry behind others. One text is parsed, because copying objects of many fields costs more than reading them. */
const parsed = (entry: LogEntry, before: Before): Fields =>
  JSON.parse(`${JSON.stringify(before(entry)).slice(0, -1)},${entry.body.slice(1)}`) as Fields

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
  const shown = entries.map((entry) => parsed(entry, before))
  const opened = await store.read(({ personal }) => openedIn(shown, personal))
  for (const fields of shown) {
    fillIn(fields, opened)
    fields['message'] = sentence(catalog, fields)
  }
  return shown as unknown as readonly ShownEvent[]
}

/** Opens log entries for a reader. An unknown type keeps its fields and has an empty sentence: it is never dropped. */
export const showEvents = (
  store: Pick<Store, 'read'>,
  catalog: Catalog,
  entries: readonly LogEntry[],
): Promise<readonly ShownEvent[]> => showBehind({ store, catalog, before: numbered }, entries)

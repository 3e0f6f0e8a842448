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

async function openPersonal(fields: Record<string, Scalar>, personal: Personal): Promise<void> {
  for (const name of personalFields) {
    const commitment = fields[name]
    if (commitment === undefined) continue
    fields[name] = (await personal.open(String(commitment)))?.value ?? erased
  }
}

function sentence(catalog: Catalog, fields: Record<string, Scalar>): string {
  if (isImported(fields)) return importedSentence(fields)
  const type = catalog.get(String(fields['audit_event']))
  return type ? render(templateOf(type, fields), fields) : ''
}

/** Opens log entries for a reader. An unknown type keeps its fields and has an empty sentence: it is never dropped. */
export const showEvents = (
  store: Pick<Store, 'read'>,
  catalog: Catalog,
  entries: readonly LogEntry[],
): Promise<readonly ShownEvent[]> =>
  store.read(async ({ personal }) => {
    const shown: ShownEvent[] = []
    for (const { seq, body } of entries) {
      const fields = JSON.parse(body) as Record<string, Scalar>
      await openPersonal(fields, personal)
      const message = sentence(catalog, fields)
      shown.push({ seq, ...fields, message } as unknown as ShownEvent)
    }
    return shown
  })

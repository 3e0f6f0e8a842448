import type { Catalog } from '../events/shown-event.ts'
import type { Target } from '../store/state/targets.ts'
import type { LogEntry, Store } from '../store/store.ts'
import { cursorOf } from './cursor-name.ts'
import type { ExportHouse } from './export-house.ts'
import { filterOf, outgoing } from './outgoing.ts'
import type { OutgoingEvent } from './outgoing-event.ts'

/** How one event leaves: in each format, and what became of it at each target. */

type Reading = {
  readonly store: Pick<Store, 'read'>
  readonly catalog: Catalog
  readonly house: Pick<ExportHouse, 'tools'>
  readonly now: Date
}

/**
 * `delivered`: the target's position is past it; `waiting`: not yet; `refused`: its receiver would not take it; `filtered`: the
 * target's filter leaves it out; `earlier`: it was recorded before the target was set up, so only a replay brings it.
 */
export type EventDelivery = {
  readonly name: string
  readonly kind: string
  readonly state: 'delivered' | 'waiting' | 'refused' | 'filtered' | 'earlier'
  readonly reason?: string
}

type At = { readonly position: number; readonly refused: string | undefined }

function stateOf(
  { filter, created_at }: Target,
  event: OutgoingEvent,
  { position, refused, ...reading }: At & Pick<Reading, 'catalog' | 'now'>,
): Pick<EventDelivery, 'state' | 'reason'> {
  if (refused !== undefined) return { state: 'refused', reason: refused }
  if (!filterOf(filter, reading.catalog, reading.now)(event)) return { state: 'filtered' }
  if (Date.parse(event.recorded_at) < created_at) return { state: 'earlier' }
  return { state: position >= event.seq ? 'delivered' : 'waiting' }
}

async function deliveriesOf(
  { store, ...reading }: Reading,
  event: OutgoingEvent,
): Promise<readonly EventDelivery[]> {
  const found = await store.read(async ({ targets, cursors, deadLetters }) => {
    const rows: ({ readonly target: Target } & At)[] = []
    for (const target of await targets.list()) {
      const position = (await cursors.find(cursorOf(target.target_uid))) ?? -1
      const [letter] = await deadLetters.listOf(target.target_uid, event.seq - 1, 1)
      const refused = letter?.seq === event.seq ? letter.reason : undefined
      rows.push({ target, position, refused })
    }
    return rows
  })
  return found.map(({ target, ...at }) => ({
    name: target.name,
    kind: target.kind,
    ...stateOf(target, event, { ...at, ...reading }),
  }))
}

/** An event in every format, and at every target. */
export async function eventViews(reading: Reading, entry: LogEntry) {
  const { store, catalog, house } = reading
  const { formats, origin } = house.tools
  const [event] = await outgoing(store, catalog, [entry])
  if (!event) return { formats: [], deliveries: [] }
  return {
    formats: [...formats.values()].map(({ name, title, line }) => ({
      format: name,
      title,
      text: line(event, origin),
    })),
    deliveries: await deliveriesOf(reading, event),
  }
}

import type { Scalar } from '../kernel/canonical-json.ts'
import type { Store } from '../store/store.ts'
import { personalFields } from './field.ts'
import { erased as erasedText, type ShownEvent } from './shown-event.ts'

/**
 * An event as it leaves for holders who want to prove it: the shown event, and what turns it back into its leaf. To
 * recompute the leaf, leave out `seq`, `message`, `salts` and `erased`; put the commitment in the place of every personal
 * value; write the rest as canonical JSON (RFC 8785). `src/verify/exported-leaf.ts` does that.
 */
export type ExportedEvent = {
  readonly seq: number
  readonly message: string
  /** For each personal field that is shown: the salt of its commitment, 16 bytes in standard base64. */
  readonly salts?: Readonly<Record<string, string>>
  /** For each personal field whose value was erased: its commitment. */
  readonly erased?: Readonly<Record<string, string>>
  /** The fields of the event, as `ShownEvent` has them. */
  readonly [field: string]: Scalar | Readonly<Record<string, string>> | undefined
}

type Openings = { salts: Record<string, string>; erased: Record<string, string> }
type Personal = { open(commitment: string): Promise<{ readonly salt: Uint8Array } | undefined> }

async function openingsOf(body: string, personal: Personal): Promise<Openings> {
  const fields = JSON.parse(body) as Record<string, Scalar>
  const openings: Openings = { salts: {}, erased: {} }
  for (const name of personalFields) {
    const commitment = fields[name]
    if (commitment === undefined) continue
    const opened = await personal.open(String(commitment))
    if (opened) openings.salts[name] = Buffer.from(opened.salt).toString('base64')
    else openings.erased[name] = String(commitment)
  }
  return openings
}

const isEmpty = (object: object) => Object.keys(object).length === 0

/** A value that was erased after the event was opened does not leave any more. */
function withOpenings(event: ShownEvent, { salts, erased }: Openings): ExportedEvent {
  const gone = Object.keys(erased).map((name) => [name, erasedText])
  return {
    ...event,
    ...Object.fromEntries(gone),
    ...(!isEmpty(salts) && { salts }),
    ...(!isEmpty(erased) && { erased }),
  }
}

/**
 * Adds to shown events what a holder needs to prove them. An event whose bytes retention has dropped in the meantime
 * stays as it was shown.
 */
export const exportEvents = (
  store: Pick<Store, 'events' | 'read'>,
  events: readonly ShownEvent[],
): Promise<readonly ExportedEvent[]> =>
  store.read(async ({ personal }) => {
    const exported: ExportedEvent[] = []
    for (const event of events) {
      const [entry] = await store.events.readAfter(event.seq - 1, { limit: 1 })
      const kept = entry?.seq === event.seq
      exported.push(kept ? withOpenings(event, await openingsOf(entry.body, personal)) : event)
    }
    return exported
  })

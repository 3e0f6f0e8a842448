import { canonicalJson, type Scalar } from '../kernel/canonical-json.ts'
import { rfc3339 } from '../kernel/clock.ts'
import { newUuid } from '../kernel/ids.ts'
import type { Transaction } from '../store/store.ts'
import type { Circumstances } from './circumstances.ts'
import type { Happening } from './event-type.ts'
import { personalFields } from './field.ts'

/** One installation serves one enterprise. */
const enterpriseId = 1

export type Around = Circumstances & { readonly recordedAt: Date }

function flatten({ type, fields, elsewhere, session_id }: Happening, around: Around) {
  const { recordedAt, ...caller } = around
  const { at, ...told } = elsewhere ?? caller
  const event: Record<string, Scalar | undefined> = {
    ...type.fields.parse(fields),
    ...told,
    ...(session_id !== undefined && { session_id }),
    event_id: newUuid(at),
    audit_event: type.name,
    category: type.category,
    severity: type.severity,
    outcome: type.outcome,
    timestamp: rfc3339(at),
    recorded_at: rfc3339(recordedAt),
    enterprise_id: enterpriseId,
  }
  return event
}

/**
 * The only way into the log. Checks the fields against their type, replaces personal values by commitments, and appends
 * the canonical bytes in the caller's transaction. `recordedAt` is the server's clock now; `at` may be earlier.
 */
export async function record(
  tx: Pick<Transaction, 'events' | 'personal'>,
  happening: Happening,
  around: Around,
): Promise<void> {
  const event = flatten(happening, around)
  for (const name of personalFields) {
    const value = event[name]
    if (value === undefined) continue
    const text = String(value)
    event[name] = tx.personal.known(text) ?? (await tx.personal.seal(text))
  }
  await tx.events.append(canonicalJson(event))
}

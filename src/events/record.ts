import { canonicalJson, type Flat, type Scalar } from '../kernel/canonical-json.ts'
import { newUuid } from '../kernel/ids.ts'
import type { Transaction } from '../store/store.ts'
import type { Circumstances } from './circumstances.ts'
import type { Happening } from './event-type.ts'
import { personalFields } from './field.ts'

/** One installation serves one enterprise. */
const enterpriseId = 1

function flatten({ type, fields }: Happening, { at, ...around }: Circumstances): Flat {
  const flat: Record<string, Scalar> = {
    event_id: newUuid(at),
    audit_event: type.name,
    category: type.category,
    severity: type.severity,
    outcome: type.outcome,
    timestamp: at.toISOString(),
    enterprise_id: enterpriseId,
  }
  for (const [name, value] of Object.entries({ ...around, ...type.fields.parse(fields) }))
    if (value !== undefined) flat[name] = value as Scalar
  return flat
}

/**
 * The only way into the log. Checks the fields against their type, replaces personal values by commitments, and appends
 * the canonical bytes in the caller's transaction. `recordedAt` is the server's clock now; `around.at` may be earlier.
 */
export async function record(
  tx: Pick<Transaction, 'events' | 'personal'>,
  happening: Happening,
  around: Circumstances & { readonly recordedAt: Date },
): Promise<void> {
  const { recordedAt, ...circumstances } = around
  const event: Record<string, Scalar> = {
    ...flatten(happening, circumstances),
    recorded_at: recordedAt.toISOString(),
  }
  for (const name of personalFields) {
    const value = event[name]
    if (value !== undefined) event[name] = await tx.personal.seal(String(value))
  }
  await tx.events.append(canonicalJson(event))
}

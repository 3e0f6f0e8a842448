import { addAlert } from '../alerts/actions/add-alert.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { addTarget } from '../exports/actions/add-target.ts'
import type { Organisation } from './organisation.ts'
import { minute, type TimeSpan } from './time-span.ts'

/** What somebody is told of in this organisation: ready-made alerts that its history and its fleet set off now and then. */
const alerts = ['blocked-address', 'token-late', 'denied-burst', 'administrators-changed'] as const

const archive = { name: 'archive', kind: 'file', settings: { file: 'events.ndjson' } }

/** The afternoon of the first day: what the owner has watched, and where every event goes as well. */
export async function beginToWatch(
  { owner, past: { server } }: Organisation,
  { settled: time }: TimeSpan,
): Promise<void> {
  const desk = await owner.colleague.comeIn(time)
  const { events } = server.store
  for (const [nth, ready] of alerts.entries())
    await desk.act(time + nth * minute, addAlert(server.alerts, events), { ready })
  const { fields } = vocabularyOf(server.catalog)
  const adding = addTarget({ ...server.exports, fields, log: events, notTold: [] })
  await desk.act(time + alerts.length * minute, adding, archive)
  await desk.leave(time + 10 * minute)
}

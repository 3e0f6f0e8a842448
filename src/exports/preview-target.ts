import { z } from 'zod'
import { action, type Context, perform } from '../access/action.ts'
import type { Person } from '../access/person.ts'
import { eventsRead } from '../events/catalog/usage.ts'
import { happened } from '../events/event-type.ts'
import type { Catalog } from '../events/shown-event.ts'
import type { State } from '../store/state.ts'
import type { Store } from '../store/store.ts'
import type { ExportHouse } from './export-house.ts'
import { filterOf, outgoing } from './outgoing.ts'
import { type NewTargetInput, newTargetInput, type TargetGround } from './target-input.ts'

/** So far back an event is looked for that the filter lets through. */
const lookedAt = 1_000

export type PreviewInput = Omit<NewTargetInput, 'name'>

const previewed = (ground: TargetGround) =>
  action({
    name: 'target.preview',
    permission: 'exports.change',
    input: z
      .record(z.string().max(64), z.unknown())
      .transform((given) => ({ ...given, name: 'preview' }))
      .pipe(newTargetInput(ground)),
    run: async (
      _: State,
      given: z.output<ReturnType<typeof newTargetInput>>,
      _by: { who: Person },
    ) => given,
    leaves: ({ kind }) => [happened(eventsRead, { query: `preview of an export as ${kind}` })],
  })

async function newestFitting(
  store: Pick<Store, 'events' | 'read'>,
  filter: string,
  catalog: Catalog,
) {
  const size = await store.events.size()
  const entries = await store.events.readAfter(size - 1 - lookedAt, { limit: lookedAt })
  const fits = filterOf(filter, catalog, new Date())
  return (await outgoing(store, catalog, entries)).findLast(fits)
}

/**
 * How the newest event that a target would get leaves for it; nothing is sent. `text` is null when the filter finds none among the
 * newest. Throws `invalid` when the settings cannot be used.
 */
export async function previewTarget(
  context: Context<Person>,
  { house, catalog, ground }: { house: ExportHouse; catalog: Catalog; ground: TargetGround },
  raw: unknown,
): Promise<{ readonly seq: number | null; readonly text: string | null }> {
  const { type, settings, filter } = await perform(context, previewed(ground), raw)
  const event = await newestFitting(context.store, filter, catalog)
  if (!event) return { seq: null, text: null }
  return { seq: event.seq, text: type.line(event, settings, house.tools) }
}

import type { ApiClient } from '../../client/api.ts'
import { type LogEvent, newestEvents, pastEvents } from '../../client/live-events.ts'
import { batches, type Source } from '../../exports/delivery/batches.ts'
import { type DeadLetter, deliver, type Ledger } from '../../exports/delivery/deliver.ts'
import type { Limits, Sender, Unit } from '../../exports/target.ts'
import { Failure } from '../../kernel/errors.ts'
import type { OpenVault } from '../connect.ts'
import { oneRun } from './one-run.ts'
import { type Export, findPosition, type Position, savePosition } from './position.ts'

/** What a run has sent, and why not everything. */
export type Delivered = {
  readonly exported: number
  readonly first_seq: number | null
  readonly last_seq: number | null
  /** Events that were refused for good, also in earlier runs: tried again in the next one. */
  readonly refused: readonly DeadLetter[]
  /** Why it ended before the end of the log. */
  readonly stopped?: string
}

/** Where to, and how each event is written. */
export type Sending = {
  readonly sender: Sender
  readonly limits: Limits
  write(event: LogEvent): Unit
}

export type Wanted = {
  readonly to: Export
  /** Epoch seconds to begin at, whatever was sent before. */
  readonly since?: number | undefined
  readonly folders: readonly string[]
}

const readAtOnce = 500

function sourceOf(events: AsyncIterator<LogEvent>, write: Sending['write']): Source {
  return {
    async read() {
      const units: Unit[] = []
      while (units.length < readAtOnce) {
        const { done, value } = await events.next()
        if (done) break
        units.push(write(value))
      }
      const last = units.at(-1)
      return last ? { units, last: last.event.seq } : 'end'
    },
    wait: async () => {},
    sleep: async () => {},
  }
}

/** Those that are still kept. */
async function* refusedBefore(
  api: ApiClient,
  letters: readonly DeadLetter[],
): AsyncGenerator<LogEvent> {
  for (const { seq } of letters) {
    const answer = await api.events[':seq']
      .$get({ param: { seq: String(seq) } })
      .catch((error: unknown) => {
        if (error instanceof Failure && error.kind === 'not-found') return undefined
        throw error
      })
    const event = answer && (await answer.json()).event
    if (event) yield event as unknown as LogEvent
  }
}

async function* upTo(last: number, events: AsyncIterable<LogEvent>): AsyncGenerator<LogEvent> {
  for await (const event of events) {
    if (event.seq > last) return
    yield event
  }
}

const queryOf = ({ since, folders }: Wanted) => ({
  ...(since !== undefined && { created: [`>=${since}`] }),
  ...(folders.length > 0 && { shared_folder_uid: [...folders] }),
})

/** The place where a run writes down how far it is. */
function notebook(to: Export, found: Position) {
  let position = found
  return {
    refused: () => position.refused,
    write(next: number, refused: readonly DeadLetter[]) {
      position = { ...position, next: Math.max(next, 0), refused: [...refused] }
      return savePosition(to, position)
    },
  }
}

/**
 * Sends what has happened since the last run, in order, with the same frame as continuous exports. What was taken is written down
 * after every batch, so that a run that is cut goes on where it was; at worst a batch comes twice, with the same event ids.
 */
export async function sendLog(
  { api }: OpenVault,
  wanted: Wanted,
  { sender, limits, write }: Sending,
): Promise<Delivered> {
  const found = await findPosition(wanted.to)
  const book = notebook(wanted.to, found)
  const run = oneRun(sender)
  const send = async (events: AsyncIterable<LogEvent>, ledger: Ledger) => {
    const source = sourceOf(events[Symbol.asyncIterator](), write)
    const stretch = batches(source, limits, { after: -1, signal: run.signal })
    await deliver(stretch, { ...run, ledger }, run.signal)
  }
  const [newest] = await newestEvents(api, {}, 1)
  const last = newest?.seq ?? -1

  const still: DeadLetter[] = []
  await send(refusedBefore(api, found.refused), {
    advance: async (_, dead) => void still.push(...dead),
  })
  await book.write(found.next, run.signal.aborted ? found.refused : still)
  if (!run.signal.aborted) {
    const after = wanted.since === undefined ? found.next - 1 : -1
    await send(upTo(last, pastEvents(api, queryOf(wanted), after)), {
      advance: (seq, dead) => book.write(seq + 1, [...book.refused(), ...dead]),
    })
  }
  if (!run.signal.aborted) await book.write(last + 1, book.refused())
  return { ...run.sent(), refused: book.refused(), ...run.stopped() }
}

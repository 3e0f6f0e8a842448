import { setTimeout } from 'node:timers/promises'
import { batches, type Source } from '../../src/exports/delivery/batches.ts'
import { type DeadLetter, deliver, type Ended } from '../../src/exports/delivery/deliver.ts'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import type { Limits } from '../../src/exports/target.ts'
import { asUnit } from '../../src/exports/unit-of.ts'

export type Delivering = {
  readonly house: ExportHouse
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly events: readonly OutgoingEvent[]
  /** Smaller batches than the target's own. */
  readonly limits?: Partial<Limits>
  /** Hears how many events are delivered after each batch. */
  readonly onAdvance?: (delivered: number) => Promise<void> | void
  /** The longest wait between two tries. */
  readonly patienceMs?: number
}

export type Delivered = {
  readonly ended: Ended
  readonly dead: readonly DeadLetter[]
  readonly troubles: readonly string[]
}

const asked = 1_000

/** Sends events to a real receiver through the delivery frame, until all are there or the target pauses. Their numbers are their places. */
export async function deliverTo({
  house,
  kind,
  settings,
  events,
  ...rest
}: Delivering): Promise<Delivered> {
  const type = house.types.get(kind)
  if (!type) throw new Error(`there is no target ${kind}`)
  const given = type.settings.parse(settings)
  const sender = type.open(given, house.tools)
  const source: Source = {
    async read(after) {
      const page = events.slice(after + 1, after + 1 + asked)
      if (page.length === 0) return 'end'
      const units = page.map((event) => asUnit(event, type.line(event, given, house.tools)))
      return { units, last: after + page.length }
    },
    wait: async () => {},
    sleep: (ms) => setTimeout(ms),
  }
  const dead: DeadLetter[] = []
  const troubles: string[] = []
  const note = async (reason: string) => void troubles.push(reason)
  const { signal } = new AbortController()
  try {
    const ended = await deliver(
      batches(source, { ...type.limits(given), ...rest.limits }, { after: -1, signal }),
      {
        sender,
        ledger: {
          async advance(last, letters) {
            dead.push(...letters)
            await rest.onAdvance?.(last + 1)
          },
        },
        news: { failing: note, paused: note, restored: async () => {} },
        sleep: (ms) => setTimeout(Math.min(ms, rest.patienceMs ?? ms)),
        random: Math.random,
      },
      signal,
    )
    return { ended, dead, troubles }
  } finally {
    await sender.close()
  }
}

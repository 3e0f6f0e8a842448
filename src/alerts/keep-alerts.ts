import { setTimeout } from 'node:timers/promises'
import type { Log } from '../kernel/log.ts'
import { soleServer } from '../store/sole-server.ts'
import { type AlertGround, alertEngine } from './engine.ts'
import { messageSender } from './send-messages.ts'

/** How long it waits for an event before it looks what else there is to do. */
const lookMs = 500
/** What comes within that time is looked at together, so that a busy server is not asked for every event. */
const gatherMs = 10
/** Messages that were done with so long ago are forgotten. */
const keptMs = 30 * 86_400_000
const sweepEveryMs = 3_600_000

type Keeping = AlertGround & { readonly log: Log }

async function sweep({ store, clock }: Keeping): Promise<void> {
  const before = clock().getTime() - keptMs
  await store.transaction(({ alertDeliveries }) => alertDeliveries.removeDone(before))
}

/**
 * Watches the log and sends what is to be sent, until the signal aborts. Of several servers over one store one does, and another
 * takes over when it dies: then what was on its way may come twice, under the same number.
 */
export async function keepAlerts(parts: Keeping, signal: AbortSignal): Promise<void> {
  const { store, log } = parts
  const watching = soleServer(store, 'alerts')
  const engine = alertEngine({ ...parts, lease: watching })
  const sender = messageSender({ ...parts, lease: watching })
  let sweptAt = Number.NEGATIVE_INFINITY

  async function round(): Promise<void> {
    if (!(await watching.isUs())) return setTimeout(lookMs, undefined, { signal })
    const isBusy = await engine.advance()
    await sender.look(signal)
    if (performance.now() - sweptAt > sweepEveryMs) {
      await sweep(parts)
      sweptAt = performance.now()
    }
    if (engine.isIdle()) return setTimeout(lookMs, undefined, { signal })
    const patience = AbortSignal.any([signal, AbortSignal.timeout(lookMs)])
    if (!isBusy) await store.events.waitBeyond(engine.position(), patience)
    return setTimeout(gatherMs, undefined, { signal })
  }

  while (!signal.aborted)
    await round().catch(async (error: unknown) => {
      if (signal.aborted) return
      log.error({ error }, 'alerts broke off: going on in a moment')
      await setTimeout(lookMs, undefined, { signal }).catch(() => undefined)
    })
  await sender.settled()
  await watching.leave()
}

import { setTimeout } from 'node:timers/promises'
import { soleServer } from '../../store/sole-server.ts'
import { dueRuns } from './begin-due.ts'
import { makeRuns } from './make-runs.ts'
import type { ScheduleGround } from './schedule-ground.ts'
import { runSender } from './send-runs.ts'

const lookMs = 500

/**
 * Runs what is due and sends what was made, until the signal aborts. Of several servers over one store one does, and another takes
 * over when it dies: a run that was being made is begun again, and what was on its way may come twice, under the same name. While the
 * disk is nearly full nothing is made: what is due waits.
 */
export async function keepSchedules(ground: ScheduleGround, signal: AbortSignal): Promise<void> {
  const { store, log } = ground
  const scheduler = soleServer(store, 'reports')
  const parts: ScheduleGround = { ...ground, lease: scheduler }
  const beginDue = dueRuns(parts)
  const sender = runSender(parts)
  let isOurs = false
  let making: Promise<void> | undefined

  const make = () => {
    making ??= makeRuns(parts, signal)
      .catch((error: unknown) => log.error({ error }, 'scheduled reports were not made'))
      .finally(() => {
        making = undefined
      })
  }

  async function look(): Promise<void> {
    const wasOurs = isOurs
    isOurs = await scheduler.isUs()
    if (!isOurs) return
    if (!wasOurs && making === undefined)
      await store.transaction(({ reportRuns }) => reportRuns.beginAgain())
    await beginDue()
    if (!parts.disk.isShort()) make()
    await sender.look(signal)
  }

  while (!signal.aborted) {
    await look().catch((error: unknown) => log.error({ error }, 'report schedules were not read'))
    await setTimeout(lookMs, undefined, { signal }).catch(() => undefined)
  }
  await making
  await sender.settled()
  await scheduler.leave()
}

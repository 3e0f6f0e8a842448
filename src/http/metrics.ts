import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import packageJson from '../../package.json' with { type: 'json' }
import { targetStatuses } from '../exports/target-status.ts'
import type { Services } from './services.ts'

/** What Prometheus is told: numbers only, no name of anybody or anything, so that whoever reaches the server may read it. */

/** Seconds; a read on one core takes a few milliseconds, a try of a client that gives up thirty seconds. */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export type Metrics = {
  /** A call of a device that was answered. */
  readonly answered: (status: number, seconds: number) => void
  /** Prometheus's text form, measured now. Throws what keeps the store from answering. */
  tell(services: Measured): Promise<string>
  readonly mediaType: string
}

type Measured = Pick<Services, 'store' | 'disk' | 'exports' | 'clock'>

/** The largest of what targets are behind by, and how many there are in each state. */
async function exportsOf({ store, exports: house, clock }: Measured) {
  const targets = await targetStatuses({ store, house, now: clock() })
  const behind = targets.map(({ lag_events, lag_seconds }) => [lag_events, lag_seconds] as const)
  return {
    byStatus: Map.groupBy(targets, ({ status }) => status),
    events: Math.max(0, ...behind.map(([events]) => events)),
    seconds: Math.max(0, ...behind.map(([, seconds]) => seconds)),
    dead: targets.reduce((sum, { dead_letters }) => sum + dead_letters, 0),
  }
}

function gaugesIn(registry: Registry) {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] })
  return {
    events: gauge('keepwatch_log_events', 'Events in the log, as their numbers count them'),
    signed: gauge('keepwatch_log_signed_events', 'Events that the newest checkpoint covers'),
    short: gauge('keepwatch_disk_short', '1 while the disk is nearly full and no secret leaves'),
    lagEvents: gauge('keepwatch_export_lag_events', 'Events that the slowest target has not had'),
    lagSeconds: gauge('keepwatch_export_lag_seconds', 'Age of the oldest of them'),
    dead: gauge('keepwatch_export_dead_letters', 'Events that receivers refused for good'),
    targets: new Gauge({
      name: 'keepwatch_export_targets',
      help: 'Export targets by what they are doing',
      labelNames: ['status'],
      registers: [registry],
    }),
  }
}

async function measure(gauges: ReturnType<typeof gaugesIn>, measured: Measured) {
  const { store, disk } = measured
  const exporting = await exportsOf(measured)
  gauges.events.set(await store.events.size())
  gauges.signed.set((await store.read(({ checkpoint }) => checkpoint.find()))?.size ?? 0)
  gauges.short.set(disk.isShort() ? 1 : 0)
  gauges.lagEvents.set(exporting.events)
  gauges.lagSeconds.set(exporting.seconds)
  gauges.dead.set(exporting.dead)
  gauges.targets.reset()
  for (const [status, targets] of exporting.byStatus) gauges.targets.set({ status }, targets.length)
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const calls = new Histogram({
    name: 'keepwatch_device_call_seconds',
    help: 'Calls of devices, from the first byte to the answer, by status',
    labelNames: ['status'],
    buckets,
    registers: [registry],
  })
  const info = { name: 'keepwatch_info', help: 'Which version runs', labelNames: ['version'] }
  new Gauge({ ...info, registers: [registry] }).set({ version: packageJson.version }, 1)
  const gauges = gaugesIn(registry)
  let isWatched = false

  return {
    answered: (status, seconds) => calls.observe({ status }, seconds),
    async tell(measured) {
      // The process is watched from the first time that somebody wants to know: most servers are never asked.
      if (!isWatched) collectDefaultMetrics({ register: registry })
      isWatched = true
      await measure(gauges, measured)
      return registry.metrics()
    },
    mediaType: registry.contentType,
  }
}

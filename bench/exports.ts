import { median } from './clients.ts'
import type { Done, Order, Receiver } from './exports/export-process.ts'
import { type Sinks, startSinks } from './exports/sinks.ts'
import { type Obedient, obedient } from './obedient.ts'
import { forkPinned, pinThisProcess } from './pinned.ts'
import { write } from './print.ts'

const count = 1_000_000
const rounds = 3
const away = { count: 10_000_000, ms: 5_000 }
const trickle = { count: 1_000, perSecond: 200 }

type Obey = Obedient<Order, Done>['obey']

const startExporter = (): Promise<Obedient<Order, Done>> =>
  obedient(forkPinned('exports/export-process.ts'))

type Receivers = { readonly hec: Receiver; readonly syslog: Receiver }

const receiversOf = ({ hecPort, tlsPort, ca }: Sinks): Receivers => ({
  hec: {
    kind: 'splunk-hec',
    settings: { url: `http://127.0.0.1:${hecPort}`, token: 'hush' },
  },
  syslog: { kind: 'syslog', settings: { host: 'localhost', port: tlsPort, ca } },
})

/** Exports and the same bytes sent raw, in turn. */
async function compare(obey: Obey, name: string, receiver: Receiver): Promise<void> {
  await obey({ ...receiver, act: 'export', count })
  const pairs: { readonly whole: Done; readonly raw: Done }[] = []
  for (let round = 0; round < rounds; round++) {
    const whole = await obey({ ...receiver, act: 'export', count })
    await obey({ ...receiver, act: 'prepare', count })
    pairs.push({ whole, raw: await obey({ ...receiver, act: 'raw', count }) })
  }
  const rate = median(pairs.map(({ whole }) => whole.rate))
  const cpu = median(pairs.map(({ whole }) => whole.cpu))
  const dearer = median(pairs.map(({ whole, raw }) => whole.cpu / raw.cpu))
  write(
    `${name}: ${Math.round(rate)} events/s; ${cpu.toFixed(1)} µs of processor time each, which are ${Math.round(1e6 / cpu)} events/s of a whole core, and ${dearer.toFixed(1)}× what it takes only to send the same bytes`,
  )
}

/** From the moment at which an event is recorded to the moment at which its receiver has it. */
async function latencies(obey: Obey, { sinks, receiver }: { sinks: Sinks; receiver: Receiver }) {
  const times: number[] = []
  sinks.onBody((body) => {
    const now = Date.now()
    for (const line of body.split('\n').filter(Boolean))
      times.push(now - Date.parse(JSON.parse(line).event.recorded_at))
  })
  await obey({ ...receiver, act: 'trickle', ...trickle })
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]
  write(`event to receiver, ${trickle.perSecond} events/s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
}

/** What a target needs whose receiver is away, in a process that has done nothing else. */
async function memory(): Promise<void> {
  const { obey, stop } = await startExporter()
  const settings = { host: '127.0.0.1', port: 1, transport: 'tcp' }
  const { before, after } = await obey({ kind: 'syslog', settings, act: 'dead', ...away })
  write(
    `a receiver that is away, ${away.count} events behind: ${after} MB resident, ${before} MB before it was away`,
  )
  await stop()
}

/** Runs `work` with a process that has a long log and has known no receiver: what V8 compiles for one kind is not what it compiles for two. */
async function withExporter(work: (obey: Obey) => Promise<void>): Promise<void> {
  const { obey, stop } = await startExporter()
  await obey({ kind: 'file', settings: {}, act: 'fill', count })
  await work(obey)
  await stop()
}

/** Exports on a core of their own: how fast, how late, how much memory. */
export async function benchExports(): Promise<void> {
  pinThisProcess()
  const sinks = await startSinks()
  const { hec, syslog } = receiversOf(sinks)
  await withExporter(async (obey) => {
    await compare(obey, 'Splunk HEC', hec)
    await latencies(obey, { sinks, receiver: hec })
  })
  await withExporter((obey) => compare(obey, 'syslog over TLS', syslog))
  sinks.stop()
  await memory()
}

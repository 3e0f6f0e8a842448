import { benchFiles } from './device-files.ts'
import { printRead, type Reading, withReader } from './get-secret.ts'
import { pacedLatencies, quantile } from './paced.ts'
import { pinThisProcess } from './pinned.ts'
import { write } from './print.ts'

const full = process.argv.includes('--full')

/** Every size at every number of connections. */
async function grid(): Promise<void> {
  for (const tls of ['off', 'on'] as const)
    for (const records of [1, 20, 200])
      for (const connections of [1, 16, 64])
        await printRead({ records, connections, tls, cores: '0' })
}

const share = 0.8
const seconds = 5
/** More than wait at once while the server keeps up; else they queue, and their wait counts. */
const lines = 256

/** The tail of the answers' times while the server has four fifths of the work that it can do. */
async function tail(reading: Omit<Reading, 'connections'>): Promise<void> {
  const { rate: most } = await printRead({ ...reading, connections: 64 })
  const rate = most * share
  const count = Math.round(rate * seconds)
  const waits = await withReader({ ...reading, connections: lines }, count, ({ next }) =>
    pacedLatencies({ rate, count }, next),
  )
  const at = (part: number) => `${quantile(waits, part).toFixed(1)} ms`
  write(
    `at ${Math.round(rate)}/s, 80 % of that: p50 ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)} (aim: p99 under 50 ms)`,
  )
}

/** What a fleet of devices feels: the tail under load, files, and with `--full` reads of every size. */
export async function benchDevices(): Promise<void> {
  pinThisProcess()
  await tail({ records: 20, tls: 'off', cores: '0' })
  await tail({ records: 20, tls: 'on', cores: '0' })
  await benchFiles()
  if (full) await grid()
}

import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Appended, Order } from './append-process.ts'
import { median } from './clients.ts'
import { type Obedient, obedient } from './obedient.ts'
import { write } from './print.ts'

const inBench = (file: string) => join(import.meta.dirname, file)

/** Somebody who appends in a process and a data folder of its own. */
type Appender = Obedient<Order, Appended>

const startAppender = (execArgv: readonly string[]): Promise<Appender> =>
  obedient(fork(inBench('append-process.ts'), { execArgv: [...execArgv] }))

/** A process keeps the luck that it was started with (where its memory lies, what was compiled), so each pair is started anew a few times. */
const starts = 5
const rounds = 5
const waiting = [1, 64, 512]
const countFor = (clients: number) => (clients === 1 ? 300 : 20_000)

type Both = { readonly whole: Appender; readonly bare: Appender }
type Pair = { readonly whole: Appended; readonly bare: Appended }

/** Who comes second meets what the first one left to the disk, so the two take turns at it. */
async function wholeFirst({ whole, bare }: Both, order: Order): Promise<Pair> {
  const first = await whole.obey(order)
  return { whole: first, bare: await bare.obey(order) }
}

async function bareFirst({ whole, bare }: Both, order: Order): Promise<Pair> {
  const first = await bare.obey(order)
  return { whole: await whole.obey(order), bare: first }
}

/** Every order, a few times, to a pair that was just started; the pairs of rates by how many clients waited. */
async function pairsOfOneStart(into: ReadonlyMap<number, Pair[]>): Promise<void> {
  const whole = await startAppender([])
  const bare = await startAppender(['--import', inBench('without-tree.ts')])
  for (let round = 0; round < rounds; round++)
    for (const [clients, pairs] of into) {
      const order = { clients, count: countFor(clients) }
      pairs.push(await (round % 2 === 0 ? wholeFirst : bareFirst)({ whole, bare }, order))
    }
  await Promise.all([whole.stop(), bare.stop()])
}

/** What is lost of `without`, in percent; less than nothing is noise. */
const percent = (lost: number) => `${(lost * 100).toFixed(1)} %`

const rateOfAll = (pairs: readonly Pair[]) => median(pairs.map(({ whole }) => whole.rate))

/**
 * Durable appends: a real event through `record`, answered after its flush, by how many clients wait at once. Each round is
 * run in turn by a process as it is and by one whose log has no tree, so that the difference is what the proof costs.
 */
export async function benchAppends(): Promise<void> {
  const measured = new Map<number, Pair[]>(waiting.map((clients) => [clients, []]))
  for (let start = 0; start < starts; start++) await pairsOfOneStart(measured)
  const alone = rateOfAll(measured.get(1) ?? [])
  for (const [clients, pairs] of measured) {
    const rate = rateOfAll(pairs)
    const slower = median(pairs.map(({ whole, bare }) => 1 - whole.rate / bare.rate))
    const dearer = median(pairs.map(({ whole, bare }) => 1 - bare.cpu / whole.cpu))
    write(
      `durable appends, ${clients} waiting: ${Math.round(rate)}/s, ${(rate / alone).toFixed(1)}× one client; the tree takes ${percent(slower)} of the rate, ${percent(dearer)} of the processor time`,
    )
  }
}

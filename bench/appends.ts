import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Appended, Order } from './append-process.ts'
import { median } from './clients.ts'
import { type Obedient, obedient } from './obedient.ts'
import { write } from './print.ts'

/** Somebody who appends, in a process of its own. */
type Appender = Obedient<Order, Appended>

/** A process keeps the luck that it was started with (where its memory lies, what was compiled), so it is started anew a few times. */
const starts = 6
/** Many short ones: what else the machine does comes and goes by the second, and meets both. */
const rounds = 41
const waiting = [1, 64, 512]
const countFor = (clients: number) => (clients === 1 ? 40 : 4_096)

type Pair = { readonly whole: Appended; readonly bare: Appended }

/** Who comes second meets what the first one left to the disk, so the two take turns at it. */
async function pairOf({ obey }: Appender, clients: number, first: Order['log']): Promise<Pair> {
  const order = { clients, count: countFor(clients) }
  const second = first === 'whole' ? 'bare' : 'whole'
  const done = { [first]: await obey({ ...order, log: first }) }
  done[second] = await obey({ ...order, log: second })
  return done as Pair
}

/** Every order, a few times, to a process that was just started; the pairs of rates by how many clients waited. */
async function pairsOfOneStart(
  into: ReadonlyMap<number, Pair[]>,
  openedFirst: Order['log'],
): Promise<void> {
  const file = join(import.meta.dirname, 'append-process.ts')
  const appender: Appender = await obedient(fork(file, [openedFirst]))
  for (let round = 0; round < rounds; round++)
    for (const [clients, pairs] of into)
      pairs.push(await pairOf(appender, clients, round % 2 === 0 ? 'whole' : 'bare'))
  await appender.stop()
}

/** What is lost of `without`, in percent; less than nothing is noise. */
const percent = (lost: number) => `${(lost * 100).toFixed(1)} %`

const rateOfAll = (pairs: readonly Pair[]) => median(pairs.map(({ whole }) => whole.rate))

/**
 * Durable appends: a real event through `record`, answered after its flush, by how many clients wait at once. Each round is
 * run in turn on a store as it is and on one whose log has no tree, in one process, so that the difference is what the proof costs
 * and not what one process is luckier in than another.
 */
export async function benchAppends(): Promise<void> {
  const measured = new Map<number, Pair[]>(waiting.map((clients) => [clients, []]))
  for (let start = 0; start < starts; start++)
    await pairsOfOneStart(measured, start % 2 === 0 ? 'whole' : 'bare')
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

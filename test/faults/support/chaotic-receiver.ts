import { judgeStatus } from '../../../src/exports/http-verdict.ts'
import type { Sender, Unit } from '../../../src/exports/target.ts'
import { again, done, type Verdict } from '../../../src/exports/verdict.ts'
import type { Random } from './random.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** What a network and a receiver do to a batch. */
const faults = {
  /** The request gets lost: nobody answers until the sender's patience is over. */
  drop: 3,
  /** The connection breaks while the batch is on its way: the receiver throws the part away. */
  reset: 3,
  /** The receiver has too much to do, and says for how long. */
  busy: 3,
  broken: 3,
  /** The receiver takes the batch and dies: its answer is still read, then nobody is there for a while. */
  'taken, then dead': 0.5,
  /** The receiver takes the batch, and its answer gets lost. */
  'answer lost': 0.2,
  /** The receiver takes the first events and says that it could not take all. */
  partial: 0.2,
  slow: 5,
} as const

export type Fault = keyof typeof faults

/** The patience of `http-line.ts`. */
const patienceMs = 30_000
const longestOutageMs = 120_000
const slowMs = 5_000

export type ChaoticReceiver = {
  readonly sender: Sender
  /** What it has, in the order in which it came. */
  readonly stored: readonly { readonly seq: number; readonly event_id: string }[]
  /** How often each fault struck. */
  readonly struck: ReadonlyMap<Fault, number>
  /** Nobody is there for so long. */
  dieFor(ms: number): void
  /** From now on everything works. */
  makePeace(): void
}

function drawFault(random: Random): Fault | undefined {
  let mark = random.below(100_000) / 1_000
  for (const [fault, percent] of Object.entries(faults)) {
    mark -= percent
    if (mark < 0) return fault as Fault
  }
  return undefined
}

/** A receiver behind a network that do what they like, but by the seed. Percentages above are of all batches. */
export function chaoticReceiver(clock: VirtualClock, random: Random): ChaoticReceiver {
  const stored: { seq: number; event_id: string }[] = []
  const struck = new Map<Fault, number>()
  let isPeace = false
  let deadUntil = 0

  const take = (units: readonly Unit[]) =>
    stored.push(...units.map(({ event: { seq, event_id } }) => ({ seq, event_id })))

  const lost = async (): Promise<never> => {
    await clock.sleep(patienceMs)
    throw new Error('The operation was aborted due to timeout')
  }

  const outcomes: Readonly<Record<Fault, (units: readonly Unit[]) => Promise<Verdict>>> = {
    drop: lost,
    reset: async () => {
      throw new Error('read ECONNRESET')
    },
    busy: async () =>
      judgeStatus({ status: 429, text: 'slow down', retryAfter: String(1 + random.below(20)) }),
    broken: async () => judgeStatus({ status: 500, text: '' }),
    'taken, then dead': async (units) => {
      take(units)
      deadUntil = clock.now() + random.below(longestOutageMs)
      return done
    },
    'answer lost': async (units) => {
      take(units)
      return lost()
    },
    partial: async (units) => {
      take(units.slice(0, random.below(units.length)))
      return again('not all of it')
    },
    slow: async (units) => {
      await clock.sleep(random.below(slowMs))
      take(units)
      return done
    },
  }

  async function send(units: readonly Unit[]): Promise<Verdict> {
    await clock.sleep(2 + random.below(20))
    if (!isPeace && clock.now() < deadUntil) throw new Error('connect ECONNREFUSED')
    const fault = isPeace ? undefined : drawFault(random)
    if (fault) {
      struck.set(fault, (struck.get(fault) ?? 0) + 1)
      return outcomes[fault](units)
    }
    take(units)
    return done
  }

  return {
    sender: { send, close: async () => {} },
    stored,
    struck,
    dieFor: (ms) => {
      deadUntil = clock.now() + ms
    },
    makePeace: () => {
      isPeace = true
    },
  }
}

import { setImmediate } from 'node:timers/promises'
import { isConflict } from './database-error.ts'
import type { Fared, jointUnit, Work } from './joint-unit.ts'
import type { Committed } from './unit.ts'

type Settled = Committed<unknown> | 'apart'

type Member = {
  readonly key: string
  readonly work: Work<unknown>
  /** How often other servers were in the way of those that it was with. */
  readonly undone: number
  resolve(settled: Settled): void
  reject(error: unknown): void
}

/** Units of one transaction: more would only make the first one wait longer. */
const most = 64
/** Who was undone so often goes by itself. */
const contested = 3
/** Servers that have the same devices would undo each other's batches: for so long after it happened they take turns. */
const shyMs = 1_000
/** Keys that are remembered because their last unit went by itself. */
const mostApart = 10_000

function settleAll(members: readonly Member[], { result, ...done }: Committed<readonly unknown[]>) {
  for (const [at, { resolve }] of members.entries())
    resolve({ effects: [], appended: undefined, ...(at === 0 && done), result: result[at] })
}

/**
 * Units that keep to themselves (`Turn.joins`) run together: while some are on their way the next gather. One that turns out to do more
 * goes by itself, and so does the next of its key, until one has: otherwise a device that is refused again and again would have all
 * others done twice.
 */
export function joined(
  tryAll: ReturnType<typeof jointUnit>,
  alone: <Result>(work: Work<Result>) => Promise<Committed<Result>>,
) {
  const waiting: Member[] = []
  const apart = new Set<string>()
  let isWriting = false
  let shyUntil = 0

  function goApart({ key, resolve }: Member) {
    if (apart.size >= mostApart) apart.clear()
    apart.add(key)
    resolve('apart')
  }

  /** They are first in the next batch. */
  const again = (members: readonly Member[]) => waiting.unshift(...members)

  function meetObstacle(members: readonly Member[], obstacle: unknown) {
    const isContest = isConflict(obstacle)
    if (isContest) shyUntil = performance.now() + shyMs
    const mayTry = ({ undone }: Member) => isContest && undone + 1 < contested
    again(members.filter(mayTry).map((member) => ({ ...member, undone: member.undone + 1 })))
    for (const member of members) if (!mayTry(member)) member.resolve('apart')
  }

  function settle(members: readonly Member[], fared: Fared) {
    if ('result' in fared) return settleAll(members, fared)
    if ('obstacle' in fared) return meetObstacle(members, fared.obstacle)
    again(members.filter(({ work }) => !fared.apart.has(work)))
    for (const member of members) if (fared.apart.has(member.work)) goApart(member)
  }

  async function writeBatch(members: readonly Member[]) {
    const lane = performance.now() < shyUntil ? 'share update exclusive' : 'row share'
    const works = members.map(({ work }) => work)
    try {
      settle(members, await tryAll(works, lane))
    } catch (error) {
      for (const { reject } of members) reject(error)
    }
  }

  async function drain() {
    isWriting = true
    while (waiting.length > 0) {
      // Whoever was answered just now may come again, and others are on their way in.
      await setImmediate()
      await writeBatch(waiting.splice(0, most))
    }
    isWriting = false
  }

  const join = (key: string, work: Work<unknown>) =>
    new Promise<Settled>((resolve, reject) => {
      waiting.push({ key, work, undone: 0, resolve, reject })
      if (!isWriting) void drain()
    })

  return async <Result>(key: string, work: Work<Result>): Promise<Committed<Result>> => {
    const settled = apart.has(key) ? 'apart' : await join(key, work)
    if (settled !== 'apart') return settled as Committed<Result>
    const committed = await alone(work)
    apart.delete(key)
    return committed
  }
}

import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { personForgotten } from '../events/catalog/security.ts'
import { Failure } from '../kernel/errors.ts'
import type { LogEntry, Store } from '../store/store.ts'
import { type Dictionary, dictionary } from './dictionary.ts'
import type { Columns } from './engine.ts'
import { layOut } from './lay-out.ts'
import type { Layout } from './layout.ts'
import { sharing } from './sharing.ts'

/** Entries that are read and laid out at once: everybody else waits meanwhile. */
const readAtOnce = 1_000

/** How often we look whether another server has taken in what we wait for, in milliseconds. */
const lookEveryMs = 50

/** A projection that is being kept. */
export type Keeper = {
  readonly dictionary: Dictionary
  /** The first event that is not in it. */
  next(): number
  /** Whether the first `size` events are in it for sure, without a look. */
  has(size: number): boolean
  /** The first event that the log still has, when it was last looked. */
  kept(): number
  /** Changes whenever a person or an address was erased. */
  erasures(): number
  /** Takes in the next part of the log, if there is one, in one transaction of no more than `most` events. */
  advance(most?: number): Promise<void>
  /** Takes in what the log has had since, and lets go of what the log has dropped. */
  catchUp(): Promise<void>
  /** Waits for no other server any more. */
  giveUp(): void
}

const isErasure = ({ body }: LogEntry) => body.includes(`"${personForgotten.name}"`)

/** The entries of a part of the log that are still kept, in pages. */
async function* pagesOf(events: Store['events'], from: number, before: number) {
  for (let position = from - 1; position < before - 1; ) {
    const limit = Math.min(readAtOnce, before - 1 - position)
    const page = await events.readAfter(position, { limit })
    const last = page.at(-1)
    if (!last) return
    yield page
    position = last.seq
    await setImmediate()
  }
}

/** What is kept, and how many values of a column memory may hold. */
type Kept = {
  readonly layout: Layout
  readonly events: Store['events']
  readonly mostInMemory?: number | undefined
}

/** Keeps open columns. One `catchUp` at a time. */
export async function keeper(
  { database, reach, mostFrom, begin, letGo, shared }: Columns,
  { layout, events, mostInMemory }: Kept,
): Promise<Keeper> {
  const values = await dictionary(database, layout, mostInMemory)
  const others = shared && sharing(shared, values)
  let { first, next } = reach
  let erasures = 0
  let isGivenUp = false

  const mayFill = async () => !shared || shared.isOurs()

  /** Sees what other servers have written. */
  async function look(): Promise<void> {
    if (others) next = await others.look(next)
  }

  /** Takes in the next entries, in one batch. */
  async function takeIn(size: number, most = mostFrom(next)): Promise<void> {
    await values.trim()
    const batch = await begin(others?.stand(next))
    let last: LogEntry | undefined
    for await (const page of pagesOf(events, next, Math.min(size, next + most))) {
      if (page.some(isErasure)) erasures++
      await batch.append(await layOut(page, { layout, dictionary: values }))
      last = page.at(-1)
    }
    if (last) await batch.commit(last)
    else await batch.abandon()
    next = last ? last.seq + 1 : size
  }

  /** Goes on towards so many events, or lets the server go on whose turn it is. */
  async function goOn(size: number): Promise<void> {
    if (isGivenUp) throw new Failure('busy', 'The server stops: ask again when it is back.')
    const isOurs = await mayFill()
    if (!isOurs) await sleep(lookEveryMs)
    await look()
    if (isOurs && next < size) await takeIn(size)
  }

  /** Drops what the log has dropped, if that is for this server to do. */
  async function drop(kept: number): Promise<void> {
    if (kept <= first) return
    if (await mayFill()) {
      await letGo(kept)
      values.forget()
    }
    first = kept
  }

  return {
    dictionary: values,
    next: () => next,
    kept: () => first,
    has: (size) => !shared && next >= size,
    erasures: () => erasures + (others?.erasures() ?? 0),
    async advance(most) {
      await look()
      const size = await events.size()
      if (next < size) await takeIn(size, most)
    },
    async catchUp() {
      const size = await events.size()
      await look()
      while (next < size) await goOn(size)
      await drop(await events.first())
    },
    giveUp() {
      isGivenUp = true
    },
  }
}

import { setImmediate } from 'node:timers/promises'
import { personForgotten } from '../events/catalog/security.ts'
import type { LogEntry, Store } from '../store/store.ts'
import { type Dictionary, dictionary } from './dictionary.ts'
import type { Columns } from './engine.ts'
import { layOut } from './lay-out.ts'
import type { Layout } from './layout.ts'

/** Entries that are read and laid out at once: everybody else waits meanwhile. */
const readAtOnce = 1_000

/** A projection that is being kept. */
export type Keeper = {
  readonly dictionary: Dictionary
  /** The first event that is not in it. */
  next(): number
  /** The first event that the log still has, when it was last looked. */
  kept(): number
  /** Changes whenever a person or an address was erased. */
  erasures(): number
  /** Takes in the next part of the log, if there is one, in one transaction of no more than `most` events. */
  advance(most?: number): Promise<void>
  /** Takes in what the log has had since, and lets go of what the log has dropped. */
  catchUp(): Promise<void>
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
  { database, reach, mostAtOnce, begin, letGo }: Columns,
  { layout, events, mostInMemory }: Kept,
): Promise<Keeper> {
  const values = await dictionary(database, layout, mostInMemory)
  let { first, next } = reach
  let erasures = 0

  /** Takes in the next entries, in one batch; gives whether there are more. */
  async function takeIn(size: number, most = mostAtOnce): Promise<boolean> {
    await values.trim()
    const batch = await begin()
    let last: LogEntry | undefined
    for await (const page of pagesOf(events, next, Math.min(size, next + most))) {
      if (page.some(isErasure)) erasures++
      await batch.append(await layOut(page, { layout, dictionary: values }))
      last = page.at(-1)
    }
    if (last) await batch.commit(last)
    else await batch.abandon()
    next = last ? last.seq + 1 : size
    return next < size
  }

  return {
    dictionary: values,
    next: () => next,
    kept: () => first,
    erasures: () => erasures,
    async advance(most) {
      const size = await events.size()
      if (next < size) await takeIn(size, most)
    },
    async catchUp() {
      const size = await events.size()
      while (next < size && (await takeIn(size)));
      const kept = await events.first()
      if (kept <= first) return
      await letGo(kept)
      values.forget()
      first = kept
    },
  }
}

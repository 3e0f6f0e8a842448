import { setImmediate } from 'node:timers/promises'
import { personForgotten } from '../events/catalog/security.ts'
import type { LogEntry, Store } from '../store/store.ts'
import { type Dictionary, dictionary } from './dictionary.ts'
import { chunkRows } from './fact-chunk.ts'
import { factsWriter } from './facts-writer.ts'
import type { Layout } from './layout.ts'
import type { OpenProjection } from './projection-file.ts'
import { columnName } from './sql-text.ts'

/** The most rows of one transaction: DuckDB's row group. */
const mostAtOnce = 122_880

/** Entries that are read at once: everybody else waits while they are laid out. */
const readAtOnce = 1_000

/** A projection that is being kept. */
export type Keeper = {
  readonly dictionary: Dictionary
  /** The first event that is not in it. */
  next(): number
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
    const limit = Math.min(readAtOnce, chunkRows, before - 1 - position)
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

/** Keeps an open projection. One `catchUp` at a time. */
export async function keeper(
  { database, session, reach }: OpenProjection,
  { layout, events, mostInMemory }: Kept,
): Promise<Keeper> {
  const values = await dictionary(database, layout, mostInMemory)
  const writer = await factsWriter(session, layout, values)
  let { first, next } = reach
  let erasures = 0

  /** Takes in the next entries, in one transaction; gives whether there was one. */
  async function takeIn(size: number, most = mostAtOnce): Promise<boolean> {
    await values.trim()
    const batch = await writer.begin()
    let last: LogEntry | undefined
    for await (const page of pagesOf(events, next, Math.min(size, next + most))) {
      if (page.some(isErasure)) erasures++
      await batch.append(page)
      last = page.at(-1)
    }
    if (last) await batch.commit(last)
    else await batch.abandon()
    next = last ? last.seq + 1 : size
    return next < size
  }

  /** Retention has dropped the front of the log: so do we, and with it the values that nothing else has. */
  async function letGo(kept: number): Promise<void> {
    await session.run('begin')
    await session.run(`delete from facts where seq < ${kept}`)
    for (const at of layout.fields.keys())
      await session.run(
        `delete from dictionary where field = ${at} and id not in (select ${columnName(at)} from facts)`,
      )
    await session.run(`update state set first = ${kept}`)
    await session.run('commit')
    values.forget()
    await session.run('checkpoint')
    first = kept
  }

  return {
    dictionary: values,
    next: () => next,
    erasures: () => erasures,
    async advance(most) {
      const size = await events.size()
      if (next < size) await takeIn(size, most)
    },
    async catchUp() {
      const size = await events.size()
      while (next < size && (await takeIn(size)));
      const kept = await events.first()
      if (kept > first) await letGo(kept)
    },
  }
}

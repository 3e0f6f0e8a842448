import type { Vocabulary } from '../query/matcher.ts'
import type { Store } from '../store/store.ts'
import type { Columns, Engine } from './engine.ts'
import { type Keeper, keeper } from './keeping.ts'
import type { Layout } from './layout.ts'
import { demandOwnLog } from './own-log.ts'
import type { Question } from './question.ts'
import { type PlaceOf, shownValues } from './shown-values.ts'

/** What a projection is made from, and where. */
export type Ground = {
  readonly engine: Engine
  readonly store: Pick<Store, 'events' | 'read'>
  readonly vocabulary: Vocabulary
  readonly layout: Layout
  readonly placeOf?: PlaceOf | undefined
  /** Up to so many values a column lies in memory. */
  readonly mostInMemory?: number | undefined
  /** Told when a projection could not be used and is made anew, or could not be kept. */
  failed(error: unknown): void
}

/** A projection whose database is open. */
export type Awake = {
  readonly keeper: Keeper
  /** Something to answer a question with, until it is left. */
  question(now: Date): Promise<Question>
  leave(question: Question): void
  close(): void
}

/** Closes columns that are not of this log. */
async function ownLog(kept: Keeper, { database }: Columns, { layout, store }: Ground) {
  const session = await database.connect()
  const { dialect } = database
  const reading = { session, dialect, layout, dictionary: kept.dictionary }
  try {
    await demandOwnLog(kept.next(), reading, store.events)
  } catch (error) {
    database.close()
    throw error
  }
  database.leave(session)
}

export async function wake(ground: Ground): Promise<Awake> {
  const { engine, store, layout, vocabulary, placeOf, mostInMemory, failed } = ground
  const { events } = store
  const unusable = () => failed(new Error('it cannot be read, or is not one of this log'))
  const columns = await engine.open({ layout, store, unusable })
  const { database } = columns
  const kept = await keeper(columns, { layout, events, mostInMemory })
  if (columns.shared) await ownLog(kept, columns, ground)
  const shown = shownValues(kept, { layout, store })
  return {
    keeper: kept,
    async question(now) {
      const session = await database.connect()
      const { dialect } = database
      const { dictionary } = kept
      const about = { layout, dictionary, shown, vocabulary, placeOf, now, kept: kept.kept() }
      return { session, dialect, ...about }
    },
    leave: ({ session }) => database.leave(session),
    close: () => database.close(),
  }
}

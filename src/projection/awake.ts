import type { Vocabulary } from '../query/matcher.ts'
import type { Store } from '../store/store.ts'
import { duckdbDialect } from './dialect.ts'
import { type Keeper, keeper } from './keeping.ts'
import type { Layout } from './layout.ts'
import { openProjectionFile } from './projection-file.ts'
import type { Question } from './question.ts'
import { questionTables } from './question-table.ts'
import { type PlaceOf, shownValues } from './shown-values.ts'

/** What a projection is made from, and where. */
export type Ground = {
  readonly folder: string
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

export async function wake(ground: Ground): Promise<Awake> {
  const { folder, store, layout, vocabulary, placeOf, mostInMemory, failed } = ground
  const { events } = store
  const unusable = () => failed(new Error('it cannot be read, or is not one of this log'))
  const opened = await openProjectionFile(folder, { layout, events, unusable })
  const kept = await keeper(opened, { layout, events, mostInMemory })
  const shown = shownValues(kept, { layout, store })
  return {
    keeper: kept,
    async question(now) {
      const session = await opened.database.connect()
      const table = questionTables(session)
      const { dictionary } = kept
      const dialect = duckdbDialect
      return { session, dialect, layout, dictionary, shown, vocabulary, placeOf, now, table }
    },
    leave: ({ session }) => opened.database.leave(session),
    close: () => opened.database.close(),
  }
}

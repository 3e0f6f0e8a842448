import fc from 'fast-check'
import { expect } from 'vitest'
import { loadCatalog } from '../../src/events/catalog.ts'
import { vocabularyOf } from '../../src/events/vocabulary.ts'
import type { Engine } from '../../src/projection/engine.ts'
import { printQuery } from '../../src/query/print-text.ts'
import { anyQuery, poolsOf } from './any-query.ts'
import { plainReport } from './plain-report.ts'
import { projectedLog } from './projected-log.ts'
import { somePlaceOf, variedEvents } from './varied-events.ts'

const now = new Date('2026-11-27T12:00:00Z')

/** Random queries are made of the values of so many events: more would only take long to draw from. */
const mostInPools = 3_000

export type Agreement = {
  readonly events: number
  readonly questions: number
  readonly seed: number
  /** How many values of a column the projection may hold in memory. */
  readonly mostInMemory?: number
  /** What answers; without one, DuckDB. */
  readonly engine?: Engine
}

/** Asks random questions over random events of the projection and of the plain evaluator: they agree to the last value. */
export async function agree({
  events,
  questions,
  seed,
  mostInMemory,
  engine,
}: Agreement): Promise<void> {
  const catalog = await loadCatalog()
  const log = await projectedLog({ catalog, now, placeOf: somePlaceOf, mostInMemory, engine })
  try {
    await log.add(variedEvents(events, seed))
    const shown = await log.events()
    const step = Math.ceil(events / mostInPools)
    const some = shown.filter((_, at) => at % step === 0)
    const queries = anyQuery(vocabularyOf(catalog).fields, poolsOf(some))
    for (const query of fc.sample(queries, { numRuns: questions, seed })) {
      const expected = await plainReport(query, {
        events: shown,
        catalog,
        now,
        placeOf: somePlaceOf,
      })
      expect({ query: printQuery(query), rows: await log.report(query) }).toEqual({
        query: printQuery(query),
        rows: expected,
      })
    }
  } finally {
    await log.remove()
  }
}

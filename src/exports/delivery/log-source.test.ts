import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addTo } from '../../../test/support/projected-log.ts'
import { loadCatalog } from '../../events/catalog.ts'
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts'
import { logSource } from './log-source.ts'

const event = (seq: number) => ({
  audit_event: 'record_add',
  event_id: `event-${seq}`,
  timestamp: '2026-05-01T00:00:00.000Z',
})

/** Counts how often whoever else waits has a turn, until it is stopped. */
function turns() {
  let count = 0
  let isOver = false
  const next = () => {
    count += 1
    if (!isOver) setImmediate(next)
  }
  setImmediate(next)
  return () => {
    isOver = true
    return count
  }
}

test('a page is made in slices, whole and in order, and others have a turn between them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-log-source-'))
  const store = await openEmbeddedStore({ folder })
  await addTo(
    store,
    Array.from({ length: 1_001 }, (_, seq) => event(seq)),
  )
  const { signal } = new AbortController()
  const source = logSource({
    ...{ store, catalog: await loadCatalog(), signal, mostBytes: 1_000 },
    wanted: ({ seq }) => Number(seq) % 2 === 0,
    line: ({ seq }) => `number ${seq}`,
  })

  const count = turns()
  const page = await source.read(-1)
  const had = count()

  if (page === undefined || page === 'end') throw new Error('there is no page')
  expect(page.last).toBe(999)
  expect(page.units.map(({ text }) => text)).toEqual(
    Array.from({ length: 500 }, (_, at) => `number ${at * 2}`),
  )
  expect(had).toBeGreaterThanOrEqual(5)
  await store.close()
  await rm(folder, { recursive: true })
})

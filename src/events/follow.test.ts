import { expect, test } from 'vitest'
import type { EventLog } from '../store/store.ts'
import { follow } from './follow.ts'

test('whoever is far behind lets everybody else have a turn between two pages', async () => {
  const events = { readAfter: async (after: number) => [{ seq: after + 1 }] } as unknown as EventLog
  let turns = 0
  const count = () => {
    turns++
    waiting = setImmediate(count)
  }
  let waiting = setImmediate(count)
  const stop = new AbortController()
  for await (const [entry] of follow({ events }, -1, stop.signal))
    if (entry?.seq === 9) stop.abort()
  clearImmediate(waiting)
  expect(turns).toBeGreaterThanOrEqual(9)
})

import { expect, test } from 'vitest'
import type { OutgoingEvent } from '../outgoing-event.ts'
import { batches, type Source } from './batches.ts'

const unitOf = (seq: number) => ({ event: { seq } as OutgoingEvent, text: 'x'.repeat(9) })
const signal = new AbortController().signal

/** A log that gets an event in each of these milliseconds, read by a clock that only waiting moves. */
function source(arrivals: readonly number[]): Source & { now(): number } {
  let now = 0
  return {
    now: () => now,
    async read(after) {
      const there = arrivals.filter((at, seq) => at <= now && seq > after).length
      if (there > 0)
        return {
          last: after + there,
          units: Array.from({ length: there }, (_, at) => unitOf(after + 1 + at)),
        }
      return after === arrivals.length - 1 ? 'end' : undefined
    },
    async wait(after) {
      now = arrivals[after + 1] ?? now
    },
    async sleep(ms) {
      now += ms
    },
  }
}

async function cut(arrivals: readonly number[], limits: { events?: number; bytes?: number }) {
  const log = source(arrivals)
  const found: { seqs: number[]; at: number }[] = []
  const usual = { events: 100, bytes: 10_000, ageMs: 100, ...limits }
  for await (const { units } of batches(log, usual, { after: -1, signal }))
    found.push({ seqs: units.map(({ event }) => event.seq), at: log.now() })
  return found
}

test('an event waits for company only so long, also when company never stops coming', async () => {
  const everyTenth = Array.from({ length: 50 }, (_, at) => at * 10)
  const found = await cut(everyTenth, {})
  expect(found.map(({ at }) => at)).toEqual([100, 210, 320, 430, 540])
  expect(found.flatMap(({ seqs }) => seqs)).toEqual(everyTenth.map((_, seq) => seq))
})

test('a batch is closed by its number of events', async () =>
  expect((await cut([0, 0, 0, 0, 0], { events: 2 })).map(({ seqs }) => seqs)).toEqual([
    [0, 1],
    [2, 3],
    [4],
  ]))

test('a batch is closed by its bytes', async () =>
  expect((await cut([0, 0, 0], { bytes: 25 })).map(({ seqs }) => seqs)).toEqual([[0, 1], [2]]))

test('an event that is larger than a batch may be goes alone', async () =>
  expect((await cut([0, 0], { bytes: 5 })).map(({ seqs }) => seqs)).toEqual([[0], [1]]))

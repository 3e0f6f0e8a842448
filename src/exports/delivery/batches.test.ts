import { expect, test } from 'vitest'
import type { OutgoingEvent } from '../outgoing-event.ts'
import type { Unit } from '../target.ts'
import { asUnit } from '../unit-of.ts'
import { batches, type Source } from './batches.ts'

const unitOf = (seq: number) => asUnit({ seq } as OutgoingEvent, 'x'.repeat(9))
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

/** Events in these milliseconds, of which every `urgent`th may not wait. */
async function patiently(arrivals: readonly number[], urgent: readonly number[]) {
  const log = source(arrivals)
  const found: { seqs: number[]; at: number }[] = []
  const patience = { ms: 1_000, isPatient: ({ event }: Unit) => !urgent.includes(event.seq) }
  const limits = { events: 100, bytes: 10_000, ageMs: 100 }
  for await (const { units } of batches(log, limits, { after: -1, signal, patience }))
    found.push({ seqs: units.map(({ event }) => event.seq), at: log.now() })
  return found
}

test('events that may wait do so for a second', async () =>
  expect(await patiently([0, 300, 600], [])).toEqual([{ seqs: [0, 1, 2], at: 600 }]))

test('events that may wait go after a second, whatever comes', async () => {
  const found = await patiently(
    Array.from({ length: 30 }, (_, at) => at * 100),
    [],
  )
  expect(found.map(({ at }) => at)).toEqual([1_000, 2_100, 2_900])
})

test('one that may not wait takes along those that did', async () =>
  expect(await patiently([0, 300, 5_000, 9_000], [1])).toEqual([
    { seqs: [0, 1], at: 400 },
    { seqs: [2], at: 6_000 },
    { seqs: [3], at: 9_000 },
  ]))

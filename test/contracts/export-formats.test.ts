import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExportFormat } from '../../src/exports/format.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import { loadFamily } from '../../src/kernel/family.ts'
import type { ReceivedEvent } from '../../src/verify/received-event.ts'
import { receivedEvents } from '../../src/verify/received-file.ts'
import { findGaps, holdAll } from '../../src/verify/reconcile.ts'
import { anyOutgoingEvent } from '../support/any-outgoing-event.ts'

/** What holds for every format: an event is one line, and whoever holds a file of lines can tell that nothing is missing. */

const folder = join(import.meta.dirname, '../../src/exports/formats')
const formats = [...(await loadFamily<ExportFormat>(folder)).values()]
const origin = { host: 'vault.example.com', version: '0.1.0' }

/** These carry the whole event as it is, so that a holder can compare every field with the log. */
const whole = ['keeper-json', 'syslog', 'csv']

let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-formats-'))
})

afterAll(() => rm(scratch, { recursive: true }))

async function readBack(
  format: ExportFormat,
  events: readonly OutgoingEvent[],
): Promise<readonly ReceivedEvent[]> {
  const file = join(scratch, format.name)
  const lines = events.map((event) => format.line(event, origin))
  await writeFile(file, [...(format.head ? [format.head] : []), ...lines, ''].join('\n'))
  const read: ReceivedEvent[] = []
  for await (const event of receivedEvents(file)) read.push(event)
  return read
}

const sample = (count: number, seed = 1) => fc.sample(anyOutgoingEvent, { numRuns: count, seed })

const numbered = (seqs: readonly number[]) =>
  sample(seqs.length).map((event, at) => ({ ...event, seq: seqs[at] ?? 0 }))

async function* each(events: readonly ReceivedEvent[]) {
  yield* events
}

describe.each(formats)('$title', (format) => {
  test('gives back the sequence and the leaf hash of every event, whatever its texts are', async () => {
    const events = sample(300)
    const read = await readBack(format, events)
    const marks = (of: readonly { seq: number; leafHash?: string }[]) =>
      of.map(({ seq, leafHash }) => ({ seq, leafHash }))
    expect(marks(read)).toEqual(events.map(({ seq, leaf_hash }) => ({ seq, leafHash: leaf_hash })))
  })

  test('shows a gap and a duplicate to whoever holds the file', async () => {
    const read = await readBack(format, numbered([5, 6, 7, 7, 9]))
    expect(findGaps(await holdAll(each(read)))).toEqual({
      first: 5,
      last: 9,
      compared: 4,
      differences: [
        { seq: 7, kind: 'duplicated' },
        { seq: 8, kind: 'missing' },
      ],
    })
  })

  test('leaves the message of a test out of the count', async () => {
    expect(await readBack(format, numbered([-1, 3]))).toMatchObject([{ seq: 3 }])
  })
})

describe.each(formats.filter(({ name }) => whole.includes(name)))('$title', (format) => {
  test('gives back the whole event', async () => {
    const events = sample(300)
    const read = await readBack(format, events)
    for (const [at, event] of events.entries()) expect(read[at]?.event).toEqual(event)
  })
})

test('no cell of a table is a formula, whatever an event says', async () => {
  const csv = formats.find(({ name }) => name === 'csv')
  const event = { ...numbered([1])[0], username: '=HYPERLINK("http://evil")' } as OutgoingEvent
  expect(csv?.line(event, origin)).toContain(`"'=HYPERLINK(""http://evil"")"`)
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { batches, type Stretch } from '../../src/exports/delivery/batches.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import type { TargetType, Unit } from '../../src/exports/target.ts'
import { targetKinds } from '../../src/exports/target-kinds.ts'
import { shortened } from '../../src/exports/unit-of.ts'
import type { Verdict } from '../../src/exports/verdict.ts'
import { loadFamily } from '../../src/kernel/family.ts'
import { partSettings } from '../../src/outbound/sealed-settings.ts'
import {
  type Answering,
  type AnswerTable,
  eventsOf,
  type Sorted,
  sendThree,
  takingAll,
  testTools,
  unitsOf,
} from '../support/answer-table.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'

/**
 * What holds for every kind of target that there is. A new file in `src/exports/targets/` needs its table in `answers/`: what its
 * receiver answers, by the vendor's documents, and what that must be taken for.
 */

const kinds = await loadFamily<TargetType>(join(import.meta.dirname, '../../src/exports/targets'))
const tables = await loadFamily<AnswerTable>(join(import.meta.dirname, 'answers'))

let receiver: Receiver

beforeAll(async () => {
  receiver = await startReceiver()
})

beforeEach(() => receiver.answerWith(() => ({ status: 200 })))

afterAll(() => receiver.stop())

test('every kind has a table of answers, and every table a kind', () => {
  expect([...tables.keys()].toSorted()).toEqual([...kinds.keys()].toSorted())
})

const noTable: AnswerTable = { name: 'none', settings: () => ({}) }

const tested = [...kinds.values()].map((kind) => ({
  kind,
  name: kind.name,
  table: tables.get(kind.name) ?? noTable,
}))

const sortsOf = ({ answers = [], happenings = [] }: AnswerTable) =>
  [...answers, ...happenings].map(({ becomes }) => {
    if (typeof becomes === 'string') return becomes
    return 'refused' in becomes ? 'done' : 'dead'
  })

function expectSorted(verdict: Verdict, becomes: Sorted): void {
  if (typeof becomes === 'string') {
    expect(verdict).toMatchObject({ kind: becomes })
    expect(verdict).not.toMatchObject({ refused: [expect.anything()] })
  } else if ('at' in becomes) expect(verdict).toMatchObject({ kind: 'dead', ...becomes })
  else {
    const { refused = [] } = verdict as { refused?: readonly { at: number }[] }
    expect({ kind: verdict.kind, refused: refused.map(({ at }) => at) }).toEqual({
      kind: 'done',
      ...becomes,
    })
  }
  if (verdict.kind !== 'done') expect(verdict.reason).toMatch(/\S/)
}

/** Answers as the case says, with a good token before it where one is needed. */
function answerAs({ token }: AnswerTable, answer: Answering['answer'], at?: 'token'): void {
  receiver.answerWith(({ path }) => {
    const isToken = token?.path.test(path) ?? false
    return isToken && at !== 'token' ? (token?.answer ?? answer) : answer
  })
}

/** The batches that a number of events are sent in. */
function batched(
  kind: TargetType,
  settings: Readonly<Record<string, unknown>>,
  units: readonly Unit[],
) {
  const stretch: Stretch = { units, last: units.length - 1 }
  const source = {
    read: async (after: number) => (after < stretch.last ? stretch : ('end' as const)),
    wait: async () => {},
    sleep: async () => {},
  }
  const { signal } = new AbortController()
  return batches(source, kind.limits(settings), { after: -1, signal })
}

describe.each(tested)('$name', ({ kind, table }) => {
  test('has a title, and so has each setting', () => {
    expect(kind.title).toMatch(/^\S.*\S$/)
    const [shown] = targetKinds({ types: new Map([[kind.name, kind]]) })
    const { properties = {} } = (shown?.settings ?? {}) as {
      properties?: Readonly<Record<string, { title?: string }>>
    }
    const untitled = Object.entries(properties).filter(([, { title }]) => !title)
    expect(untitled.map(([name]) => name)).toEqual([])
    expect(Object.keys(properties).length).toBeGreaterThan(0)
  })

  test('keeps apart what nobody may read again', () => {
    const named = Object.keys(kind.settings.shape).filter((name) =>
      /password|secret|(^|_)key$|token|authorization|header_value|service_account/.test(name),
    )
    const values = Object.fromEntries(named.map((name) => [name, 'hush']))
    expect(partSettings(kind.settings, values).open).toEqual({})
    const settings = kind.settings.parse(table.settings(receiver.url))
    const { open, secrets } = partSettings(kind.settings, settings)
    expect(kind.settings.safeParse({ ...open, ...secrets }).success).toBe(true)
  })

  test('can be changed: what is kept of its settings is read as it was', () => {
    const once = kind.settings.parse(table.settings(receiver.url))
    expect(kind.settings.parse(once)).toEqual(once)
  })

  test('knows no setting that lets a certificate pass unverified', () => {
    const names = Object.keys(kind.settings.shape).join(' ')
    expect(names).not.toMatch(/insecure|verify|unverified|ignore|skip/)
  })

  test('meets done, again, paused and dead in its table, or says why it cannot', () => {
    const met = new Set([...sortsOf(table), ...Object.keys(table.never ?? {})])
    expect([...met].toSorted()).toEqual(['again', 'dead', 'done', 'paused'])
  })

  for (const { when, answer, becomes, at } of table.answers ?? [])
    test(`when ${when} (${answer.status}${at ? ', for a token' : ''}), a batch is ${JSON.stringify(becomes)}`, async () => {
      answerAs(table, answer, at)
      expectSorted(await sendThree(kind, table.settings(receiver.url)), becomes)
    })

  for (const { when, act, becomes } of table.happenings ?? [])
    test(`when ${when}, a batch is ${JSON.stringify(becomes)}`, async () =>
      expectSorted(await act(), becomes))
})

const guide = await readFile(
  join(import.meta.dirname, '../../docs/guides/export-to-a-siem.md'),
  'utf8',
)

/** The commands of the guide, by the kind that they set up. */
const commands = guide
  .split('\n')
  .filter((line) => line.startsWith('    keepwatch siem add '))
  .map((line) => ({
    kind: / --kind (\S+)/.exec(line)?.[1] ?? '',
    settings: Object.fromEntries(
      [...line.matchAll(/ --set (\w+)=(\S+)/g)].map(([, name, value]) => [name ?? '', value]),
    ),
  }))

/** What stands in a file, of a setting that has a shape. */
const inFiles: Readonly<Record<string, string>> = { '@sumo-address': 'https://sumo.example.com/x' }

test.each(tested)('the guide shows a command that sets up $name', ({ kind }) => {
  const shown = commands.filter((command) => command.kind === kind.name)
  expect(shown.length).toBeGreaterThan(0)
  for (const { settings } of shown) {
    const read = Object.entries(settings).map(([name, value = '']) => [
      name,
      inFiles[value] ?? value,
    ])
    expect(kind.settings.safeParse(Object.fromEntries(read))).toMatchObject({ success: true })
  }
})

const bounded = tested.filter(({ table }) => table.most)

describe.each(bounded)('$name', ({ kind, table }) => {
  const { events = 0, bytes = 0, eventBytes = bytes } = table.most ?? {}

  test('never sends more in one request than its receiver takes', async () => {
    receiver.answerWith(takingAll(table))
    const settings = kind.settings.parse(table.settings(receiver.url))
    const limits = kind.limits(settings)
    const sender = kind.open(settings, testTools)
    const before = receiver.received.length
    const count = limits.events + 50
    const length = Math.ceil((1.2 * limits.bytes) / count)
    let sent = 0
    for (const units of [
      unitsOf(kind, settings, { count }),
      unitsOf(kind, settings, { count, length }),
    ])
      for await (const batch of batched(kind, settings, units)) {
        expect(batch.units.length).toBeLessThanOrEqual(events)
        const verdict = await sender.send(batch.units, AbortSignal.timeout(20_000))
        expect(verdict).toMatchObject({ kind: 'done' })
        sent += batch.units.length
      }
    await sender.close()
    expect(sent).toBe(2 * count)
    const sizes = receiver.received.slice(before).map(({ body }) => Buffer.byteLength(body))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(bytes)
  })

  test('cuts an event that is larger than its receiver takes, and says so', () => {
    const settings = kind.settings.parse(table.settings(receiver.url))
    const limits = kind.limits(settings)
    const [whole] = eventsOf({ count: 1 })
    const event = shortened({ ...(whole as OutgoingEvent), secret_uid: 'x'.repeat(1_000_000) })
    const text = kind.line(event, settings, testTools)
    const longest = limits.eventBytes ?? limits.bytes
    expect(longest).toBeLessThanOrEqual(eventBytes)
    expect(Buffer.byteLength(text)).toBeLessThan(longest)
    expect(event).toMatchObject({ truncated: true, leaf_hash: whole?.leaf_hash })
  })
})

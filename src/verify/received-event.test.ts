import { expect, test } from 'vitest'
import { receivedValue } from './received-event.ts'

const leaf = 'ab'.repeat(32)
const event = {
  seq: 7,
  leaf_hash: leaf,
  audit_event: 'record_add',
  timestamp: '2026-11-23T08:12:44.123Z',
}
const found = { seq: 7, leafHash: leaf }

test('finds an event in a row of Sentinel’s table', () =>
  expect(receivedValue({ TimeGenerated: event.timestamp, Seq: 7, LeafHash: leaf })).toEqual(found))

test('finds an event in a row of the older Log Analytics, whose columns carry their types', () =>
  expect(receivedValue({ seq_d: 7, leaf_hash_s: leaf, audit_event_s: 'record_add' })).toEqual(
    found,
  ))

test('finds an event in a log of Datadog, whose integration has moved its fields', () =>
  expect(
    receivedValue({
      attributes: { keepwatch: { seq: 7, leaf_hash: leaf }, audit_event: 'record_add' },
    }),
  ).toEqual(found))

test('leaves out what an export has put beside the fields of an event', () =>
  expect(
    receivedValue({ _source: { '@timestamp': event.timestamp, ...event, replay: true } }),
  ).toEqual({ ...found, event }))

test('takes the leaf hash for an event that was cut', () =>
  expect(receivedValue({ ...event, message: 'long…', truncated: true })).toEqual(found))

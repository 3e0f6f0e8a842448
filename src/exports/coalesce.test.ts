import { expect, test } from 'vitest'
import { coalesced, isPoll, ranges } from './coalesce.ts'
import type { OutgoingEvent } from './outgoing-event.ts'

const event = (seq: number, more: Partial<OutgoingEvent> = {}): OutgoingEvent => ({
  seq,
  leaf_hash: String(seq).padStart(64, '0'),
  event_id: `event ${seq}`,
  audit_event: 'app_client_access',
  category: 'ksm',
  severity: 'info',
  outcome: 'success',
  timestamp: `2026-11-23T08:12:${String(seq % 60).padStart(2, '0')}.000Z`,
  recorded_at: `2026-11-23T08:12:${String(seq % 60).padStart(2, '0')}.001Z`,
  device_uid: 'a',
  message: 'KSM device a has accessed secrets',
  ...more,
})

test('numbers stand together where they are', () =>
  expect(ranges([1, 2, 3, 7, 9, 10])).toBe('1-3,7,9-10'))

test('reads that are the same go as the first of them; what is another one stays in its place', () => {
  const log = [
    event(1),
    event(2, { device_uid: 'b' }),
    event(3),
    event(4, { audit_event: 'login' }),
    event(5),
    event(6, { served: 'sha256:other' }),
  ]
  const out = coalesced(log)
  expect(out.map(({ event: { seq } }) => seq)).toEqual([1, 2, 4, 6])
  expect(out[0]?.event).toMatchObject({
    event_id: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    coalesced_event_id: 'event 1',
    coalesced_count: 3,
    coalesced_first_seq: 1,
    coalesced_last_seq: 5,
    coalesced_seqs: '1,3,5',
    message: 'KSM device a has accessed secrets (3 times until 2026-11-23T08:12:05.000Z)',
  })
  expect(out.flatMap(({ of }) => of.map(({ seq }) => seq)).sort()).toEqual([1, 2, 3, 4, 5, 6])
  expect(out[1]?.event).toEqual(log[1])
})

test('the same reads have the same id, and others another one', () => {
  const idOf = (seqs: readonly number[]) =>
    coalesced(seqs.map((seq) => event(seq)))[0]?.event.event_id
  expect(idOf([1, 2])).toBe(idOf([1, 2]))
  expect(idOf([1, 2])).not.toBe(idOf([1, 2, 3]))
})

test('a read that was refused is no poll, and neither is a change', () => {
  expect(isPoll(event(1, { outcome: 'denied' }))).toBe(false)
  expect(isPoll(event(1, { audit_event: 'app_client_record_update' }))).toBe(false)
})

test('very many reads go as several events', () => {
  const many = coalesced(Array.from({ length: 600 }, (_, seq) => event(seq)))
  expect(many.map(({ of }) => of.length)).toEqual([250, 250, 100])
})

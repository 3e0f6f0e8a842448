import { expect, test } from 'vitest'
import { linesOf } from '../console/src/events/coalesced.ts'
import type { LogEvent } from '../src/client/live-events.ts'

/** What polls is one line in the console's list, and nothing else is. */

const read = (seq: number, more: object = {}): LogEvent =>
  ({
    seq,
    audit_event: 'app_client_access',
    timestamp: `2026-11-23T08:0${seq % 10}:00.000Z`,
    outcome: 'success',
    device_uid: 'a',
    served: 'sha256:x',
    remote_address: '203.0.113.9',
    ...more,
  }) as unknown as LogEvent

const shown = (events: readonly LogEvent[], opened: readonly string[] = []) =>
  linesOf(events, new Set(opened)).map(
    ({ event, run, place }) => `${event.seq}${place === 'head' ? `×${run?.events.length}` : ''}`,
  )

test('three reads of the same by the same device are one line, at the newest', () => {
  expect(shown([read(5), read(4, { device_uid: 'b' }), read(3), read(2)])).toEqual(['5×3', '4'])
})

test('two are two, and so are reads of something else, from elsewhere, or of another time', () => {
  const others = [{ served: 'sha256:y' }, { remote_address: '203.0.113.10' }, { outcome: 'denied' }]
  expect(shown([read(5), read(4), ...others.map((more, at) => read(3 - at, more))])).toEqual([
    '5',
    '4',
    '3',
    '2',
    '1',
  ])
  const later = read(9, { timestamp: '2026-11-23T08:12:00.000Z' })
  expect(shown([later, read(5), read(4)])).toEqual(['9', '5', '4'])
})

test('nothing but reads is taken together', () => {
  const denials = [5, 4, 3, 2].map((seq) => read(seq, { audit_event: 'app_client_access_denied' }))
  expect(shown(denials)).toHaveLength(4)
})

test('an opened run shows each of its events behind its line', () => {
  const events = [read(5), read(4), read(3)]
  const [line] = linesOf(events, new Set())
  expect(shown(events, [line?.run?.key ?? ''])).toEqual(['5×3', '5', '4', '3'])
})

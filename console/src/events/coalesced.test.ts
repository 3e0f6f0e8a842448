import { expect, test } from 'vitest'
import type { LogEvent } from '../../../src/client/live-events.ts'
import { coalesced, isLineOf, pageLines } from './coalesced.ts'

/** A read at a minute of an hour. */
const read = (seq: number, minute: number, more: object = {}) =>
  ({
    seq,
    audit_event: 'app_client_access',
    timestamp: `2026-11-23T08:${String(minute).padStart(2, '0')}:00.000Z`,
    device_uid: 'device',
    served: 'sha256:1',
    remote_address: '203.0.113.9',
    outcome: 'success',
    ...more,
  }) as unknown as LogEvent

const none = new Set<string>()
const linesOf = (events: readonly LogEvent[], opened: ReadonlySet<string>) =>
  coalesced(pageLines(events), opened)
const shown = (events: readonly LogEvent[], opened: ReadonlySet<string> = none) =>
  linesOf(events, opened).map(({ event, place }) => `${event.seq}${place ? ` ${place}` : ''}`)

const polls = [read(4, 9), read(3, 6), read(2, 3), read(1, 0)]

test('a device that polls is one line, which stands for every read of those ten minutes', () => {
  expect(shown(polls)).toEqual(['4 head'])
  const [line] = linesOf(polls, none)
  expect(line && isLineOf(line, 2)).toBe(true)
})

test('opened, each read stands below it', () => {
  const [line] = linesOf(polls, none)
  const opened = new Set([line?.run?.key ?? ''])
  expect(shown(polls, opened)).toEqual(['4 head', '4 member', '3 member', '2 member', '1 member'])
})

test.each([
  ['two are no poll', [read(2, 3), read(1, 0)]],
  ['other secrets are another read', [read(3, 6, { served: 'sha256:2' }), read(2, 3), read(1, 0)]],
  [
    'another address is another read',
    [read(3, 6), read(2, 3), read(1, 0, { remote_address: 'x' })],
  ],
  ['so is one that is denied', [read(3, 6), read(2, 3), read(1, 0, { outcome: 'denied' })]],
  ['and one of another device', [read(3, 6), read(2, 3), read(1, 0, { device_uid: 'other' })]],
  ['ten minutes later is another line', [read(3, 12), read(2, 9), read(1, 0)]],
  ['what changes something stands alone', polls.map((one) => ({ ...one, audit_event: 'login' }))],
])('%s', (_, events) => {
  expect(shown(events)).toEqual(events.map(({ seq }) => String(seq)))
})

import fc from 'fast-check'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'

/** What people can put into an event: any Unicode, and what formats use for themselves. */
const special = fc.constantFrom(
  ...'"\\]|=\n\r\t,;\'+-@ ',
  '\0',
  '\u2028',
  '\u202e',
  '\ufeff',
  '🔑',
  'é',
  '$\u007busername}',
)

/** Text with whatever would end, begin or turn a value, and never half a character. */
const anyText = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) }, special), {
    maxLength: 12,
  })
  .map((parts) => parts.join('').toWellFormed())

const someText = anyText.filter((text) => text !== '')

const hex = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'))

/** An event of a known type, whose free texts are anything. */
export const anyOutgoingEvent: fc.Arbitrary<OutgoingEvent> = fc
  .record({
    seq: fc.nat({ max: 2 ** 40 }),
    leaf_hash: hex,
    device_name: anyText,
    secret_uid: someText,
    username: someText,
    message: someText,
    client_version: someText,
    served_count: fc.nat(),
    is_new: fc.boolean(),
    remote_address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('(erased)')),
    severity: fc.constantFrom('info', 'notice', 'warning', 'critical'),
    outcome: fc.constantFrom('success', 'denied', 'failure'),
  })
  .map(({ seq, leaf_hash, message, ...fields }) => ({
    seq,
    leaf_hash,
    event_id: '01990000-0000-7000-8000-000000000000',
    audit_event: 'app_client_access',
    category: 'ksm',
    timestamp: '2026-11-23T08:12:44.123Z',
    recorded_at: '2026-11-23T08:12:44.125Z',
    enterprise_id: 1,
    ...fields,
    message,
  }))

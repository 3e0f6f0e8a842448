import type { Notice } from '../../src/outbound/notice.ts'

/** What a stranger may call a device or a record: everything that begins something in one receiver or another. */
export const hostileTexts = [
  'plain',
  '"quoted" \\ back\\slash',
  'two\nlines\r\nBcc: evil@example.com',
  '<!channel> <!here> <@U123> <https://evil.example|click>',
  '**bold** [click](https://evil.example) # head > quote `code` ~~gone~~ | cell |',
  '@everyone @here @channel @all <users/all>',
  '#json #alert_name #description $\u007busername} {{x}} %s',
  '<script>alert(1)</script><img src=x onerror=alert(1)>&amp;',
  '"}],"injected":true,"x":[{"',
  '\u202eevil\u0000null\u001b[31mred',
  'x'.repeat(5_000),
  '😀'.repeat(1_000),
] as const

/** A notice whose every text is that text. */
export const noticeSaying = (text: string): Notice => ({
  message_uid: 'mBq0Yk1vTzWm2nQx8sLr4A',
  alert_uid: 'aBq0Yk1vTzWm2nQx8sLr4A',
  alert_name: text,
  severity: 'critical',
  why: `The alert looks at events with event:app_client_access: ${text}`,
  occurrences: 3,
  incident: 'aBq0Yk1vTzWm2nQx8sLr4A/group',
  group: [{ name: 'device_name', value: text }],
  link: 'https://vault.example.com/events/1042',
  timestamp: '2026-11-23T08:12:44.123Z',
  description: `KSM device ${text} has accessed secrets from application app`,
  event: {
    seq: 1042,
    event_id: '0199f000-0000-7000-8000-000000000000',
    audit_event: 'app_client_access',
    timestamp: '2026-11-23T08:12:44.123Z',
    username: 'owner@example.com',
    device_name: text,
    app_uid: 'app',
    remote_address: '203.0.113.9',
  },
  is_test: false,
})

import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { cut, factsOf, headline, oneLine } from '../notice-text.ts'
import { postJson } from '../post-json.ts'
import { address, secret } from '../setting.ts'

const severities = {
  info: 'info',
  notice: 'info',
  warning: 'warning',
  critical: 'critical',
} as const

const sourceOf = ({ event }: Notice) =>
  oneLine(
    String(event['device_name'] ?? event['remote_address'] ?? event['username'] ?? 'keepwatch'),
  )

/** The same rule in the same group is the same incident. */
const trigger = (notice: Notice, routing_key: string) => ({
  routing_key,
  event_action: 'trigger',
  dedup_key: notice.incident,
  client: 'Keepwatch',
  client_url: notice.link,
  links: [{ href: notice.link, text: 'Event in Keepwatch' }],
  payload: {
    summary: headline(notice, 1_024),
    source: cut(sourceOf(notice), 255) || 'keepwatch',
    severity: severities[notice.severity],
    timestamp: notice.timestamp,
    class: String(notice.event['audit_event']),
    custom_details: {
      why: oneLine(notice.why),
      ...Object.fromEntries(factsOf(notice).map(({ label, value }) => [label, value])),
    },
  },
})

/** The Events API of PagerDuty, version 2. */
export const pagerduty = httpChannel({
  name: 'pagerduty',
  title: 'PagerDuty',
  settings: z.strictObject({
    routing_key: secret('Integration key (Events API v2)'),
    url: address('API').prefault('https://events.pagerduty.com'),
  }),
  whom: () => 'PagerDuty',
  request: (notice, { url, routing_key }) =>
    postJson(`${url}/v2/enqueue`, trigger(notice, routing_key)),
})

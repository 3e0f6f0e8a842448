import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { factsOf, headline, plainText } from '../notice-text.ts'
import { postJson } from '../post-json.ts'
import { address, secret } from '../setting.ts'

const priorities = { info: 'P5', notice: 'P4', warning: 'P3', critical: 'P1' } as const

/** The same rule in the same group is the same alert. */
const alert = (notice: Notice) => ({
  message: headline(notice, 130),
  alias: notice.incident,
  description: plainText(notice),
  priority: priorities[notice.severity],
  source: 'Keepwatch',
  tags: ['keepwatch', notice.severity],
  details: {
    ...Object.fromEntries(factsOf(notice).map(({ label, value }) => [label, value])),
    why: notice.why,
    link: notice.link,
  },
})

/** Alerts of Opsgenie. */
export const opsgenie = httpChannel({
  name: 'opsgenie',
  title: 'Opsgenie',
  settings: z.strictObject({
    api_key: secret('API key'),
    url: address('API (EU: https://api.eu.opsgenie.com)').prefault('https://api.opsgenie.com'),
  }),
  whom: () => 'Opsgenie',
  request: (notice, { url, api_key }) =>
    postJson(`${url}/v2/alerts`, alert(notice), { authorization: `GenieKey ${api_key}` }),
})

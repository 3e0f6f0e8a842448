import { z } from 'zod'
import { httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { address, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('Address of LogScale').default('https://cloud.community.humio.com'),
  token: secret('Ingest token'),
  ...trust,
})

/** CrowdStrike Falcon LogScale's structured ingest. Falcon Next-Gen SIEM takes `splunk-hec`. */
export const logscale = targetType({
  name: 'logscale',
  title: 'CrowdStrike Falcon LogScale',
  settings,
  limits: () => ({ events: 4_000, bytes: 4_000_000, eventBytes: 900_000, ageMs: 500 }),
  line: (event) => JSON.stringify({ timestamp: event.timestamp, attributes: event }),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: `${given.url}/api/v1/ingest/humio-structured`,
        headers: {
          authorization: `Bearer ${given.token}`,
          'content-type': 'application/json',
        },
        body: `[{"tags":{"host":${JSON.stringify(tools.origin.host)},"source":"keepwatch"},"events":[${units.map(({ text }) => text).join(',')}]}]`,
      }),
      judge: takenWith(200),
    }),
})

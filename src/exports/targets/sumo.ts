import { z } from 'zod'
import { asLines, httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { format, formatted, line, secretAddress, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: secretAddress('Address of the HTTP source'),
  source_category: line('Source category').optional(),
  source_name: line('Source name').optional(),
  format: format('keeper-json'),
  ...trust,
})

/** Sumo Logic's HTTP source. Its address is its password. A longer line than 64 KiB would be cut into two messages. */
export const sumo = targetType({
  name: 'sumo',
  title: 'Sumo Logic',
  settings,
  limits: () => ({ events: 1_000, bytes: 900_000, eventBytes: 65_000, ageMs: 200 }),
  line: (event, { format: name }, tools) => formatted(event, name, tools),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: given.url,
        headers: {
          'content-type': 'application/json',
          'x-sumo-host': tools.origin.host,
          ...(given.source_category && { 'x-sumo-category': given.source_category }),
          ...(given.source_name && { 'x-sumo-name': given.source_name }),
        },
        body: asLines(units),
      }),
      judge: takenWith(200),
    }),
})

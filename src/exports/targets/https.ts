import { z } from 'zod'
import { asArray, asLines, httpSender } from '../http-sender.ts'
import { address, format, formatted, line, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('URL'),
  format: format('keeper-json'),
  body: z.enum(['lines', 'array']).default('lines').meta({ title: 'Lines, or one JSON array' }),
  authorization: secret('Authorization header').optional(),
  header_name: line('Name of another header').optional(),
  header_value: secret('Its value').optional(),
  ...trust,
})

type Settings = z.output<typeof settings>

const headersOf = ({ authorization, header_name, header_value, body }: Settings) => ({
  'content-type': body === 'array' ? 'application/json' : 'application/x-ndjson',
  ...(authorization && { authorization }),
  ...(header_name && header_value && { [header_name]: header_value }),
})

/** Any receiver that takes a batch of events as the body of a POST and answers 2xx when it has them. */
export const https = targetType({
  name: 'https',
  title: 'HTTPS',
  settings,
  limits: () => ({ events: 1_000, bytes: 1_000_000, ageMs: 200 }),
  line: (event, { format: name }, tools) => formatted(event, name, tools),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: given.url,
        headers: headersOf(given),
        body: given.body === 'array' ? asArray(units) : asLines(units),
      }),
    }),
})

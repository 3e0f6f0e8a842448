import { z } from 'zod'
import { asLines, httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { address, formatted, secret, trust, yesNo } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('Address of the GELF HTTP input, such as https://graylog.example.com:12201/gelf'),
  bulk: yesNo('The input has “bulk receiving” on: many events a request'),
  authorization: secret('Authorization header, for a proxy before it').optional(),
  ...trust,
})

/** Graylog's GELF HTTP input. Without bulk receiving it takes one event a request. */
export const gelfHttp = targetType({
  name: 'gelf-http',
  title: 'Graylog (GELF over HTTP)',
  settings,
  limits: ({ bulk }) => ({ events: bulk ? 500 : 1, bytes: 1_000_000, ageMs: 100 }),
  line: (event, _, tools) => formatted(event, 'gelf', tools),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: given.url,
        headers: {
          'content-type': 'application/json',
          ...(given.authorization && { authorization: given.authorization }),
        },
        body: asLines(units).trimEnd(),
      }),
      judge: takenWith(202),
    }),
})

import { z } from 'zod'
import { asLines, httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { address, formatted, jsonFormat, pathPart, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('Listener of your region').default('https://listener.logz.io:8071'),
  token: secret('Log shipping token'),
  type: pathPart('Log type').default('keepwatch'),
  format: jsonFormat('keeper-json'),
  ...trust,
})

/** Logz.io's listener. Of a batch with a bad line it keeps the good ones and does not say which: so it is found by halving. */
export const logzio = targetType({
  name: 'logzio',
  title: 'Logz.io',
  settings,
  limits: () => ({ events: 1_000, bytes: 9_000_000, eventBytes: 450_000, ageMs: 200 }),
  line(event, { format }, tools) {
    const text = formatted(event, format, tools)
    if (text.startsWith('{"@timestamp"')) return text
    return `{"@timestamp":${JSON.stringify(event.timestamp)},${text.slice(1)}`
  },
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: `${given.url}/?${new URLSearchParams({ token: given.token, type: given.type })}`,
        headers: { 'content-type': 'application/json' },
        body: asLines(units),
      }),
      judge: takenWith(200),
    }),
})

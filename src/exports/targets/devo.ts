import { z } from 'zod'
import { asLines, httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { address, format, formatted, pathPart, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('HTTP endpoint of your region').default('https://http-us.devo.io'),
  domain: pathPart('Domain'),
  token: secret('HTTP token'),
  tag: pathPart('Tag').default('my.app.keepwatch.audit'),
  format: format('keeper-json'),
  ...trust,
})

/** Devo's HTTP endpoint in stream mode, an event a line. Its 200 says that it was received, not that it was stored. */
export const devo = targetType({
  name: 'devo',
  title: 'Devo',
  settings,
  limits: () => ({ events: 1_000, bytes: 4_000_000, ageMs: 200 }),
  line: (event, { format: name }, tools) => formatted(event, name, tools),
  open: ({ url, domain, token, tag, ...rest }, tools) => {
    const path = [domain, `token!${token}`, tools.origin.host, tag].map(encodeURIComponent)
    return httpSender({
      tools,
      trust: rest,
      request: (units) => ({
        url: `${url}/stream/${path.join('/')}`,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: asLines(units),
      }),
      judge: takenWith(200, 204),
    })
  },
})

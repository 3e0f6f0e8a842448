import { z } from 'zod'
import { Failure } from '../../kernel/errors.ts'
import type { Channel } from '../channel.ts'
import { judgeAnswer } from '../channel.ts'
import { httpLine } from '../http-line.ts'
import type { Notice } from '../notice.ts'
import { cut, headline, severityWord } from '../notice-text.ts'
import { basicAuth } from '../post-json.ts'

const settings = z.strictObject({
  to: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +491711234567 (E.164)')
    .meta({ title: 'Number' }),
})

const longestText = 300

/** One or two parts of a text message. */
const textOf = (notice: Notice) => {
  const head = `${severityWord(notice)}: ${headline(notice, longestText)}`
  return `${cut(head, longestText - notice.link.length - 1)} ${notice.link}`
}

/** A text message by an HTTP API as Twilio's (2010-04-01), which the operator names. */
export const sms: Channel<typeof settings> = {
  name: 'sms',
  title: 'SMS',
  settings,
  whom: ({ to }) => to,
  async send(notice, { to }, { tools, signal }) {
    const { sms: service } = tools
    if (!service)
      throw new Failure(
        'conflict',
        'no SMS service is set up: the operator names it with KEEPWATCH_SMS_URL',
      )
    const { username, password, origin } = new URL(service.url)
    const [account, token] = [username, password].map(decodeURIComponent) as [string, string]
    const line = httpLine(tools.reach, {})
    try {
      const answer = await line.send(
        {
          url: `${origin}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            ...basicAuth(account, token),
          },
          body: new URLSearchParams({
            To: to,
            From: service.from,
            Body: textOf(notice),
          }).toString(),
        },
        signal,
      )
      return judgeAnswer(answer, tools.now().getTime())
    } finally {
      line.close()
    }
  },
}

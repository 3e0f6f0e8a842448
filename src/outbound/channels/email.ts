import { z } from 'zod'
import { Failure } from '../../kernel/errors.ts'
import { escapeHtml } from '../../kernel/escape-html.ts'
import { answerLine, type Channel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { factsOf, headline, oneLine, plainText, severityWord } from '../notice-text.ts'

const settings = z.strictObject({
  to: z.email('must be an address').max(320).meta({ title: 'Address' }),
})

const cell = (text: string) => `<td style="padding:2px 12px 2px 0">${escapeHtml(text)}</td>`

/** The same as the plain text: every word escaped, nothing loaded from anywhere. */
const htmlOf = (notice: Notice) =>
  [
    `<h2>${escapeHtml(oneLine(notice.alert_name))}</h2>`,
    `<p>${escapeHtml(oneLine(notice.description))}</p>`,
    '<table>',
    ...factsOf(notice).map(({ label, value }) => `<tr>${cell(label)}${cell(value)}</tr>`),
    '</table>',
    `<p>${escapeHtml(oneLine(notice.why))}</p>`,
    `<p><a href="${escapeHtml(notice.link)}">Open the event in Keepwatch</a></p>`,
  ].join('\n')

const codeIn = (response: string) => Number(/^\d{3}/.exec(response)?.[0] ?? 0)

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** The line to the operator's server: encrypted, but on this machine or where the address says `ignoreTLS=true`. */
const lineTo = (url: string) => ({
  url,
  requireTLS: !loopback.test(new URL(url).hostname) && !/[?&]ignoreTLS=true/.test(url),
  disableFileAccess: true,
  disableUrlAccess: true,
  connectionTimeout: 15_000,
  socketTimeout: 25_000,
})

/** Mail by the operator's server (KEEPWATCH_SMTP_URL). */
export const email: Channel<typeof settings> = {
  name: 'email',
  title: 'Email',
  settings,
  whom: ({ to }) => to,
  async send(notice, { to }, { tools: { mail } }) {
    if (!mail)
      throw new Failure(
        'conflict',
        'no mail server is set up: the operator names it with KEEPWATCH_SMTP_URL',
      )
    const { createTransport } = await import('nodemailer')
    const transport = createTransport(lineTo(mail.url))
    try {
      const { response } = await transport.sendMail({
        from: { name: 'Keepwatch', address: mail.from },
        to: { name: '', address: to },
        subject: `[${severityWord(notice)}] ${headline(notice, 180)}`,
        textEncoding: 'quoted-printable',
        text: plainText(notice),
        html: htmlOf(notice),
        messageId: `<${notice.message_uid}@${mail.from.split('@').at(-1)}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Keepwatch-Alert': notice.alert_uid },
      })
      return { kind: 'taken', status: codeIn(response), answer: answerLine(response) }
    } catch (error) {
      const { response = '', message } = error as { response?: string; message: string }
      const status = codeIn(response)
      return {
        kind: 'again',
        ...(status > 0 && { status }),
        answer: answerLine(response || message),
      }
    } finally {
      transport.close()
    }
  },
}

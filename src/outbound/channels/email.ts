import { z } from 'zod'
import { escapeHtml } from '../../kernel/escape-html.ts'
import type { Channel } from '../channel.ts'
import { sendMail } from '../mail.ts'
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

/** Mail by the operator's server (KEEPWATCH_SMTP_URL). */
export const email: Channel<typeof settings> = {
  name: 'email',
  title: 'Email',
  settings,
  whom: ({ to }) => to,
  send: (notice, { to }, { tools: { mail } }) =>
    sendMail(mail, {
      to,
      subject: `[${severityWord(notice)}] ${headline(notice, 180)}`,
      text: plainText(notice),
      html: htmlOf(notice),
      message_uid: notice.message_uid,
      headers: { 'X-Keepwatch-Alert': notice.alert_uid },
    }),
}

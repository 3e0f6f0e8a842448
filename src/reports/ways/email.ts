import { z } from 'zod'
import { escapeHtml } from '../../kernel/escape-html.ts'
import { sendMail } from '../../outbound/mail.ts'
import { cut, oneLine } from '../../outbound/notice-text.ts'
import type { ReportLetter } from '../report-letter.ts'
import { reportWay } from '../report-way.ts'

const mostAddresses = 50
/** What most mail servers still take, with a third more for its encoding. */
const mostAttached = 10_000_000

const address = z.email('must be addresses with commas between them').max(320)

const settings = z.strictObject({
  to: z
    .string()
    .max(mostAddresses * 322)
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(address).min(1).max(mostAddresses))
    .transform((all) => [...new Set(all)].join(','))
    .meta({ title: 'Addresses, with commas between them' }),
})

const tooLarge = 'The file is too large for a mail.'

const placesOf = ({ file, places }: ReportLetter) =>
  file.bytes.length > mostAttached ? [tooLarge, ...places] : places

const moreOf = ({ more }: ReportLetter) => (more > 0 ? [`… and ${more} more rows`] : [])

const textOf = (letter: ReportLetter) =>
  [
    oneLine(letter.title),
    letter.about,
    '',
    ...letter.figures.map(({ label, value }) => `${label}: ${value}`),
    '',
    ...letter.table,
    ...moreOf(letter),
    '',
    ...placesOf(letter),
    letter.link,
  ].join('\n')

const row = (label: string, value: string) =>
  `<tr><td style="padding:2px 12px 2px 0">${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`

/** The same as the plain text: every word escaped, nothing loaded from anywhere. */
const htmlOf = (letter: ReportLetter) =>
  [
    `<h2>${escapeHtml(oneLine(letter.title))}</h2>`,
    `<p>${escapeHtml(letter.about)}</p>`,
    `<table>${letter.figures.map(({ label, value }) => row(label, value)).join('')}</table>`,
    `<pre>${escapeHtml([...letter.table, ...moreOf(letter)].join('\n'))}</pre>`,
    ...placesOf(letter).map((place) => `<p>${escapeHtml(place)}</p>`),
    `<p><a href="${escapeHtml(letter.link)}">The file in Keepwatch</a></p>`,
  ].join('\n')

/** Mail with the file, by the operator's server (KEEPWATCH_SMTP_URL): one for each address. */
export const email = reportWay({
  name: 'email',
  title: 'Email',
  settings,
  recipients: ({ to }) => to.split(','),
  send(letter, { recipient }, { tools: { mail } }) {
    const { file } = letter
    return sendMail(mail, {
      to: recipient,
      subject: cut(oneLine(`Report ${letter.schedule}: ${letter.title}`), 180),
      text: textOf(letter),
      html: htmlOf(letter),
      message_uid: letter.message_uid,
      headers: { 'X-Keepwatch-Report': letter.report.replaceAll(/[^\x21-\x7e]/g, '-') },
      ...(file.bytes.length <= mostAttached && { file }),
    })
  },
})

import { z } from 'zod'
import { sendRequest } from '../../outbound/channel.ts'
import { cut, escapeAngles, oneLine } from '../../outbound/notice-text.ts'
import { postJson } from '../../outbound/post-json.ts'
import { secretUrl } from '../../outbound/setting.ts'
import type { ReportLetter } from '../report-letter.ts'
import { reportWay } from '../report-way.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const
const section = 'section' as const

/** Slack's bounds: fields of a section, and characters of a text. */
const mostFields = 10
const mostText = 2_900

const tableOf = ({ table, more }: ReportLetter) =>
  cut([...table, ...(more > 0 ? [`… and ${more} more rows`] : [])].join('\n'), mostText)

/** Every text is one in which nothing is a mention, a link or a mark; only the fallback has marks, and is escaped. */
const message = (letter: ReportLetter) => ({
  text: escapeAngles(cut(oneLine(`Report ${letter.schedule}: ${letter.title}`), 1_000)),
  blocks: [
    { type: 'header' as const, text: plain(cut(oneLine(letter.title), 150)) },
    { type: section, text: plain(cut(letter.about, mostText)) },
    {
      type: section,
      fields: letter.figures
        .slice(0, mostFields)
        .map(({ label, value }) => plain(cut(`${label}\n${value}`, 2_000))),
    },
    {
      type: 'rich_text' as const,
      elements: [
        {
          type: 'rich_text_preformatted' as const,
          elements: [{ type: 'text' as const, text: tableOf(letter) }],
        },
      ],
    },
    {
      type: 'context' as const,
      elements: [plain(cut(letter.places.join(' '), 2_000))],
    },
    {
      type: 'actions' as const,
      elements: [
        { type: 'button' as const, text: plain('The file in Keepwatch'), url: letter.link },
      ],
    },
  ],
})

export type SlackReport = ReturnType<typeof message>

/** An incoming webhook of Slack: the figures, the first rows, and where the file is. */
export const slack = reportWay({
  name: 'slack',
  title: 'Slack',
  settings: z.strictObject({ url: secretUrl('URL of the incoming webhook') }),
  recipients: () => ['Slack'],
  send: (letter, { settings: { url } }, sending) =>
    sendRequest({ request: postJson(url, message(letter)) }, sending),
})

import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { cut, escapeAngles, factsOf, headline, oneLine } from '../notice-text.ts'
import { postJson } from '../post-json.ts'
import { secretUrl } from '../setting.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const

const mostFields = 10

const section = 'section' as const

/** Every text is `plain_text`, in which nothing is a mention, a link or a mark; only the fallback has marks, and is escaped. */
const message = (notice: Notice) => ({
  text: escapeAngles(headline(notice, 1_000)),
  blocks: [
    { type: 'header' as const, text: plain(cut(oneLine(notice.alert_name), 150)) },
    { type: section, text: plain(cut(oneLine(notice.description), 3_000)) },
    {
      type: section,
      fields: factsOf(notice)
        .slice(0, mostFields)
        .map(({ label, value }) => plain(`${label}\n${value}`)),
    },
    { type: 'context' as const, elements: [plain(cut(oneLine(notice.why), 2_000))] },
    {
      type: 'actions' as const,
      elements: [{ type: 'button' as const, text: plain('Open event'), url: notice.link }],
    },
  ],
})

export type SlackMessage = ReturnType<typeof message>

/** An incoming webhook of Slack, with Block Kit. */
export const slack = httpChannel({
  name: 'slack',
  title: 'Slack',
  settings: z.strictObject({ url: secretUrl('URL of the incoming webhook') }),
  whom: () => 'Slack',
  request: (notice, { url }) => postJson(url, message(notice)),
})

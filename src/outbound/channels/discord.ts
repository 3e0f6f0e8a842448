import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { cut, escapeMarkdown, factsOf, oneLine } from '../notice-text.ts'
import { postJson } from '../post-json.ts'
import { secretUrl } from '../setting.ts'

const colors = { info: 0x3b82f6, notice: 0x10b981, warning: 0xf59e0b, critical: 0xdc2626 } as const

const mostFields = 12

const text = (given: string, most: number) => escapeMarkdown(cut(oneLine(given), most))

/** Nobody is called by anything that stands in it, whatever it says. */
const message = (notice: Notice) => ({
  allowed_mentions: { parse: [] },
  embeds: [
    {
      title: text(notice.alert_name, 100),
      url: notice.link,
      description: `${text(notice.description, 800)}\n\n${text(notice.why, 400)}`,
      timestamp: notice.timestamp,
      color: colors[notice.severity],
      fields: factsOf(notice)
        .slice(0, mostFields)
        .map(({ label, value }) => ({
          name: text(label, 50),
          value: text(value, 100) || '—',
          inline: true,
        })),
    },
  ],
})

/** A webhook of a Discord channel. */
export const discord = httpChannel({
  name: 'discord',
  title: 'Discord',
  settings: z.strictObject({ url: secretUrl('URL of the webhook') }),
  whom: () => 'Discord',
  request: (notice, { url }) => postJson(url, message(notice)),
})

import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { cut, escapeMarkdown, factsOf, oneLine } from '../notice-text.ts'
import { postJson } from '../post-json.ts'
import { secretUrl } from '../setting.ts'

const colors = { info: '#3b82f6', notice: '#10b981', warning: '#f59e0b', critical: '#dc2626' }

const text = (given: string, most: number) => escapeMarkdown(cut(oneLine(given), most))

const message = (notice: Notice) => ({
  attachments: [
    {
      fallback: text(`${notice.alert_name}: ${notice.description}`, 500),
      color: colors[notice.severity],
      title: text(notice.alert_name, 200),
      title_link: notice.link,
      text: `${text(notice.description, 2_000)}\n\n${text(notice.why, 1_000)}`,
      fields: factsOf(notice).map(({ label, value }) => ({
        short: true,
        title: text(label, 100),
        value: text(value, 500),
      })),
    },
  ],
})

/** An incoming webhook of Mattermost. */
export const mattermost = httpChannel({
  name: 'mattermost',
  title: 'Mattermost',
  settings: z.strictObject({ url: secretUrl('URL of the incoming webhook') }),
  whom: () => 'Mattermost',
  request: (notice, { url }) => postJson(url, message(notice)),
})

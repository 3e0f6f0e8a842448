import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { cut, factsOf, oneLine } from '../notice-text.ts'
import { postJson } from '../post-json.ts'
import { secretUrl } from '../setting.ts'

type Look = { readonly weight?: 'bolder'; readonly size?: 'large'; readonly isSubtle?: true }

/** A run of text: unlike a `TextBlock`, it knows no Markdown. */
const run = (text: string, look: Look = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...look }],
})

const fact = ({ label, value }: { readonly label: string; readonly value: string }) => ({
  type: 'RichTextBlock',
  spacing: 'none',
  inlines: [
    { type: 'TextRun', text: `${label}: `, weight: 'bolder' },
    { type: 'TextRun', text: value },
  ],
})

const card = (notice: Notice) => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.4',
  body: [
    run(cut(oneLine(notice.alert_name), 200), { weight: 'bolder', size: 'large' }),
    run(cut(oneLine(notice.description), 3_000)),
    ...factsOf(notice).map(fact),
    run(cut(oneLine(notice.why), 2_000), { isSubtle: true }),
  ],
  actions: [{ type: 'Action.OpenUrl', title: 'Open event', url: notice.link }],
})

/** A workflow of Microsoft Teams ("when a webhook request is received"), with an Adaptive Card. */
export const teams = httpChannel({
  name: 'teams',
  title: 'Microsoft Teams (Workflows)',
  settings: z.strictObject({ url: secretUrl('URL of the workflow') }),
  whom: () => 'Microsoft Teams',
  request: (notice, { url }) =>
    postJson(url, {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: card(notice),
        },
      ],
    }),
})

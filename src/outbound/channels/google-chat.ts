import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { cut, escapeAngles, factsOf, headline, oneLine } from '../notice-text.ts'
import { postJson } from '../post-json.ts'
import { secretUrl } from '../setting.ts'

const text = (given: string, most: number) => escapeAngles(cut(oneLine(given), most))

/** A card: its texts know a few HTML tags and nothing else. Without a `text` beside it nobody is mentioned. */
const message = (notice: Notice) => ({
  fallbackText: text(headline(notice, 500), 600),
  cardsV2: [
    {
      cardId: notice.message_uid,
      card: {
        header: { title: text(notice.alert_name, 200), subtitle: 'Keepwatch' },
        sections: [
          {
            widgets: [
              { textParagraph: { text: text(notice.description, 2_000) } },
              ...factsOf(notice).map(({ label, value }) => ({
                decoratedText: { topLabel: text(label, 100), text: text(value, 500) },
              })),
              { textParagraph: { text: text(notice.why, 1_000) } },
              {
                buttonList: {
                  buttons: [{ text: 'Open event', onClick: { openLink: { url: notice.link } } }],
                },
              },
            ],
          },
        ],
      },
    },
  ],
})

/** A webhook of a space in Google Chat. */
export const googleChat = httpChannel({
  name: 'google-chat',
  title: 'Google Chat',
  settings: z.strictObject({ url: secretUrl('URL of the webhook') }),
  whom: () => 'Google Chat',
  request: (notice, { url }) => postJson(url, message(notice)),
})

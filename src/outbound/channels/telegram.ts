import { z } from 'zod'
import { httpChannel, judgeAnswer } from '../channel.ts'
import type { HttpAnswer } from '../http-line.ts'
import { cut, oneLine, plainText } from '../notice-text.ts'
import { postJson } from '../post-json.ts'
import { address, secret } from '../setting.ts'

/** Telegram says in the body how long to wait. */
function waitIn({ text }: HttpAnswer): number | undefined {
  try {
    const { parameters } = JSON.parse(text) as { parameters?: { retry_after?: number } }
    return parameters?.retry_after === undefined ? undefined : parameters.retry_after * 1_000
  } catch {
    return undefined
  }
}

/** A bot of Telegram. Without a `parse_mode` the text is nothing but text. */
export const telegram = httpChannel({
  name: 'telegram',
  title: 'Telegram',
  settings: z.strictObject({
    token: secret('Token of the bot')
      .refine((text) => /^\d+:[\w-]{20,}$/.test(text), 'must be a bot’s token')
      .meta({ title: 'Token of the bot', secret: true }),
    chat_id: z
      .string()
      .regex(/^(-?\d{1,20}|@\w{4,64})$/, 'must be a number or @NAME')
      .meta({ title: 'Chat' }),
    url: address('API').prefault('https://api.telegram.org'),
  }),
  whom: ({ chat_id }) => `Telegram ${chat_id}`,
  request: (notice, { url, token, chat_id }) =>
    postJson(`${url}/bot${token}/sendMessage`, {
      chat_id,
      text: cut(`${oneLine(notice.alert_name)}\n${plainText(notice)}`, 4_000),
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: [[{ text: 'Open event', url: notice.link }]] },
    }),
  judge(answer) {
    const afterMs = waitIn(answer)
    return { ...judgeAnswer(answer, Date.now()), ...(afterMs !== undefined && { afterMs }) }
  },
})

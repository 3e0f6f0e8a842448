import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import { secret, trust, webhookUrl } from '../setting.ts'
import { isSigningKey, signatureHeaders } from '../webhook-signature.ts'
import { filledTemplate, plainBody, readTemplate } from '../webhook-template.ts'

const longestTemplate = 16_384

function isTemplate(text: string): boolean {
  try {
    readTemplate(text)
    return true
  } catch {
    return false
  }
}

const template = z
  .string()
  .max(longestTemplate)
  .refine(isTemplate, 'must be JSON; variables such as #alert_name may stand in it')
  .meta({ title: 'Body, with variables such as #alert_name' })

const keysOf = (text: string) => text.split(',').map((key) => key.trim())

const signingTitle = 'Signing keys (whsec_… or whsk_…), with commas between them'

const signingKeys = secret(signingTitle)
  .refine(
    (text) => keysOf(text).every(isSigningKey),
    'must be whsec_… or whsk_…, with commas between several',
  )
  .meta({ title: signingTitle, secret: true })

/** Any receiver of JSON: Keeper's webhook, signed after Standard Webhooks when it has a key. */
export const webhook = httpChannel({
  name: 'webhook',
  title: 'Webhook',
  settings: z.strictObject({
    url: webhookUrl('URL'),
    template: template.optional(),
    token: secret('Token, sent as Authorization: Bearer').optional(),
    signing_keys: signingKeys.optional(),
    ...trust,
  }),
  whom: ({ url }) => new URL(url).host,
  trust: (settings) => settings,
  request(notice, { url, template: wanted, token, signing_keys }, now) {
    const body = wanted === undefined ? plainBody(notice) : filledTemplate(wanted, notice)
    const keys = signing_keys === undefined ? [] : keysOf(signing_keys)
    const signed = { id: notice.message_uid, at: now, body }
    return {
      url,
      body,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...signatureHeaders(signed, keys),
      },
    }
  },
})

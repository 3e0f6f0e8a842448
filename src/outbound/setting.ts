import { z } from 'zod'
import { isOutboundUrl, isWebhookUrl } from './outbound-url.ts'

/** The fields that settings of targets and channels are made of. The title is what people read in forms and lists. */

const mostText = 2_048
const mostPem = 65_536

/** Kept sealed, never shown again. */
export const secret = (title: string, most = mostText) =>
  z.string().min(1).max(most).meta({ title, secret: true })

export const line = (title: string) =>
  z
    .string()
    .min(1)
    .max(mostText)
    .regex(/^\P{Cc}*$/u, 'must be one line')
    .meta({ title })

export const address = (title: string) =>
  z
    .string()
    .max(mostText)
    .refine(isOutboundUrl, 'must be https://…, without a password, a query and a fragment')
    .transform((url) => url.replace(/\/+$/, ''))
    .meta({ title })

/** Where messages are posted, as its receiver handed it out. */
export const webhookUrl = (title: string) =>
  z
    .string()
    .max(mostText)
    .refine(isWebhookUrl, 'must be https://…, without a password and a fragment')
    .meta({ title })

/** The same where whoever knows the address may post: kept sealed, never shown again. */
export const secretUrl = (title: string) => webhookUrl(title).meta({ title, secret: true })

export const host = (title: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'must be a host name or an address')
    .meta({ title })

export const port = (title: string, usual: number) =>
  z.coerce.number().int().min(1).max(65_535).default(usual).meta({ title })

export const yesNo = (title: string) =>
  z.stringbool().or(z.boolean()).default(false).meta({ title })

const pem = (title: string) => z.string().max(mostPem).startsWith('-----BEGIN').meta({ title })

/** Whom to believe, for everything that speaks TLS. */
export const trust = {
  ca: pem('Certificate authority (PEM), instead of the system’s').optional(),
  pin: z
    .string()
    .regex(/^sha256\/[A-Za-z0-9+/]{43}=$/, 'must be sha256/ and the base64 of a SHA-256')
    .meta({ title: 'Pinned public key (sha256/…)' })
    .optional(),
  client_certificate: pem('Client certificate (PEM)').optional(),
  client_key: secret('Key of the client certificate (PEM)', mostPem).optional(),
}

import { type AlertParts, openAlertHouse } from './alerts/alert-house.ts'
import { groundOf } from './alerts/compiled-rule.ts'
import type { Config } from './config.ts'
import type { Catalog } from './events/shown-event.ts'
import { targetKeyIn } from './export-house-of.ts'
import type { Place } from './geo/place.ts'
import type { Clock } from './kernel/clock.ts'
import { escapeHtml } from './kernel/escape-html.ts'
import { newUid } from './kernel/ids.ts'
import type { ChannelTools } from './outbound/channel.ts'
import { sendMail } from './outbound/mail.ts'
import { reach } from './outbound/reach.ts'
import { openScheduleHouse, type ScheduleHouse } from './reports/schedule/schedule-house.ts'

type Given = {
  readonly clock: Clock
  readonly catalog: Catalog
  readonly placeOf?: ((address: string) => Place | undefined) | undefined
  /** The host of this server with its port, once that is known. */
  hostname(): string
}

/** What the operator gives alerts and reports to send by. */
const toolsOf = (config: Config, now: Clock): ChannelTools => {
  const { allowPrivateTargets, smtpUrl, smtpFrom, smsUrl, smsFrom, hostname } = config
  return {
    reach: reach(allowPrivateTargets),
    now,
    ...(smtpUrl && { mail: { url: smtpUrl, from: smtpFrom ?? `keepwatch@${hostname}` } }),
    ...(smsUrl && smsFrom && { sms: { url: smsUrl, from: smsFrom } }),
  }
}

/** What people are told by: alerts, and reports that are sent. */
type TellingParts = {
  readonly alerts: AlertParts
  readonly schedules: ScheduleHouse
  readonly tellPerson?: (to: string, told: Told) => Promise<void>
}

type Told = { readonly subject: string; readonly text: string }

/** Mail to one person about their own account. What cannot be sent is tried no more: the event is in the log. */
const telling =
  (mail: ChannelTools['mail']) =>
  async (to: string, { subject, text }: Told): Promise<void> => {
    const html = `<p>${escapeHtml(text)}</p>`
    const message = { to, subject, text, html, message_uid: newUid(), headers: {} }
    await sendMail(mail, message).catch(() => {})
  }

/** What alerts and scheduled reports stand on. Throws `invalid` when the key in the data folder is none. */
export async function tellingPartsOf(
  config: Config,
  { clock, catalog, placeOf, hostname }: Given,
): Promise<TellingParts> {
  const address = () => `https://${hostname()}`
  const tools = toolsOf(config, clock)
  const key = await targetKeyIn(config)
  return {
    alerts: {
      ground: groundOf(catalog, placeOf),
      house: await openAlertHouse({ tools, console: address, key }),
    },
    schedules: await openScheduleHouse({ tools, address, key }),
    ...(tools.mail && { tellPerson: telling(tools.mail) }),
  }
}

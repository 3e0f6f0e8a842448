import { type AlertParts, openAlertHouse } from './alerts/alert-house.ts'
import { groundOf } from './alerts/compiled-rule.ts'
import type { Config } from './config.ts'
import type { Catalog } from './events/shown-event.ts'
import { targetKeyIn } from './export-house-of.ts'
import type { Place } from './geo/place.ts'
import type { Clock } from './kernel/clock.ts'
import { reach } from './outbound/reach.ts'

type Given = {
  readonly clock: Clock
  readonly catalog: Catalog
  readonly placeOf?: ((address: string) => Place | undefined) | undefined
  /** The host of this server with its port, once that is known. */
  hostname(): string
}

/** What the operator gives alerts to send by. */
const servicesOf = ({ smtpUrl, smtpFrom, smsUrl, smsFrom, hostname }: Config) => ({
  ...(smtpUrl && { mail: { url: smtpUrl, from: smtpFrom ?? `keepwatch@${hostname}` } }),
  ...(smsUrl && smsFrom && { sms: { url: smsUrl, from: smsFrom } }),
})

/** What alerts stand on: where messages go, and what rules speak of. Throws `invalid` when the key in the data folder is none. */
export const alertPartsOf = async (
  config: Config,
  { clock, catalog, placeOf, hostname }: Given,
): Promise<AlertParts> => ({
  ground: groundOf(catalog, placeOf),
  house: await openAlertHouse({
    tools: { reach: reach(config.allowPrivateTargets), now: clock, ...servicesOf(config) },
    console: () => `https://${hostname()}`,
    key: await targetKeyIn(config.data),
  }),
})

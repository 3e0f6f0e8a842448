import type { Channel } from '../outbound/channel.ts'
import { openedWays } from '../outbound/ways.ts'
import type { AlertRecipient } from '../store/state/alert-recipients.ts'
import type { AlertHouse } from './alert-house.ts'

type Values = Readonly<Record<string, unknown>>

/** One way to tell a recipient, secrets included: never shown, only used. */
export type OpenWay = { readonly channel: Channel; readonly settings: Values }

/** The number of whoever caused an event, who is no recipient of the store. */
export const originator = 0

/** Under which name the secrets of a recipient are sealed. */
export const sealedAs = ({
  alert_uid,
  recipient_id,
}: Pick<AlertRecipient, 'alert_uid' | 'recipient_id'>) => `${alert_uid} ${recipient_id}`

/** Throws `conflict` when the secrets cannot be opened. A channel that is gone is left out. */
export const openWays = (
  house: Pick<AlertHouse, 'channels' | 'sealer'>,
  recipient: AlertRecipient,
): readonly OpenWay[] => openedWays(house, recipient, sealedAs(recipient))

import type { Channel } from '../outbound/channel.ts'
import type { AlertRecipient } from '../store/state/alert-recipients.ts'
import type { AlertHouse } from './alert-house.ts'

type Values = Readonly<Record<string, unknown>>

/** One way to tell a recipient, secrets included: never shown, only used. */
export type OpenWay = { readonly channel: Channel; readonly settings: Values }

export type KeptWay = { readonly channel: string; readonly settings: Values }

/** The number of whoever caused an event, who is no recipient of the store. */
export const originator = 0

/** Under which name the secrets of a recipient are sealed. */
export const sealedAs = ({
  alert_uid,
  recipient_id,
}: Pick<AlertRecipient, 'alert_uid' | 'recipient_id'>) => `${alert_uid} ${recipient_id}`

export const keptWays = ({ ways }: Pick<AlertRecipient, 'ways'>) =>
  JSON.parse(ways) as readonly KeptWay[]

/** Throws `conflict` when the secrets cannot be opened. A channel that is gone is left out. */
export function openWays(
  { channels, sealer }: Pick<AlertHouse, 'channels' | 'sealer'>,
  recipient: AlertRecipient,
): readonly OpenWay[] {
  const secrets = sealer.open(sealedAs(recipient), recipient.sealed) as Readonly<
    Record<string, Values>
  >
  return keptWays(recipient).flatMap(({ channel: name, settings }) => {
    const channel = channels.get(name)
    return channel ? [{ channel, settings: { ...settings, ...secrets[name] } }] : []
  })
}

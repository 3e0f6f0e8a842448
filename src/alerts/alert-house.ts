import { join } from 'node:path'
import { loadFamily } from '../kernel/family.ts'
import type { Channel, ChannelTools } from '../outbound/channel.ts'
import { type Sealer, sealer } from '../outbound/sealed-settings.ts'
import type { Ground } from './compiled-rule.ts'
import { loadReadyRules, type ReadyRule } from './ready-rule.ts'

/** What alerts are made of: the channels by name, and what they stand on. */
export type AlertHouse = {
  readonly channels: ReadonlyMap<string, Channel>
  readonly sealer: Sealer
  /** Rules that come with the product. */
  readonly ready: ReadonlyMap<string, ReadyRule>
  readonly tools: ChannelTools
  /** An event in the console. */
  linkOf(seq: number): string
}

/** What everything about alerts stands on. */
export type AlertParts = { readonly house: AlertHouse; readonly ground: Ground }

export type AlertHouseParts = {
  readonly tools: ChannelTools
  /** The console's address, without a slash at its end. */
  console(): string
  /** Seals the secrets of recipients: 32 bytes. */
  readonly key: Uint8Array
}

export const openAlertHouse = async ({
  tools,
  console,
  key,
}: AlertHouseParts): Promise<AlertHouse> => ({
  channels: await loadFamily<Channel>(join(import.meta.dirname, '..', 'outbound', 'channels')),
  ready: await loadReadyRules(),
  sealer: sealer(key),
  tools,
  linkOf: (seq) => `${console()}/events/${seq}`,
})

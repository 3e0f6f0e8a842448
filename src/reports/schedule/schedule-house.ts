import { join } from 'node:path'
import { loadFamily } from '../../kernel/family.ts'
import type { ChannelTools } from '../../outbound/channel.ts'
import { type Sealer, sealer } from '../../outbound/sealed-settings.ts'
import type { ReportWay } from '../report-way.ts'

/** What scheduled reports are sent by, and what seals the secrets of that. */
export type ScheduleHouse = {
  readonly channels: ReadonlyMap<string, ReportWay>
  readonly sealer: Sealer
  readonly tools: ChannelTools
  /** The address of this server, without a slash at its end. */
  address(): string
}

type Parts = Pick<ScheduleHouse, 'tools' | 'address'> & {
  /** Seals the secrets of ways: 32 bytes. */
  readonly key: Uint8Array
}

export const openScheduleHouse = async ({
  tools,
  address,
  key,
}: Parts): Promise<ScheduleHouse> => ({
  channels: await loadFamily<ReportWay>(join(import.meta.dirname, '..', 'ways')),
  sealer: sealer(key),
  tools,
  address,
})

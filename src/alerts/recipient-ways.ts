import { z } from 'zod'
import { invalid } from '../kernel/errors.ts'
import { newUid } from '../kernel/ids.ts'
import { partSettings } from '../outbound/sealed-settings.ts'
import type { AlertHouse } from './alert-house.ts'

type Values = Readonly<Record<string, unknown>>
type House = Pick<AlertHouse, 'channels' | 'sealer'>

/** What is sent of the ways of a recipient: settings by channel; `null` takes a way, or a setting, away. */
export const waysInput = z.record(
  z.string().max(64),
  z.union([z.null(), z.record(z.string().max(64), z.unknown())]),
)

export type WaysInput = z.output<typeof waysInput>

/** The settings of each channel, secrets included. */
export type Ways = Readonly<Record<string, Values>>

const withoutNulls = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

function read({ channels }: House, name: string, values: Values): Values {
  const channel = channels.get(name)
  if (!channel)
    throw invalid(`there is no channel of that name: there are ${[...channels.keys()].join(', ')}`)
  const parsed = channel.settings.safeParse(values)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const message =
    issue?.code === 'unrecognized_keys'
      ? `there is no such setting: there are ${Object.keys(channel.settings.shape).join(', ')}`
      : issue?.message
  throw invalid(`${[name, ...(issue?.path ?? [])].join('.')}: ${message}`)
}

/** The ways with what changes in them. Throws `invalid`. */
export function withWays(house: House, before: Ways, changes: WaysInput): Ways {
  const after = new Map(Object.entries(before))
  for (const [name, given] of Object.entries(changes)) {
    if (given === null) after.delete(name)
    else after.set(name, read(house, name, withoutNulls({ ...before[name], ...given })))
  }
  return Object.fromEntries(after)
}

/** A webhook has a token, as Keeper's have: it is made when there is none, and told once. */
export function withToken(ways: Ways, isWanted: boolean): { ways: Ways; token?: string } {
  const { webhook } = ways
  if (!webhook || (webhook['token'] !== undefined && !isWanted)) return { ways }
  const token = newUid()
  return { ways: { ...ways, webhook: { ...webhook, token } }, token }
}

/** The ways as they are kept: what may be shown, and the rest sealed under `as`. */
export function sealedWays({ channels, sealer }: House, ways: Ways, as: string) {
  const parted = Object.entries(ways).map(([channel, settings]) => {
    const schema = channels.get(channel)?.settings
    return {
      channel,
      ...(schema ? partSettings(schema, settings) : { open: settings, secrets: {} }),
    }
  })
  return {
    ways: JSON.stringify(parted.map(({ channel, open }) => ({ channel, settings: open }))),
    sealed: sealer.seal(
      as,
      Object.fromEntries(parted.map(({ channel, secrets }) => [channel, secrets])),
    ),
  }
}

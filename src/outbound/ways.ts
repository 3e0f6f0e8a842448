import { z } from 'zod'
import { invalid } from '../kernel/errors.ts'
import { partSettings, type Sealer, secretNames } from './sealed-settings.ts'

/** The ways by which something is sent, each with its settings: how they are given, kept and opened again. */

type Values = Readonly<Record<string, unknown>>

/** What ways are checked against, and what seals their secrets. */
export type WayHouse<Way extends { readonly settings: z.ZodObject } = { settings: z.ZodObject }> = {
  readonly channels: ReadonlyMap<string, Way>
  readonly sealer: Sealer
}

type House = WayHouse

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

type KeptWay = { readonly channel: string; readonly settings: Values }

const keptWays = (ways: string) => JSON.parse(ways) as readonly KeptWay[]

/** What stands where a secret is set. */
const masked = '••••'

/** The ways that were kept, as people see them: every secret masked. */
export const shownWays = (
  { channels }: Pick<House, 'channels'>,
  ways: string,
): readonly KeptWay[] =>
  keptWays(ways).map(({ channel, settings }) => {
    const schema = channels.get(channel)?.settings
    const masks = schema ? [...secretNames(schema)].map((name) => [name, masked]) : []
    return { channel, settings: { ...settings, ...Object.fromEntries(masks) } }
  })

/** Opens what `sealedWays` made. Throws `conflict` when the secrets cannot be opened. A channel that is gone is left out. */
export function openedWays<Way extends { readonly settings: z.ZodObject }>(
  { channels, sealer }: WayHouse<Way>,
  kept: { readonly ways: string; readonly sealed: string },
  as: string,
): readonly { readonly channel: Way; readonly settings: Values }[] {
  const secrets = sealer.open(as, kept.sealed) as Readonly<Record<string, Values>>
  return keptWays(kept.ways).flatMap(({ channel: name, settings }) => {
    const channel = channels.get(name)
    return channel ? [{ channel, settings: { ...settings, ...secrets[name] } }] : []
  })
}

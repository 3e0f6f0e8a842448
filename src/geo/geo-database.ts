import { readFile, stat } from 'node:fs/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { Reader } from 'maxmind'
import { invalid } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import type { Place } from './place.ts'

/** Where addresses are. What is unknown, private or no address is undefined. */
export type Geo = {
  place(address: string): Place | undefined
  country(address: string): string | undefined
  close(): void
}

/** The part of an entry that country and city databases of every maker have in common. */
type Entry = {
  readonly country?: { readonly iso_code?: unknown }
  readonly subdivisions?: readonly { readonly names?: { readonly en?: unknown } }[]
  readonly city?: { readonly names?: { readonly en?: unknown } }
}

const nowhere = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  nowhere.addSubnet(network, bits, 'ipv4')
nowhere.addAddress('::1', 'ipv6')
nowhere.addSubnet('fc00::', 7, 'ipv6')
nowhere.addSubnet('fe80::', 10, 'ipv6')

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

const name = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function placeOf({ country, subdivisions, city }: Entry): Place | undefined {
  const code = name(country?.iso_code)
  if (!code) return undefined
  const region = name(subdivisions?.[0]?.names?.en)
  const town = name(city?.names?.en)
  return { country_code: code, ...(region && { region }), ...(town && { city: town }) }
}

type Database = Reader<never>

/** A file that is cut keeps its tree and loses its end, where it says what it is. */
async function read(file: string): Promise<Database> {
  const bytes = await readFile(file)
  const reader = new Reader<never>(bytes)
  const { binaryFormatMajorVersion: version, searchTreeSize, nodeCount } = reader.metadata
  if (version !== 2) throw new Error(`its format is of version ${version}`)
  if (!(nodeCount > 0) || !(searchTreeSize < bytes.length)) throw new Error('it is damaged')
  return reader
}

/** Changes whenever the file does. Taken before it is read: what is written meanwhile is seen the next time. */
async function stampOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined)
  return found ? `${found.mtimeNs} ${found.size} ${found.ino}` : 'missing'
}

function find(database: Database, address: string): Place | undefined {
  if (!isIP(address) || nowhere.check(address, familyOf(address))) return undefined
  if (isIPv6(address) && database.metadata.ipVersion === 4) return undefined
  try {
    const entry: Entry | null = database.get(address)
    return entry ? placeOf(entry) : undefined
  } catch {
    // A damaged entry is an unknown place: an event matters more than where it came from.
    return undefined
  }
}

const lookEveryMs = 5_000

export type GeoOptions = { readonly log: Pick<Log, 'warn'>; readonly lookEveryMs?: number }

/**
 * Opens an MMDB file (maxmind.github.io/MaxMind-DB; the format of the free databases) and reads it anew when it changes. A
 * new one that cannot be read leaves the old one in use. Nothing here uses the network. Throws `invalid` when the file cannot
 * be read at first.
 */
export async function openGeo(file: string, options: GeoOptions): Promise<Geo> {
  const { log, lookEveryMs: interval = lookEveryMs } = options
  let seen = await stampOf(file)
  let database = await read(file).catch((cause) => {
    throw invalid(
      `--geoip-db: ${file} is not an MMDB file that can be read: ${(cause as Error).message}`,
      { cause },
    )
  })

  async function renew() {
    const stamp = await stampOf(file)
    if (stamp === seen) return
    seen = stamp
    try {
      database = await read(file)
    } catch (error) {
      log.warn({ error, file }, 'the new GeoIP database cannot be read: the old one stays in use')
    }
  }

  const timer = setInterval(() => void renew(), interval).unref()
  const place = (address: string) => find(database, address)
  return {
    place,
    country: (address) => place(address)?.country_code,
    close: () => clearInterval(timer),
  }
}

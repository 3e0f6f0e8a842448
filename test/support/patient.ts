import { BlockList } from 'node:net'
import { tmpdir } from 'node:os'
import packageJson from '../../package.json' with { type: 'json' }
import type { Patient, Settings } from '../../src/doctor/check.ts'
import { examine } from '../../src/doctor/examine.ts'
import type { StoreFacts } from '../../src/store/inspection/facts.ts'

export const now = new Date('2026-11-23T08:00:00Z')

/** How PostgreSQL is set where everything is well. */
export const postgresql = {
  ...{ encoding: 'UTF8', standby: 'off', fsync: 'on', full_page_writes: 'on' },
  ...{ synchronous_commit: 'on', TimeZone: 'Etc/UTC', max_connections: '100' },
}

const facts: StoreFacts = {
  engine: 'PostgreSQL',
  version: '15.14',
  settings: postgresql,
  now,
  ...{ missing: [], unknown: [], events: 1_000, signed: 1_000, targets: [] },
}

/** What is otherwise than in a deployment that is well. */
export type Over = Partial<Omit<Patient, 'settings'>> & {
  readonly settings?: Partial<Settings>
  readonly facts?: Partial<StoreFacts>
}

/** A deployment that is well but for what is named. */
export function patient({ settings, facts: other, ...over }: Over = {}): Patient {
  const data = settings?.data ?? tmpdir()
  return {
    settings: {
      ...{ data, hostname: 'localhost', tls: 'off', key: 'x' },
      listen: { host: '127.0.0.1', port: 8443 },
      trustedProxies: networks('10.0.0.0/8'),
      ...{ databaseUrl: 'postgres://db', filesUrl: 's3://files' },
      ...settings,
    },
    now,
    nodeVersion: packageJson.devDependencies.node,
    store: async () => ({ ...facts, ...other }),
    volume: async () => ({ free: 1e12, reserve: 2.5e8, flushMs: 1 }),
    columns: async () => ({ state: 'open', next: 1_000 }),
    sealing: async () => 'sealed',
    anchored: async () => 1_000,
    tryBucket: async () => {},
    filesIn: 's3://files/',
    ...over,
  }
}

export function networks(...cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', bits] = cidr.split('/')
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}

/** What is not as it should be. */
export const complaints = async (over: Over) =>
  (await examine(patient(over))).filter(({ state }) => state !== 'ok')

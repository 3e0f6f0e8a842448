import type { RecordData } from '../client/crypto/record-data.ts'
import { randomText } from '../client/crypto/uid.ts'

/** A record that the organisation has. */
export type PlannedRecord = {
  /** The folder's path; without one it lies in the vault itself. */
  readonly folder?: string
  readonly data: RecordData
}

const passwordBytes = 18

export const newPassword = (): string => randomText(passwordBytes)

const field = (type: string, ...value: RecordData['fields'][number]['value']) => ({ type, value })

const login = (title: string, name: string, url: string): RecordData => ({
  title,
  type: 'login',
  fields: [field('login', name), field('password', newPassword()), field('url', url)],
  custom: [],
})

const database = (title: string, host: string, kind: string): RecordData => ({
  title,
  type: 'databaseCredentials',
  fields: [
    { ...field('text', kind), label: 'type' },
    field('host', { hostName: `${host}.db.example.internal`, port: '5432' }),
    field('login', 'app'),
    field('password', newPassword()),
  ],
  custom: [],
})

const server = (title: string, host: string): RecordData => ({
  title,
  type: 'serverCredentials',
  fields: [
    field('host', { hostName: `${host}.example.internal`, port: '22' }),
    field('login', 'deploy'),
    field('password', newPassword()),
  ],
  custom: [],
})

const key = (title: string, label: string): RecordData => ({
  title,
  type: 'encryptedNotes',
  fields: [field('note', `${label}: ${newPassword()}${newPassword()}`), field('date')],
  custom: [],
})

const inFolder = (folder: string, ...list: readonly RecordData[]): readonly PlannedRecord[] =>
  list.map((data) => ({ folder, data }))

const production = (): readonly PlannedRecord[] => [
  ...inFolder(
    'Production',
    login('Shop administration', 'root', 'https://shop.example.com/admin'),
    login('Search cluster', 'search', 'https://search.example.internal:9200'),
  ),
  ...inFolder(
    'Production/Databases',
    database('Shop database', 'shop', 'postgresql'),
    database('Shop database, replica', 'shop-replica', 'postgresql'),
    database('Orders database', 'orders', 'postgresql'),
    database('Session cache', 'sessions', 'redis'),
  ),
  ...inFolder(
    'Production/Certificates',
    key('Private key of shop.example.com', 'key'),
    key('Private key of api.example.com', 'key'),
  ),
]

const payments = (): readonly PlannedRecord[] => [
  ...inFolder(
    'Payments/Providers',
    login('Card processor API', 'live', 'https://cards.example.net/v2'),
    key('Card processor webhook secret', 'secret'),
    login('Bank transfer gateway', 'example-shop', 'https://transfers.example.net'),
    login('Tax service API', 'example-shop', 'https://tax.example.net'),
  ),
  ...inFolder(
    'Payments/Ledger',
    database('Ledger database', 'ledger', 'postgresql'),
    server('Ledger file transfer', 'ledger-sftp'),
    server('Legacy file transfer to the accountant', 'ftp-old'),
  ),
]

const delivery = (): readonly PlannedRecord[] => [
  ...inFolder('Delivery', login('Deploy token', 'deploy', 'https://git.example.internal')),
  ...inFolder(
    'Delivery/Registries',
    login('Container registry', 'ci', 'https://registry.example.internal'),
    login('npm registry', 'ci', 'https://npm.example.internal'),
    login('Python package index', 'ci', 'https://pypi.example.internal'),
  ),
  ...inFolder(
    'Delivery/Signing',
    key('Release signing key', 'key'),
    key('Package signing passphrase', 'passphrase'),
  ),
]

const infrastructure = (): readonly PlannedRecord[] => [
  ...inFolder(
    'Infrastructure/Backups',
    key('Backup encryption key', 'key'),
    login('Object storage', 'backup', 'https://objects.example.net'),
    login('Offsite storage', 'backup', 'https://offsite.example.net'),
  ),
  ...inFolder(
    'Infrastructure/Network',
    server('VPN concentrator', 'vpn-1'),
    server('Core switch', 'switch-1'),
    login('DNS provider API', 'example-shop', 'https://dns.example.net'),
  ),
]

/** What lies in the owner's vault. Fresh passwords every time. */
export const ownersRecords = (): readonly PlannedRecord[] => [
  ...production(),
  ...payments(),
  ...delivery(),
  ...infrastructure(),
  { data: key('Session signing key', 'key') },
  { data: login('Domain registrar', 'example-shop', 'https://registrar.example.net') },
  { data: login('Office Wi-Fi', 'office', 'https://wifi.example.internal') },
]

/** What lies in the vault of the admin. */
export const adminsRecords = (): readonly PlannedRecord[] => [
  ...inFolder('Staging', login('Staging administration', 'root', 'https://staging.example.com')),
  ...inFolder(
    'Staging/Databases',
    database('Staging shop database', 'staging-shop', 'postgresql'),
    database('Staging cache', 'staging-cache', 'redis'),
  ),
  { data: login('Load test account', 'load', 'https://staging.example.com') },
]

/** What somebody keeps for themselves. */
export const ownRecords = (): readonly PlannedRecord[] => [
  { data: login('Pager', 'on-call', 'https://pager.example.net') },
  { data: login('Wiki', 'me', 'https://wiki.example.internal') },
]

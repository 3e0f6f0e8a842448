/** A device of the history, and its rhythm. */
export type PlannedDevice = {
  readonly name: string
  readonly application: string
  /** Prefix and number of the SDK that it is built with. */
  readonly version: string
  readonly address: string
  /** Minutes between two reads, a little more or less. */
  readonly every: number
  /** Runs on weekdays from 7 to 19 only. */
  readonly worksByDay?: true
  /** The parts of the history (0 to 1) in which it runs; from the beginning to the end if absent. */
  readonly from?: number
  readonly until?: number
  /** When it is removed from its application; it goes on asking until somebody switches it off. */
  readonly removed?: number
  /** Titles of the only records that it asks for. */
  readonly asksFor?: readonly string[]
  readonly mayRoam?: true
  /** The part of the history after which its access ends. */
  readonly expiresAfter?: number
}

export const plannedDevices: readonly PlannedDevice[] = [
  {
    name: 'ci-runner-1',
    application: 'ci',
    version: 'ms17.5.0',
    address: '10.20.8.31',
    every: 20,
    worksByDay: true,
  },
  {
    name: 'ci-runner-2',
    application: 'ci',
    version: 'ms17.5.0',
    address: '10.20.8.32',
    every: 20,
    worksByDay: true,
  },
  {
    name: 'ci-nightly',
    application: 'ci',
    version: 'mp17.3.0',
    address: '10.20.8.40',
    every: 1_440,
  },
  { name: 'web-1', application: 'web', version: 'ms17.5.0', address: '10.20.4.11', every: 30 },
  { name: 'web-2', application: 'web', version: 'ms17.5.0', address: '10.20.4.12', every: 30 },
  {
    name: 'web-3',
    application: 'web',
    version: 'ms17.5.0',
    address: '10.20.4.13',
    every: 30,
    from: 0.45,
  },
  {
    name: 'web-legacy',
    application: 'web',
    version: 'ms16.6.0',
    address: '10.20.4.10',
    every: 60,
    removed: 0.4,
    until: 0.44,
  },
  {
    name: 'billing-api',
    application: 'billing',
    version: 'mj17.3.0',
    address: '10.20.5.21',
    every: 60,
    asksFor: ['Card processor API', 'Card processor webhook secret', 'Bank transfer gateway'],
  },
  {
    name: 'billing-worker',
    application: 'billing',
    version: 'mj17.3.0',
    address: '10.20.5.22',
    every: 120,
    asksFor: ['Ledger database', 'Orders database', 'Tax service API'],
  },
  {
    name: 'backup-nightly',
    application: 'backup',
    version: 'mg16.6.4',
    address: '10.20.9.5',
    every: 720,
  },
  {
    name: 'backup-offsite',
    application: 'backup',
    version: 'mg16.6.4',
    address: '198.51.100.14',
    every: 360,
    mayRoam: true,
    until: 0.55,
  },
  {
    name: 'migration-contractor',
    application: 'backup',
    version: 'mb17.2.0',
    address: '203.0.113.90',
    every: 480,
    from: 0.15,
    until: 0.33,
    expiresAfter: 0.3,
  },
  {
    name: 'external-secrets',
    application: 'k8s-production',
    version: 'mg16.6.4',
    address: '10.20.6.100',
    every: 30,
  },
  {
    name: 'external-secrets-staging',
    application: 'k8s-staging',
    version: 'mg16.6.4',
    address: '10.20.7.100',
    every: 60,
  },
]

/** A device whose token was never used. */
export const neverUsed = { name: 'grafana', application: 'web', lock_ip: true } as const

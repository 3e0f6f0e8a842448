import { z } from 'zod'
import { trustedProxies } from './access/client-address.ts'
import { invalid } from './kernel/errors.ts'
import { bucketOf } from './outbound/bucket-url.ts'
import { isOutboundUrl, isServiceUrl } from './outbound/outbound-url.ts'
import { placeOf } from './projection/clickhouse/place.ts'
import { oldestVersions } from './protocol/client-version.ts'
import { cosignatureVerifier } from './tlog/cosignature.ts'

const listen = z
  .string()
  .regex(/^.+:\d{1,5}$/, 'expected HOST:PORT')
  .transform((text) => {
    const colon = text.lastIndexOf(':')
    return {
      host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'),
      port: Number(text.slice(colon + 1)),
    }
  })

const listed = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
)

const cidrs = listed.transform(trustedProxies)

const mostDays = 36_500
const days = z.coerce.number('expected a number of days').int().min(1).max(mostDays)

const bytes = z.coerce.number('expected a number of bytes').int().min(0)

const within = (least: number, most: number, what: string) => {
  const expected = `expected a whole number of ${what} from ${least} to ${most}`
  return z.coerce.number(expected).int(expected).min(least, expected).max(most, expected)
}

const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/./, 'expected postgres://USER@HOST:PORT/DATABASE')

const rate = z
  .string()
  .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,4}$/, 'expected REQUESTS/SECONDS such as 100/10')
  .transform((text) => text.split('/').map(Number))
  .transform(([most = 0, seconds = 0]) => ({ most, windowMs: seconds * 1000 }))

const oldestClients = listed.transform((list, context) => {
  try {
    return oldestVersions(list)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
    return z.NEVER
  }
})

const daysByClass = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim().split('=')))
  .transform((entries) => Object.fromEntries(entries.filter(([name]) => name)))
  .pipe(z.record(z.string(), days))

const witnessKey = z.string().transform((vkey, context) => {
  try {
    return cosignatureVerifier(vkey)
  } catch {
    context.addIssue({ code: 'custom', message: 'expected name+id+base64, signature type 4' })
    return z.NEVER
  }
})

const analytics = z.string().transform((text, context) => {
  const place = placeOf(text)
  if (place) return place
  context.addIssue({
    code: 'custom',
    message:
      'expected https://USER:PASSWORD@HOST:PORT/DATABASE; http:// on this machine, or with ?ignoreTLS=true',
  })
  return z.NEVER
})

const schema = z.strictObject({
  data: z.string().min(1).default('./data'),
  listen: listen.prefault('127.0.0.1:8443'),
  hostname: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/, 'expected a host name')
    .default('localhost'),
  tls: z.enum(['on', 'off']).default('on'),
  tlsCert: z.string().optional(),
  tlsKey: z.string().optional(),
  trustedProxies: cidrs.prefault(''),
  /** What exports and webhooks may reach besides public addresses. */
  allowPrivateTargets: cidrs.prefault(''),
  /** How mail leaves, and who it is from. */
  smtpUrl: z
    .string()
    .regex(/^smtps?:\/\/./, 'expected smtp://USER:PASSWORD@HOST:PORT')
    .refine(URL.canParse, 'expected smtp://USER:PASSWORD@HOST:PORT')
    .optional(),
  smtpFrom: z.email('expected an address').optional(),
  /** Whoever sends text messages, by an API as Twilio's, and the number they are from. */
  smsUrl: z.string().refine(isServiceUrl, 'expected https://ACCOUNT:TOKEN@HOST').optional(),
  smsFrom: z.string().min(1).max(40).optional(),
  databaseUrl: postgresUrl.optional(),
  /** A standby of it, from which reports take the rows of the log. */
  replicaUrl: postgresUrl.optional(),
  /** What a server may take of it, see `DatabaseLimits`. */
  databaseConnections: within(4, 1_000, 'connections').default(25),
  databaseStatementTimeout: within(1, 3_600, 'seconds').default(30),
  /** Half of what a statement may take if not said. */
  databaseLockTimeout: within(1, 3_600, 'seconds').optional(),
  databaseConnectTimeout: within(1, 600, 'seconds').default(10),
  /** A ClickHouse that answers reports, and who signs its certificate: a file, instead of the system's authorities. */
  analyticsUrl: analytics.optional(),
  analyticsCa: z.string().min(1).optional(),
  /** The cluster of its configuration on which the tables lie, instead of on that server alone. */
  analyticsCluster: z
    .string()
    .regex(/^\w[\w.-]{0,63}$/, 'expected the name of a cluster')
    .optional(),
  /** The key that seals the keys of the server: itself, a file that holds it, or a command that prints it. */
  key: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
  keyCommand: z.string().min(1).optional(),
  /** How often a device may make the same call. */
  deviceLimit: rate.prefault('100/10'),
  oldestClients: oldestClients.prefault(''),
  /** Bytes; undefined is the usual reserve, which depends on the volume. */
  diskReserve: bytes.optional(),
  /** The largest file that may hang on a record, and what all files of one owner may take: bytes of ciphertext. */
  fileLimit: bytes.default(100 * 1024 ** 2),
  fileQuota: bytes.default(10 * 1024 ** 3),
  /** Where files lie instead of the data folder, and what AWS's own tools read for it. */
  filesUrl: z.string().optional(),
  awsAccessKeyId: z.string().optional(),
  awsSecretAccessKey: z.string().optional(),
  awsSessionToken: z.string().optional(),
  awsRegion: z.string().optional(),
  awsEndpoint: z.string().optional(),
  retentionDays: days.optional(),
  retention: daysByClass.prefault(''),
  pruneUndelivered: z.boolean().default(false),
  witness: z
    .string()
    .refine(isOutboundUrl, 'expected https://…, or http:// on this machine')
    .optional(),
  witnessKey: witnessKey.optional(),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  /** An MMDB file that says where addresses are. */
  geoipDb: z.string().min(1).optional(),
  /** Whether Keeper Commander may log in. */
  commander: z
    .union([z.boolean(), z.enum(['on', 'off']).transform((text) => text === 'on')])
    .default(false),
  acceptRollback: z.boolean().default(false),
  demo: z.boolean().default(false),
  /** How long the history of the demo is, and which one it is. */
  demoDays: z.coerce.number('expected a number of days').int().min(1).max(366).default(90),
  demoSeed: z.coerce.number('expected a whole number').int().min(0).default(1),
})

/** How this server runs: every value checked, nothing changes afterwards. */
export type Config = Readonly<z.output<typeof schema>>

/** Which environment variable stands for which flag. A flag wins. */
const variables = {
  KEEPWATCH_DATA: 'data',
  KEEPWATCH_LISTEN: 'listen',
  KEEPWATCH_HOSTNAME: 'hostname',
  KEEPWATCH_TLS: 'tls',
  KEEPWATCH_TLS_CERT: 'tlsCert',
  KEEPWATCH_TLS_KEY: 'tlsKey',
  KEEPWATCH_TRUSTED_PROXIES: 'trustedProxies',
  KEEPWATCH_ALLOW_PRIVATE_TARGETS: 'allowPrivateTargets',
  KEEPWATCH_SMTP_URL: 'smtpUrl',
  KEEPWATCH_SMTP_FROM: 'smtpFrom',
  KEEPWATCH_SMS_URL: 'smsUrl',
  KEEPWATCH_SMS_FROM: 'smsFrom',
  KEEPWATCH_DATABASE_URL: 'databaseUrl',
  KEEPWATCH_REPLICA_URL: 'replicaUrl',
  KEEPWATCH_DATABASE_CONNECTIONS: 'databaseConnections',
  KEEPWATCH_DATABASE_STATEMENT_TIMEOUT: 'databaseStatementTimeout',
  KEEPWATCH_DATABASE_LOCK_TIMEOUT: 'databaseLockTimeout',
  KEEPWATCH_DATABASE_CONNECT_TIMEOUT: 'databaseConnectTimeout',
  KEEPWATCH_ANALYTICS_URL: 'analyticsUrl',
  KEEPWATCH_ANALYTICS_CA: 'analyticsCa',
  KEEPWATCH_ANALYTICS_CLUSTER: 'analyticsCluster',
  KEEPWATCH_KEY: 'key',
  KEEPWATCH_KEY_FILE: 'keyFile',
  KEEPWATCH_KEY_COMMAND: 'keyCommand',
  KEEPWATCH_DISK_RESERVE: 'diskReserve',
  KEEPWATCH_DEVICE_LIMIT: 'deviceLimit',
  KEEPWATCH_OLDEST_CLIENTS: 'oldestClients',
  KEEPWATCH_FILE_LIMIT: 'fileLimit',
  KEEPWATCH_FILE_QUOTA: 'fileQuota',
  KEEPWATCH_FILES_URL: 'filesUrl',
  AWS_ACCESS_KEY_ID: 'awsAccessKeyId',
  AWS_SECRET_ACCESS_KEY: 'awsSecretAccessKey',
  AWS_SESSION_TOKEN: 'awsSessionToken',
  // Of two names for the same, the later one counts.
  AWS_DEFAULT_REGION: 'awsRegion',
  AWS_REGION: 'awsRegion',
  AWS_ENDPOINT_URL: 'awsEndpoint',
  AWS_ENDPOINT_URL_S3: 'awsEndpoint',
  KEEPWATCH_RETENTION_DAYS: 'retentionDays',
  KEEPWATCH_RETENTION: 'retention',
  KEEPWATCH_WITNESS: 'witness',
  KEEPWATCH_WITNESS_KEY: 'witnessKey',
  KEEPWATCH_GEOIP_DB: 'geoipDb',
  KEEPWATCH_COMMANDER: 'commander',
  KEEPWATCH_LOG_LEVEL: 'logLevel',
  KEEPWATCH_DEMO_DAYS: 'demoDays',
  KEEPWATCH_DEMO_SEED: 'demoSeed',
} as const satisfies Record<string, keyof Config>

const flagOf = (key: string) =>
  `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Environment and flags → one frozen object. Throws `invalid` with the name of the flag that is wrong. */
export function readConfig(
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  const fromEnvironment = Object.entries(variables).flatMap(([variable, key]) =>
    environment[variable] ? [[key, environment[variable]]] : [],
  )
  const parsed = schema.safeParse({ ...Object.fromEntries(fromEnvironment), ...flags })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw invalid(
      `${flagOf(String(issue?.path[0] ?? ''))}: ${issue?.message ?? 'cannot be understood'}`,
    )
  }
  if (!parsed.data.tlsCert !== !parsed.data.tlsKey)
    throw invalid('--tls-cert and --tls-key belong together: name both or neither')
  if (!parsed.data.smsUrl !== !parsed.data.smsFrom)
    throw invalid('KEEPWATCH_SMS_URL and KEEPWATCH_SMS_FROM belong together: name both or neither')
  const { key, keyFile, keyCommand } = parsed.data
  if ([key, keyFile, keyCommand].filter(Boolean).length > 1)
    throw invalid('name the key in one place: --key-file, --key-command or KEEPWATCH_KEY')
  if (!parsed.data.witness !== !parsed.data.witnessKey)
    throw invalid('--witness and --witness-key belong together: name both or neither')
  demandBucket(parsed.data)
  demandShorterLocks(parsed.data)
  if (parsed.data.replicaUrl && !parsed.data.databaseUrl)
    throw invalid('--replica-url: name the primary, too, with --database-url')
  if (parsed.data.analyticsCluster && !parsed.data.analyticsUrl)
    throw invalid('--analytics-cluster: name one of its servers, too, with --analytics-url')
  return Object.freeze(parsed.data)
}

function demandShorterLocks({ databaseLockTimeout, databaseStatementTimeout }: Config): void {
  if ((databaseLockTimeout ?? 0) > databaseStatementTimeout)
    throw invalid(
      `--database-lock-timeout: ${databaseLockTimeout} seconds are more than a statement may take (${databaseStatementTimeout}): name fewer, or raise --database-statement-timeout`,
    )
}

function demandBucket({ filesUrl, ...aws }: Config): void {
  if (filesUrl === undefined) return
  try {
    bucketOf(filesUrl, aws)
  } catch (error) {
    throw invalid(`--files-url: ${(error as Error).message}`)
  }
}

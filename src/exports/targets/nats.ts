import { isIPv6 } from 'node:net'
import type { JetStreamClient } from '@nats-io/jetstream'
import type { ConnectionOptions, NatsConnection, TlsOptions } from '@nats-io/transport-node'
import { z } from 'zod'
import { addressOf } from '../../outbound/address-of.ts'
import { tlsOptions } from '../../outbound/trust.ts'
import { format, formatted, host, line, port, secret, trust } from '../setting.ts'
import { targetType, type Unit } from '../target.ts'
import { unlessAborted } from '../unless-aborted.ts'
import { again, dead, done, paused, type Verdict, verdictOnError } from '../verdict.ts'

const mostPem = 65_536

const settings = z.strictObject({
  host: host('Host'),
  port: port('Port', 4222),
  transport: z.enum(['tls', 'tcp']).default('tls').meta({ title: 'Transport' }),
  subject: z
    .string()
    .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, 'must be a subject, such as keepwatch.events')
    .max(255)
    .default('keepwatch.events')
    .meta({ title: 'Subject, which a stream of JetStream must take' }),
  username: line('User name').optional(),
  password: secret('Password').optional(),
  token: secret('Token').optional(),
  credentials_key: secret('Credentials file (.creds)', mostPem).optional(),
  format: format('keeper-json'),
  ...trust,
})

type Settings = z.output<typeof settings>

const waitMs = 10_000

/** Errors of the client that a person must do something about. */
const settingsErrors = new Set([
  'AuthorizationError',
  'UserAuthenticationExpiredError',
  'PermissionViolationError',
])

/** JetStream says so by a code (github.com/nats-io/nats-server/blob/main/server/errors.json): a message is too large. */
const tooLarge = 10_054

type NatsError = {
  readonly name?: string
  readonly message?: string
  readonly code?: unknown
  readonly cause?: NatsError
}

function verdictOf(error: NatsError, at?: number): Verdict {
  const reason = `NATS: ${error.message}`
  if (settingsErrors.has(error.name ?? '') || settingsErrors.has(error.cause?.name ?? ''))
    return paused(reason)
  if (error.name === 'NoRespondersError' || error.cause?.name === 'NoRespondersError')
    return again('NATS: no stream of JetStream takes the subject')
  if (error.code === tooLarge || /max_payload/i.test(error.message ?? '')) return dead(reason, at)
  return verdictOnError(error instanceof Error ? new Error(reason, { cause: error }) : error)
}

async function optionsOf(given: Settings, address: string): Promise<ConnectionOptions> {
  const { credsAuthenticator } = await import('@nats-io/transport-node')
  const { username, password, token, credentials_key, transport } = given
  // Without a name the certificate is held against the address.
  const name = given.host === address ? {} : { servername: given.host }
  return {
    servers: `${isIPv6(address) ? `[${address}]` : address}:${given.port}`,
    name: 'keepwatch',
    timeout: waitMs,
    // A connection that is lost is not mended behind the frame's back: the next batch opens another one.
    reconnect: false,
    ignoreClusterUpdates: true,
    tls: transport === 'tls' ? ({ ...tlsOptions(given), ...name } as TlsOptions) : null,
    ...(username && { user: username }),
    ...(password && { pass: password }),
    ...(token && { token }),
    ...(credentials_key && { authenticator: credsAuthenticator(Buffer.from(credentials_key)) }),
  }
}

/** NATS JetStream. Every message carries the event's id, by which the stream knows what it has already. */
export const nats = targetType({
  name: 'nats',
  title: 'NATS JetStream',
  settings,
  // A server takes a message of 1 MiB unless it is told otherwise.
  limits: () => ({ events: 1_000, bytes: 1_000_000, ageMs: 100 }),
  line: (event, { format: name }, tools) => formatted(event, name, tools),
  open(given, { reach }) {
    let line: { readonly connection: NatsConnection; readonly stream: JetStreamClient } | undefined

    async function connected() {
      if (line && !line.connection.isClosed()) return line
      const { connect } = await import('@nats-io/transport-node')
      const { jetstream } = await import('@nats-io/jetstream')
      const address = await addressOf(reach, given.host)
      const connection = await connect(await optionsOf(given, address))
      line = { connection, stream: jetstream(connection) }
      return line
    }

    /** All at once: the server takes them in the order of the connection. */
    async function publish(units: readonly Unit[]): Promise<Verdict> {
      const { stream } = await connected()
      const published = await Promise.allSettled(
        units.map(({ event, text }) =>
          stream.publish(given.subject, text, { msgID: event.event_id, timeout: waitMs }),
        ),
      )
      const at = published.findIndex(({ status }) => status === 'rejected')
      const failed = published[at]
      return failed?.status === 'rejected' ? verdictOf(failed.reason as NatsError, at) : done
    }

    async function close() {
      const old = line
      line = undefined
      await old?.connection.close().catch(() => undefined)
    }

    return {
      async send(units, signal) {
        try {
          const verdict = await unlessAborted(publish(units), signal)
          if (verdict.kind === 'again') await close()
          return verdict
        } catch (error) {
          await close()
          if ((error as { kind?: unknown }).kind === 'denied') throw error
          return verdictOf(error as NatsError)
        }
      },
      close,
    }
  },
})

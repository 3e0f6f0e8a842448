import { createPrivateKey, sign } from 'node:crypto'
import { z } from 'zod'
import { invalid } from '../../kernel/errors.ts'
import { isOutboundUrl } from '../../outbound/outbound-url.ts'
import type { TokenSource } from '../bearer-token.ts'
import { httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { address, format, formatted, pathPart, secret, trust } from '../setting.ts'
import { targetType, type Unit } from '../target.ts'

const mostKey = 10_000

const settings = z.strictObject({
  url: address('Address of the Chronicle API of your region').default(
    'https://us-chronicle.googleapis.com',
  ),
  project: pathPart('Google Cloud project'),
  location: pathPart('Region').default('us'),
  instance: pathPart('Instance (customer id)'),
  log_type: pathPart('Log type').default('KEEPER'),
  forwarder: pathPart('Forwarder id'),
  service_account: secret('Key of the service account (JSON)', mostKey),
  format: format('keeper-json'),
  ...trust,
})

type Settings = z.output<typeof settings>

const keyShape = z.object({
  client_email: z.string(),
  private_key: z.string(),
  token_uri: z.string().refine(isOutboundUrl).default('https://oauth2.googleapis.com/token'),
})

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const scope = 'https://www.googleapis.com/auth/cloud-platform'
const hour = 3_600

function keyOf({ service_account }: Settings) {
  try {
    const { private_key, ...rest } = keyShape.parse(JSON.parse(service_account))
    return { ...rest, key: createPrivateKey(private_key) }
  } catch (cause) {
    throw invalid('service_account must be the JSON file of a service account’s key', { cause })
  }
}

/** Google's OAuth 2.0 for service accounts: a JWT, signed with RS256 (RFC 7523). */
function serviceAccount(given: Settings): TokenSource {
  const { client_email: iss, token_uri: aud, key } = keyOf(given)
  return {
    title: 'Google',
    request() {
      const iat = Math.floor(Date.now() / 1000)
      const head = base64url({ alg: 'RS256', typ: 'JWT' })
      const signed = `${head}.${base64url({ iss, aud, scope, iat, exp: iat + hour })}`
      const mark = sign('sha256', Buffer.from(signed), key).toString('base64url')
      const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
      return {
        url: aud,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `${new URLSearchParams({ grant_type, assertion: `${signed}.${mark}` })}`,
      }
    },
  }
}

const parentOf = ({ project, location, instance }: Settings) =>
  `projects/${project}/locations/${location}/instances/${instance}`

const bodyOf = (given: Settings, units: readonly Unit[]) =>
  `{"inline_source":{"forwarder":${JSON.stringify(`${parentOf(given)}/forwarders/${given.forwarder}`)},"logs":[${units.map(({ text }) => text).join(',')}]}}`

/** Google Security Operations by the Chronicle API's `logs:import`, which knows a batch that comes twice. */
export const googleSecops = targetType({
  name: 'google-secops',
  title: 'Google SecOps (Chronicle)',
  settings,
  limits: () => ({ events: 1_000, bytes: 3_500_000, eventBytes: 900_000, ageMs: 500 }),
  line: (event, { format: name }, tools) =>
    JSON.stringify({
      data: Buffer.from(formatted(event, name, tools)).toString('base64'),
      log_entry_time: event.timestamp,
      collection_time: event.recorded_at,
    }),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      token: serviceAccount(given),
      request: (units) => ({
        url: `${given.url}/v1alpha/${parentOf(given)}/logTypes/${given.log_type}/logs:import`,
        headers: { 'content-type': 'application/json' },
        body: bodyOf(given, units),
      }),
      judge: takenWith(200),
    }),
})

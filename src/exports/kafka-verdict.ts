import { again, dead, paused, type Verdict } from './verdict.ts'

/** What a person must put right (kafka.apache.org/protocol#protocol_error_codes). */
const settings = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'POLICY_VIOLATION',
])

/** What the broker can never take. */
const refusals = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD'])

type KafkaError = {
  readonly name?: string
  readonly type?: string
  readonly message?: string
  readonly cause?: unknown
}

/** The error of a send, and what caused it. */
function* causes(error: unknown): Generator<KafkaError> {
  for (let one = error; typeof one === 'object' && one !== null; one = (one as KafkaError).cause)
    yield one as KafkaError
}

/** What it means that a batch was not taken. */
export function kafkaVerdict(error: unknown): Verdict {
  const all = [...causes(error)]
  const reason = `Kafka: ${all.at(-1)?.message ?? error}`
  const types = all.map(({ type = '' }) => type)
  const isLogin = all.some(({ name }) => name === 'KafkaJSSASLAuthenticationError')
  if (isLogin || types.some((type) => settings.has(type))) return paused(reason)
  return types.some((type) => refusals.has(type)) ? dead(reason) : again(reason)
}

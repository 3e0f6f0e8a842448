import { hc } from 'hono/client'
import type { Api } from '../http/app.ts'
import { Failure, type Kind } from '../kernel/errors.ts'

const kinds: ReadonlySet<string> = new Set<Kind>([
  'invalid',
  'unauthenticated',
  'denied',
  'unconfirmed',
  'unapproved',
  'not-found',
  'conflict',
  'busy',
  'rejected',
  'unproven',
])

/** A kind as the server names it. */
export const kindOf = (value: unknown): Kind =>
  kinds.has(String(value)) ? (value as Kind) : 'rejected'

async function failureOf(response: Response): Promise<Failure> {
  const body = (await response.json().catch(() => ({}))) as { error?: unknown; message?: unknown }
  const message =
    typeof body.message === 'string' ? body.message : `the server answered ${response.status}`
  return new Failure(kindOf(body.error), message)
}

/** How to reach a server, and as whom. */
export type Connection = {
  readonly server: string
  readonly token?: string
  readonly fetch?: typeof fetch
}

/** A fetch whose promise fails with a Failure for every answer that is not a success. */
const refusing =
  (send: typeof fetch): typeof fetch =>
  async (input, init) => {
    const response = await send(input, init)
    if (!response.ok) throw await failureOf(response)
    return response
  }

/** The typed client of our own API. Every refusal arrives as a Failure with the server's own sentence. */
export const connectApi = ({ server, token, fetch: send = fetch }: Connection) =>
  hc<Api>(`${server}/api/v1`, {
    fetch: refusing(send),
    headers: {
      'x-keepwatch-client': 'kw0.1.0',
      ...(token && { authorization: `Bearer ${token}` }),
    },
  })

export type ApiClient = ReturnType<typeof connectApi>

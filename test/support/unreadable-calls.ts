import type { SealedRequest } from '../../src/client/crypto/device-envelope.ts'
import { type DeniedCall, home, name } from './denied-calls.ts'

/** Calls that cannot be understood or are not served, as data. */

const badRequest = (message: string) => ({ status: 400, error: 'bad_request', message })

const change = (request: SealedRequest, headers: Record<string, string>): SealedRequest => ({
  ...request,
  headers: { ...request.headers, ...headers },
})

/** A request that says nothing about who sent it. */
const unreadable = (
  title: string,
  message: string,
  alter: (request: SealedRequest) => SealedRequest,
): DeniedCall => ({
  title,
  act: async ({ device }) => device.send('get_secret', alter(await device.seal({}))),
  answer: badRequest(message),
  event: {
    reason: 'bad_request',
    detail: message,
    message: `Request to get_secret from ${home} could not be read: ${message}`,
  },
  knows: 'nothing',
})

const notOpening = 'The body does not open: it is cut off or was changed on the way.'
const notSigned = 'The header Authorization must be "Signature" and a base64 ECDSA signature.'
const notForUs =
  "The transmission key was made for another server's key. Put this server's serverPublicKey and serverPublicKeyId into the client configuration."

const badClientId = 'The request cannot be used: clientId: must hold 64 bytes'
const badFilter =
  'The request cannot be used: requestedRecords: Invalid input: expected array, received number'
const notServed = {
  status: 404,
  error: 'bad_request',
  message: 'This server does not offer this call.',
}

/** The wrapped transmission key with its last byte changed. */
function damaged(request: SealedRequest): SealedRequest {
  const wrapped = Buffer.from(request.headers['TransmissionKey'] ?? '', 'base64')
  wrapped.writeUInt8(wrapped.readUInt8(124) ^ 1, 124)
  return change(request, { TransmissionKey: wrapped.toString('base64') })
}

export const unreadableCalls: readonly DeniedCall[] = [
  unreadable(
    'no transmission key',
    'The header TransmissionKey must be base64 of 125 bytes.',
    (request) => change(request, { TransmissionKey: 'AAAA' }),
  ),
  unreadable('a transmission key for another server', notForUs, damaged),
  unreadable('another kind of authorization', notSigned, (request) =>
    change(request, { Authorization: 'Bearer abc' }),
  ),
  unreadable('a body that is cut off', notOpening, (request) => ({
    ...request,
    body: request.body.slice(0, -1),
  })),
  unreadable('no body', notOpening, (request) => ({ ...request, body: new Uint8Array() })),
  unreadable(
    'a body of ten megabytes',
    'The request is longer than 5000000 bytes. Send less at once.',
    (request) => ({ ...request, body: new Uint8Array(10_000_000) }),
  ),
  {
    title: 'a client id of another length',
    act: ({ device }) => device.call('get_secret', { clientId: 'AAAA' }),
    answer: badRequest(badClientId),
    event: {
      reason: 'bad_request',
      detail: badClientId,
      message: `Request to get_secret from ${home} could not be read: ${badClientId}`,
    },
    knows: 'nothing',
  },
  {
    title: 'a version of another form',
    act: ({ device }) => device.call('get_secret', { clientVersion: 'curl/8.0' }),
    answer: {
      status: 400,
      error: 'invalid_client_version',
      message: 'The client version must be a prefix and three numbers, for example ms17.5.0.',
    },
    event: {
      reason: 'unsupported_version',
      message: `Access denied to a client from ${home}: its version has a form that is not accepted`,
    },
    knows: 'nothing',
  },
  {
    title: 'a signed request with a member of the wrong kind',
    async act({ device }) {
      await device.bind()
      return device.call('get_secret', { requestedRecords: 7 })
    },
    answer: badRequest(badFilter),
    event: {
      reason: 'bad_request',
      detail: badFilter,
      message: `Request to get_secret from ${home} could not be read: ${badFilter}`,
    },
  },
  ...['no_such_call', 'toString'].map(
    (endpoint): DeniedCall => ({
      title: `the call ${endpoint}, which is not served`,
      async act({ device }) {
        await device.bind()
        return device.call(endpoint)
      },
      answer: notServed,
      event: {
        reason: 'unsupported_endpoint',
        endpoint,
        message: `KSM device ${name} asked for ${endpoint}, which is no known call`,
      },
    }),
  ),
]

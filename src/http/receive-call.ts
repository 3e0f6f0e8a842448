import type { IncomingMessage } from 'node:http'
import type { Surroundings } from '../access/action.ts'
import { inStep } from '../kernel/in-step.ts'
import { answerDevice } from '../protocol/device-calls.ts'
import { readBody } from './read-body.ts'
import type { Services } from './services.ts'
import { headerOf } from './surroundings-of.ts'

/** A record of one megabyte in base64 inside JSON takes a third of this. */
export const mostCallBytes = 5_000_000

/** What the body of a call's answer is. */
export const answerHeaders = { 'content-type': 'application/octet-stream' } as const

/** Answers a call of the device protocol: an encrypted body or none, of status 200. */
export const receiveCall = (
  services: Services,
  incoming: IncomingMessage,
  { endpoint, surroundings }: { readonly endpoint: string; readonly surroundings: Surroundings },
): Promise<Uint8Array> =>
  answerDevice(services, {
    endpoint,
    transmissionKey: headerOf(incoming, 'transmissionkey'),
    authorization: incoming.headers.authorization,
    readBody: () => inStep(readBody(incoming, mostCallBytes)),
    surroundings,
  })

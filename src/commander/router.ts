import type { Surroundings } from '../access/action.ts'
import { decryptGcm } from '../protocol/aes-gcm.ts'
import { ofPerson } from './answer.ts'
import { transmissionKeyOf } from './envelope.ts'
import type { House } from './house.ts'
import { leaveRefusal, onRecord } from './leave-refusal.ts'
import { notAllowedHere, routerResponse } from './messages/router.ts'
import { CommanderRefusal, sessionOver } from './refusal.ts'
import { encode } from './wire.ts'

/**
 * Keeper's router, which leads to gateways: what KeeperPAM and Endpoint Privilege Manager do, they do by it. There are none here, and
 * Commander is told so where it was told to look here for it.
 */

/** A call as HTTP delivered it: key and session are headers. */
export type RouterKnock = {
  readonly endpoint: string
  readonly transmissionKey: string | undefined
  readonly authorization: string | undefined
  readonly surroundings: Surroundings
}

const noGateways = (endpoint: string) =>
  new CommanderRefusal('not-found', {
    word: 'unsupported',
    message: `Keepwatch has no gateways and manages no endpoints: it does not answer ${endpoint}.`,
  })

async function personOf(house: House, knock: RouterKnock) {
  const { endpoint, transmissionKey = '', authorization = '', surroundings } = knock
  const key = await transmissionKeyOf(Buffer.from(transmissionKey, 'base64'), house.serverKey)
  const [, sealed = ''] = /^KeeperUser ([\w+/=]+)$/.exec(authorization) ?? []
  const session = decryptGcm(key, Buffer.from(sealed, 'base64'))
  if (!session) throw sessionOver()
  return ofPerson({ house, endpoint, payload: new Uint8Array(), surroundings }, session)
}

/**
 * What the router would answer: that there is none.
 *
 * @throws `unauthenticated` for whoever has no session.
 */
export async function answerForRouter(house: House, knock: RouterKnock): Promise<Uint8Array> {
  const { endpoint, surroundings } = knock
  const asked = await onRecord({ house, endpoint, surroundings }, () => personOf(house, knock))
  const refusal = noGateways(endpoint)
  await leaveRefusal(asked, refusal)
  return encode(routerResponse, { responseCode: notAllowedHere, errorMessage: refusal.message })
}

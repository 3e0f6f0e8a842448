import type { Context, Surroundings } from '../access/action.ts'
import { findPerson, type Person, personCaller } from '../access/person.ts'
import { Failure } from '../kernel/errors.ts'
import { openCalls, personCalls } from './calls.ts'
import { openCall, sealAnswer } from './envelope.ts'
import type { Arrived, House, OfPerson } from './house.ts'
import { leaveRefusal, onRecord } from './leave-refusal.ts'
import { sessionOver, unsupported } from './refusal.ts'
import { openToken } from './sealed-token.ts'

/** A call as HTTP delivered it. */
export type Knock = {
  /** `noun/verb`, as Commander names what it calls. */
  readonly endpoint: string
  /** Throws `invalid` when it is longer than a call may be, or breaks off. */
  readBody(): Promise<Uint8Array>
  readonly surroundings: Surroundings
}

/** Whoever the session belongs to that a call came with. */
export async function ofPerson(arrived: Arrived, sealed: Uint8Array): Promise<OfPerson> {
  const { house } = arrived
  const session = openToken(house.preloginSecret, 'session', sealed)
  const person = session && (await findPerson(house.store, session.token, house.clock()))
  if (!session || !person) throw sessionOver()
  const surroundings = { ...arrived.surroundings, client_version: session.version }
  const { store, clock, refusals, disk } = house
  const context: Context<Person> = {
    store,
    clock,
    refusals,
    disk,
    caller: personCaller(person),
    surroundings,
  }
  const { device_uid, device_token, version } = session
  return { ...arrived, surroundings, context, device_uid, device_token, version }
}

/** Opens the envelope; a call that is none leaves its refusal. */
async function opened(house: House, { endpoint, readBody, surroundings }: Knock) {
  try {
    return await openCall(await readBody(), house.serverKey)
  } catch (error) {
    if (error instanceof Failure) await leaveRefusal({ house, endpoint, surroundings }, error)
    throw error
  }
}

/** JSON carries its session inside. */
function sessionIn(payload: Uint8Array): Uint8Array {
  const [, token = ''] =
    /"session_token"\s*:\s*"([\w=-]{1,1000})"/.exec(Buffer.from(payload).toString()) ?? []
  return Buffer.from(token, 'base64url')
}

const inJson = 'vault/execute_v2_command'

async function answer(arrived: Arrived, sessionToken: Uint8Array): Promise<Uint8Array> {
  const { endpoint, payload } = arrived
  const open = openCalls[endpoint]
  if (open) return onRecord(arrived, () => open(arrived))
  const sealed = endpoint === inJson ? sessionIn(payload) : sessionToken
  const asked = await onRecord(arrived, () => ofPerson(arrived, sealed))
  return onRecord(asked, () => {
    const call = personCalls[endpoint]
    if (!call) throw unsupported(endpoint)
    return call(asked)
  })
}

/**
 * Answers a call of Keeper Commander: a body of status 200. What goes wrong is thrown and on record; `refusalAnswer` makes of it
 * what Commander shows.
 */
export async function answerCommander(house: House, knock: Knock): Promise<Uint8Array> {
  const { endpoint, surroundings } = knock
  const { transmissionKey, call } = await opened(house, knock)
  const arrived = { house, endpoint, payload: call.payload, surroundings }
  return sealAnswer(transmissionKey, await answer(arrived, call.encryptedSessionToken))
}

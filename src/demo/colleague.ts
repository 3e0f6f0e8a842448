import type { z } from 'zod'
import { type Action, perform, type Surroundings } from '../access/action.ts'
import { acceptInvitationTo, createFirstAccount } from '../access/actions/create-account.ts'
import { invite } from '../access/actions/invite.ts'
import { logIn, logOut } from '../access/actions/sessions.ts'
import { newcomerCaller } from '../access/newcomer.ts'
import { hashVerifier } from '../access/password.ts'
import { type Person, personCaller } from '../access/person.ts'
import { type AccountKeys, createAccountKeys } from '../client/crypto/account-keys.ts'
import { toBase64 } from '../client/crypto/base64.ts'
import type { Bytes } from '../client/crypto/bytes.ts'
import { newUuid } from '../kernel/ids.ts'
import type { Past } from './past.ts'
import { demoPassword, organisationName, owner, type PlannedPerson } from './planned-people.ts'

/** The command line, as it introduces itself. */
const clientVersion = 'kw0.1.0'

export const surroundingsAt = (
  time: number,
  address: string,
  client_version: string,
): Surroundings => ({
  remote_address: address,
  peer_address: address,
  client_version,
  request_id: newUuid(new Date(time)),
})

/** Somebody who is logged in, and may do things. Every act is performed as a request would be. */
export type Desk = {
  act<Input extends z.ZodType, Result>(
    time: number,
    action: Action<Person, Input, Result>,
    input: z.input<Input>,
  ): Promise<Result>
  leave(time: number): Promise<unknown>
}

/** Somebody with an account: what their own side knows, and the way to their desk. */
export type Colleague = PlannedPerson & {
  readonly dataKey: Bytes
  comeIn(time: number): Promise<Desk>
  /** Logs in with a wrong password, which throws. */
  mistype(time: number): Promise<void>
}

const newKeys = async (email: string) => {
  const keys = await createAccountKeys({ password: demoPassword })
  const sent = {
    email,
    salt: toBase64(keys.salt),
    iterations: keys.iterations,
    verifier_hash: await hashVerifier(toBase64(keys.verifier)),
    encrypted_data_key: toBase64(keys.encryptedDataKey),
    public_key: toBase64(keys.publicKey),
    encrypted_private_key: toBase64(keys.encryptedPrivateKey),
  }
  return { keys, sent }
}

/** All keys of an account, made before there is one: it takes a while, and can be done for several at once. */
export type Newcomer = Awaited<ReturnType<typeof newcomer>>

export const newcomer = async (planned: PlannedPerson) => ({
  planned,
  ...(await newKeys(planned.email)),
})

function knock(past: Past, { email, address }: PlannedPerson, time: number) {
  const surroundings = surroundingsAt(time, address, clientVersion)
  return { ...past.at(time), surroundings, caller: newcomerCaller(email, {}) }
}

function deskOf(past: Past, { address }: PlannedPerson, person: Person): Desk {
  const contextAt = (time: number) => ({
    ...past.at(time),
    surroundings: surroundingsAt(time, address, clientVersion),
    caller: personCaller(person),
  })
  return {
    act: (time, action, input) => perform(contextAt(time), action, input),
    leave: (time) => perform(contextAt(time), logOut, {}),
  }
}

function colleague(past: Past, planned: PlannedPerson, { dataKey }: AccountKeys): Colleague {
  const { email } = planned
  return {
    ...planned,
    dataKey,
    async comeIn(time) {
      const proven = await past.server.store.read(({ accounts }) => accounts.findByEmail(email))
      const caller = newcomerCaller(email, proven ? { proven } : {})
      const knocking = { ...knock(past, planned, time), caller }
      const { whole } = await perform(knocking, logIn(past.server.exports.sealer), {})
      if (!whole) throw new Error(`${email} was asked for a second factor`)
      const { account, key_half, session_id: session } = whole
      return deskOf(past, planned, { ...account, key_half, session })
    },
    async mistype(time) {
      await perform(knock(past, planned, time), logIn(past.server.exports.sealer), {})
    },
  }
}

type Arrival = { readonly past: Past; readonly time: number }

/** The owner, by the setup code of the new server. */
export async function foundWith(
  setup_code: string,
  { keys, sent }: Newcomer,
  { past, time }: Arrival,
): Promise<Colleague> {
  const input = { ...sent, organisation: organisationName, setup_code }
  await perform(knock(past, owner, time), createFirstAccount, input)
  return colleague(past, owner, keys)
}

/** Somebody else, by an invitation that is sent from this desk and taken up two hours later. */
export async function join(
  { planned, keys, sent }: Newcomer,
  desk: Desk,
  { past, time, joins }: Arrival & { readonly joins: number },
): Promise<Colleague> {
  const role = planned.role === 'owner' ? 'admin' : planned.role
  const { invitation } = await desk.act(time, invite, { email: planned.email, role })
  await perform(knock(past, planned, joins), acceptInvitationTo, { ...sent, invitation })
  return colleague(past, planned, keys)
}

import { perform } from '../access/action.ts'
import { type HalfSession, logIn, passSecondFactor } from '../access/actions/sessions.ts'
import { newcomerCaller } from '../access/newcomer.ts'
import { findPerson } from '../access/person.ts'
import { type AtDoor, findHalf, resumeHalf } from '../access/sign-in.ts'
import type { Account } from '../store/state/accounts.ts'
import type { CommanderDevice } from '../store/state/commander-devices.ts'
import type { Arrived, OpenCall } from './house.ts'
import { loggedIn } from './logged-in.ts'
import {
  channelTypes,
  loginResponse,
  loginStates,
  twoFactorValidateRequest,
  twoFactorValidateResponse,
} from './messages/login.ts'
import { CommanderRefusal, loginOver } from './refusal.ts'
import { openToken, type Sealed, sealToken } from './sealed-token.ts'
import { decode, encode } from './wire.ts'

/** Somebody at the door, by password or on a device that needs none, and the login that they are in. */
export type Entering = Pick<AtDoor, 'name' | 'newcomer'> & {
  readonly attempt: Sealed<'login'>
  readonly known?: CommanderDevice
}

const around = ({ surroundings }: Arrived, version: string) => ({
  ...surroundings,
  client_version: version,
})

/** Keepwatch sets second factors up where it can show the secret: on its own commands and in the console. */
const mustSetUp = () =>
  new CommanderRefusal('denied', {
    word: 'access_denied',
    message:
      'Your role needs a second factor, and you have none: set one up with `keepwatch login` or in the console, then log in again.',
  })

function askForCode({ house }: Arrived, { attempt, known }: Entering, { token }: HalfSession) {
  const { device_uid, device_token, version } = attempt
  const half = { token, device_uid, device_token, version, by_device: known !== undefined }
  return encode(loginResponse, {
    loginState: loginStates.requires2fa,
    encryptedLoginToken: sealToken(house.preloginSecret, 'half', half),
    channels: [
      {
        channelType: channelTypes.totp,
        channelUid: Buffer.from('authenticator'),
        channelName: 'Authenticator',
      },
      {
        channelType: channelTypes.backup,
        channelUid: Buffer.from('recovery code'),
        channelName: 'Recovery code',
      },
    ],
  })
}

/** Opens a session for whoever has proved who they are: by the same action as every other login, with its event. */
export async function enter(arrived: Arrived, entering: Entering): Promise<Uint8Array> {
  const { house } = arrived
  const { name, newcomer, attempt, known } = entering
  const caller = newcomerCaller(name, newcomer)
  const context = { ...house, surroundings: around(arrived, attempt.version), caller }
  const { whole, half } = await perform(context, logIn(house.exports.sealer), {
    carried_by: 'header',
  })
  if (half?.pending === 'set-up') throw mustSetUp()
  if (half) return askForCode(arrived, entering, half)
  const { device_uid, device_token, version } = attempt
  const account = newcomer.proven as Account
  return loggedIn(house, { token: whole.token, device_uid, device_token, version, account, known })
}

/** The second step: the code of an authenticator, or a recovery code. */
export const validateCode: OpenCall = async (arrived) => {
  const { house, payload, surroundings } = arrived
  const { encryptedLoginToken, value: code } = decode(twoFactorValidateRequest, payload)
  const half = openToken(house.preloginSecret, 'half', encryptedLoginToken)
  const wanted = { token: half?.token ?? '', stage: 'second-factor', now: house.clock() } as const
  const halfway = half && (await findHalf(house.store, wanted))
  if (!half || !halfway) throw loginOver()
  const found = await resumeHalf(house, halfway, surroundings.remote_address)
  const caller = newcomerCaller(found.name, found.newcomer)
  const context = { ...house, surroundings: around(arrived, half.version), caller }
  const { whole } = await perform(context, passSecondFactor(house.exports.sealer), { code })
  await found.succeeded()
  const entered = { ...half, token: whole.token }
  return encode(twoFactorValidateResponse, {
    encryptedLoginToken: sealToken(house.preloginSecret, 'entered', entered),
  })
}

/** Goes on after the second step: the session has begun, and Commander asks for what belongs to it. */
export async function resume({ house }: Arrived, loginToken: Uint8Array): Promise<Uint8Array> {
  const entered = openToken(house.preloginSecret, 'entered', loginToken)
  const person = entered && (await findPerson(house.store, entered.token, house.clock()))
  if (!entered || !person) throw loginOver()
  const { by_device, ...session } = entered
  const { account, known } = await house.store.read(async ({ accounts, commanderDevices }) => ({
    account: await accounts.find(person.account_uid),
    known: await commanderDevices.find(person.account_uid, session.device_uid),
  }))
  if (!account) throw loginOver()
  return loggedIn(house, { ...session, account, known: by_device ? known : undefined })
}

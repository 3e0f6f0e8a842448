import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { Factor } from '../store/state/factors.ts'
import type { Store } from '../store/store.ts'

/**
 * Passkeys as a second factor (WebAuthn level 3). The session keeps what has to be signed next, and each is signed once. The
 * library is loaded when somebody wants it: most servers start without anybody who does.
 */
const library = () => import('@simplewebauthn/server')

/** Whom a passkey is for: the host of the console, whatever its port. */
export type RelyingParty = { readonly id: string }

type Asking = {
  readonly session: string
  readonly account_uid: string
  readonly party: RelyingParty
}

type Public = { readonly key: string; readonly transports: readonly string[] }

const publicOf = ({ public: json }: Pick<Factor, 'public'>): Public => JSON.parse(json)

const passkeysOf = (store: Pick<Store, 'read'>, accountUid: string) =>
  store.read(async ({ factors }) =>
    (await factors.listOf(accountUid)).filter(({ kind }) => kind === 'passkey'),
  )

const described = (factor: Factor) => ({
  id: factor.external_id,
  transports: [...publicOf(factor).transports] as AuthenticatorTransport[],
})

/** What the browser needs to make a passkey; the session waits for it from now on. */
export async function askNewPasskey(
  store: Pick<Store, 'read' | 'transaction'>,
  { session, account_uid, party, email }: Asking & { readonly email: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await library()
  const options = await generateRegistrationOptions({
    rpName: 'Keepwatch',
    rpID: party.id,
    userName: email,
    userID: Uint8Array.from(Buffer.from(account_uid)),
    attestationType: 'none',
    excludeCredentials: (await passkeysOf(store, account_uid)).map(described),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
  await store.transaction(({ sessions }) => sessions.challenge(session, options.challenge))
  return options
}

/** What the browser needs to have a passkey sign; the session waits for it from now on. */
export async function askPasskey(
  store: Pick<Store, 'read' | 'transaction'>,
  { session, account_uid, party }: Asking,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await library()
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    allowCredentials: (await passkeysOf(store, account_uid)).map(described),
    userVerification: 'preferred',
  })
  await store.transaction(({ sessions }) => sessions.challenge(session, options.challenge))
  return options
}

/** What a browser sends back. Nothing of it is believed before it is verified. */
export type Signed = { readonly challenge: string }

/** Where the browser says that the page was: this host by TLS, or this machine by name. */
function originOf(clientDataJSON: string, { id }: RelyingParty): string {
  const { origin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString())
  const { protocol, hostname } = new URL(String(origin))
  const isSafe = protocol === 'https:' || hostname === 'localhost'
  if (hostname !== id || !isSafe) throw new Error(`a page of ${hostname} is not one of ${id}`)
  return String(origin)
}

export type NewPasskey = Signed & { readonly external_id: string; readonly public: string } & Pick<
    Factor,
    'counter'
  >

const challengeOf = async (store: Pick<Store, 'read'>, session: string): Promise<string> =>
  (await store.read(({ sessions }) => sessions.named(session)))?.challenge ?? ''

type Given = { readonly session: string; readonly party: RelyingParty; readonly response: unknown }

/** A passkey that the browser has made for this session; undefined when anything about it is wrong. */
export async function verifyNewPasskey(
  store: Pick<Store, 'read'>,
  { session, party, response }: Given,
): Promise<NewPasskey | undefined> {
  const challenge = await challengeOf(store, session)
  const given = response as RegistrationResponseJSON
  try {
    const { verifyRegistrationResponse } = await library()
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: given,
      expectedChallenge: challenge,
      expectedOrigin: originOf(given.response.clientDataJSON, party),
      expectedRPID: party.id,
      requireUserVerification: false,
    })
    if (!verified || !registrationInfo || challenge === '') return undefined
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential
    const key = Buffer.from(publicKey).toString('base64')
    return { challenge, external_id: id, public: JSON.stringify({ key, transports }), counter }
  } catch {
    return undefined
  }
}

export type UsedPasskey = Signed & Pick<Factor, 'factor_uid' | 'counter'>

/** What a passkey of the account has signed for this session; undefined when anything about it is wrong. */
export async function verifyPasskey(
  store: Pick<Store, 'read'>,
  { session, party, response, account_uid }: Given & { readonly account_uid: string },
): Promise<UsedPasskey | undefined> {
  const challenge = await challengeOf(store, session)
  const given = response as AuthenticationResponseJSON
  try {
    const own = await passkeysOf(store, account_uid)
    const factor = own.find(({ external_id }) => external_id === given.id)
    if (!factor || challenge === '') return undefined
    const { verifyAuthenticationResponse } = await library()
    const { key } = publicOf(factor)
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: given,
      expectedChallenge: challenge,
      expectedOrigin: originOf(given.response.clientDataJSON, party),
      expectedRPID: party.id,
      credential: {
        id: factor.external_id,
        publicKey: Uint8Array.from(Buffer.from(key, 'base64')),
        counter: factor.counter,
      },
      requireUserVerification: false,
    })
    if (!verified) return undefined
    return { challenge, factor_uid: factor.factor_uid, counter: authenticationInfo.newCounter }
  } catch {
    return undefined
  }
}

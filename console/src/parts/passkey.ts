import type { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { api } from '../session.ts'

type Making = Parameters<typeof startRegistration>[0]['optionsJSON']
type Signing = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Few logins need what speaks with passkeys. */
const ceremonies = () => import('@simplewebauthn/browser')

/** Has the browser make a passkey for this account, and the server keep it. */
export async function addPasskey(name: string) {
  const options = await (await api['second-factors'].passkeys.options.$post()).json()
  const { startRegistration } = await ceremonies()
  const passkey = await startRegistration({ optionsJSON: options as unknown as Making })
  return (await api['second-factors'].passkeys.$post({ json: { name, passkey } })).json()
}

/** In the middle of a login that needs a second factor: has the browser make a passkey for the account. */
export async function makePasskey() {
  const options = await (await api.sessions['set-up'].passkey.options.$post()).json()
  const { startRegistration } = await ceremonies()
  return startRegistration({ optionsJSON: options as unknown as Making })
}

/** In the middle of a login: has a passkey sign what the server asks for. */
export async function signWithPasskey() {
  const options = await (await api.sessions['second-factor'].options.$post()).json()
  const { startAuthentication } = await ceremonies()
  return startAuthentication({ optionsJSON: options as unknown as Signing })
}

/** In the middle of a session: the same, to prove again who it is. */
export async function confirmWithPasskey() {
  const options = await (await api.sessions.current.confirmation.options.$post()).json()
  const { startAuthentication } = await ceremonies()
  return startAuthentication({ optionsJSON: options as unknown as Signing })
}

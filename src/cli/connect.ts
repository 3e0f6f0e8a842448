import { readFile } from 'node:fs/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type LoggedIn, logIn, proveAgain } from '../client/account.ts'
import { type ApiClient, connectApi } from '../client/api.ts'
import { type Confirm, confirming } from '../client/confirming.ts'
import { decryptGcm, encryptGcm } from '../client/crypto/aes-gcm.ts'
import { fromBase64, toBase64 } from '../client/crypto/base64.ts'
import { sealedKeyPair, type Vault } from '../client/vault.ts'
import { Failure, invalid } from '../kernel/errors.ts'
import type { Environment } from './environment.ts'
import type { GlobalOptions } from './global-options.ts'
import { readPassword } from './password-prompt.ts'
import { recogniseLog } from './recognise-log.ts'
import { secondStepOf } from './second-step.ts'
import { findSession, saveSession } from './session-file.ts'

export async function trust(file: string): Promise<void> {
  const pem = await readFile(file, 'utf8').catch((cause) => {
    throw invalid(`the certificate authority ${file} cannot be read: name it with --ca`, { cause })
  })
  setDefaultCACertificates([...getCACertificates('default'), pem])
}

const advice: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there: is the server running?',
  ENOTFOUND: 'there is no such host',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name: use the name that it serves',
}

const untrusted =
  'its certificate is not trusted: name its authority with --ca or KEEPWATCH_CA (on the server: DATA/tls/ca.pem)'

function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } }
  return String(cause?.code ?? '')
}

/** A fetch that says in a sentence why a server cannot be reached. */
export const reaching =
  (server: string): typeof fetch =>
  async (input, init) => {
    try {
      return await fetch(input, init)
    } catch (cause) {
      const code = codeOf(cause)
      const why = advice[code] ?? (/CERT|SIGNED|ISSUER/.test(code) ? untrusted : code)
      throw new Failure('rejected', `cannot reach ${server}: ${why}`, { cause })
    }
  }

/** The API as nobody in particular. */
export async function connect({ server, ca }: GlobalOptions, token?: string): Promise<ApiClient> {
  if (ca) await trust(ca)
  return connectApi({ server, fetch: reaching(server), ...(token && { token }) })
}

/** Somebody's vault, as far as a command needs it. */
export type OpenVault = Vault & { readonly email: string; readonly token: string }

type Saved = NonNullable<Awaited<ReturnType<typeof findSession>>>

/** Asks for the password, or takes a code that is there, and keeps the token that counts from then on. */
const confirmAs =
  (saved: Saved, options: GlobalOptions, environment: Environment): Confirm =>
  async () => {
    const { code, home, server } = options
    const { email } = saved
    const question = 'Master password, to prove that it is you: '
    const again =
      code === undefined
        ? { email, password: await readPassword(options, environment, question) }
        : { code }
    const confirmed = await proveAgain(await connect(options, saved.token), again)
    if (confirmed.token !== undefined)
      await saveSession(home, server, { ...saved, token: confirmed.token })
    return confirmed
  }

/** The API as somebody whose session was kept: they are asked again where the server wants to know who they are. */
async function connectAs(
  saved: Saved,
  options: GlobalOptions,
  environment: Environment,
): Promise<ApiClient> {
  const { server, ca } = options
  if (ca) await trust(ca)
  const send = confirming(reaching(server), confirmAs(saved, options, environment))
  return connectApi({ server, fetch: send, token: saved.token })
}

async function resume(
  options: GlobalOptions,
  environment: Environment,
): Promise<OpenVault | undefined> {
  const saved = await findSession(options.home, options.server)
  if (!saved || (options.user && options.user.toLowerCase() !== saved.email)) return undefined
  const api = await connectAs(saved, options, environment)
  const current = await api.sessions.current.$get().catch((error) => {
    if (error instanceof Failure && error.kind === 'unauthenticated') return undefined
    throw error
  })
  if (!current) return undefined
  await recogniseLog(api, options)
  const account = await current.json()
  const keyHalf = fromBase64(account.key_half)
  const dataKey = await decryptGcm(keyHalf, fromBase64(saved.sealed_data_key))
  const { email } = account
  return { api, dataKey, keyPair: sealedKeyPair(account), email, token: saved.token }
}

/** Logs in with the given name and password and gives back what the session is worth. The server's log must continue. */
export async function logInWith(
  options: GlobalOptions,
  environment: Environment,
): Promise<LoggedIn> {
  const { user } = options
  if (!user) throw new Failure('unauthenticated', 'you are not logged in: run `keepwatch login`')
  const password = await readPassword(options, environment)
  const { code } = options
  const loggedIn = await logIn(await connect(options), {
    email: user,
    password,
    ...(code !== undefined && { code }),
    host: new URL(options.server).host,
    step: secondStepOf(environment),
  })
  await recogniseLog(await connect(options, loggedIn.token), options)
  return loggedIn
}

/** Keeps a session for the next commands. */
export async function keepSession(
  { home, server }: GlobalOptions,
  { email, token, dataKey, keyHalf }: LoggedIn,
): Promise<void> {
  const sealed_data_key = toBase64(await encryptGcm(keyHalf, dataKey))
  await saveSession(home, server, { email, token, sealed_data_key })
}

/**
 * The vault of whoever is logged in: by the session that `login` kept, or with KEEPWATCH_USER and KEEPWATCH_PASSWORD,
 * anew. Throws `unauthenticated` when neither is there.
 */
export async function openVault(
  options: GlobalOptions,
  environment: Environment,
): Promise<OpenVault> {
  const resumed = await resume(options, environment)
  if (resumed) return resumed
  const { token, dataKey, keyPair, email } = await logInWith(options, environment)
  return { api: await connect(options, token), dataKey, keyPair, email, token }
}

/** Gets a path that is no part of the API, such as the tiles of the log, as whoever is logged in. Any status is an answer. */
export const getAs =
  (server: string, token: string) =>
  (path: string): Promise<Response> =>
    reaching(server)(`${server}${path}`, { headers: { authorization: `Bearer ${token}` } })

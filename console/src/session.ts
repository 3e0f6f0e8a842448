import { useSyncExternalStore } from 'react'
import type { Permission } from '../../src/access/permission.ts'
import {
  createFirstAccount,
  createInvitedAccount,
  logInByCookie,
} from '../../src/client/account.ts'
import { connectApi } from '../../src/client/api.ts'
import { confirming } from '../../src/client/confirming.ts'
import type { SecondStep } from '../../src/client/second-step.ts'
import type { Vault } from '../../src/client/vault.ts'
import { Failure } from '../../src/kernel/errors.ts'
import { unreachable } from './parts/passing.ts'
import type { Watching } from './parts/use-work.ts'
import { watchedFetch } from './parts/watched-fetch.ts'

/**
 * Who is logged in. The session is a cookie that no script can read; the keys that the password opens are in this variable
 * and nowhere else, so that they are gone with the page.
 */
export type Session =
  | { readonly state: 'unknown' | 'none' }
  /** It was there and the server does not take it any more: the screen stays as it is until it is back. */
  | ({ readonly state: 'open' | 'ended' } & Whom)

/** Somebody, and what the server lets them do: names of `src/access/permission.ts`. */
type Whom = {
  readonly email: string
  readonly role: string
  readonly may: readonly string[]
}

let session: Session = { state: 'unknown' }
let vault: Vault | undefined
const listeners = new Set<() => void>()

function become(next: Session): void {
  session = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useSession = (): Session => useSyncExternalStore(subscribe, () => session)

/** Whether the server lets whoever is logged in do something; what it does not is not asked for: a refusal is an event. */
export function useMay(permission: Permission): boolean {
  const who = useSession()
  return 'may' in who && who.may.includes(permission)
}

/** Remembers that there may be a session, so that a first visit asks for none: such a question is a refusal on record. */
const hint = 'keepwatch.logged-in'

const isLogin = (url: string) =>
  /\/sessions\/(cookie|second-factor|second-factor\/options|set-up|set-up\/passkey|set-up\/passkey\/options|current\/confirmation)$/.test(
    url,
  )

/** Asks the server in some way; says it when there is none, and notices when the session is over. */
const sender =
  (ask: typeof fetch): typeof fetch =>
  async (input, init) => {
    const askedIn = session
    const response = await ask(input, init).catch((cause: unknown) => {
      if (init?.signal?.aborted) throw cause
      throw unreachable(cause)
    })
    // A late refusal of what was asked before somebody logged in again says nothing of the session that they have now.
    const isOver = response.status === 401 && session === askedIn && !isLogin(String(input))
    if (isOver && 'email' in session) become({ ...session, state: 'ended' })
    return response
  }

export const send = sender(fetch)

/** Who is asked to prove again who they are, and who waits for it. */
type Asked = { answer(isConfirmed: boolean): void }
let asked: Asked | undefined

function ask(next: Asked | undefined): void {
  asked = next
  for (const listener of listeners) listener()
}

export const useAskedAgain = (): Asked | undefined => useSyncExternalStore(subscribe, () => asked)

/** Asks in a dialog; several requests that wait for it are asked for once. */
let waiting: Promise<boolean> | undefined
const askAgain = (): Promise<boolean> => {
  waiting ??= new Promise<boolean>((resolve) => ask({ answer: resolve })).finally(() => {
    waiting = undefined
    ask(undefined)
  })
  return waiting
}

const confirm = async () => ((await askAgain()) ? {} : undefined)

const apiBy = (ask: typeof fetch) =>
  connectApi({ server: location.origin, fetch: confirming(sender(ask), confirm) })

export const api = apiBy(fetch)

/** The same for work that takes a while. */
export const watchedApi = (watching: Watching) => apiBy(watchedFetch(watching))

/** Looks whether the cookie of an earlier visit still opens a session. */
export async function resume(): Promise<void> {
  if (localStorage.getItem(hint) === null) return become({ state: 'none' })
  try {
    const { email, role, may } = await (await api.sessions.current.$get()).json()
    become({ state: 'open', email, role, may })
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'unauthenticated') throw error
    localStorage.removeItem(hint)
    become({ state: 'none' })
  }
}

type Credentials = { readonly email: string; readonly password: string }

/** Who logs in, and who asks them for a second factor. */
type LogInWith = Credentials & { readonly step?: SecondStep }

export async function logIn(credentials: LogInWith): Promise<void> {
  const person = { ...credentials, host: location.host }
  const { email, role, may, dataKey, keyPair } = await logInByCookie(api, person)
  vault = { api, dataKey, keyPair }
  localStorage.setItem(hint, '1')
  become({ state: 'open', email, role, may })
}

type FirstAccount = LogInWith & { readonly organisation: string; readonly setupCode: string }

export async function setUp(account: FirstAccount): Promise<void> {
  await createFirstAccount(api, account)
  await logIn(account)
}

type Invited = LogInWith & { readonly invitation: string }

/** Makes an account by invitation, and logs in to it. */
export async function join(account: Invited): Promise<void> {
  await createInvitedAccount(api, account)
  await logIn(account)
}

export async function logOut(): Promise<void> {
  await api.sessions.current.$delete().catch((error: unknown) => {
    if (!(error instanceof Failure) || error.kind !== 'unauthenticated') throw error
  })
  vault = undefined
  localStorage.removeItem(hint)
  become({ state: 'none' })
}

/** The vault, while its keys are here: after a reload they are not, until the password is given again. */
export const useVault = (): Vault | undefined => useSyncExternalStore(subscribe, () => vault)

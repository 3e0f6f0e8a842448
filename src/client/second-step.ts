import { Failure } from '../kernel/errors.ts'
import type { ApiClient } from './api.ts'
import { type Authenticator, newAuthenticator } from './authenticator.ts'
import { toBase64 } from './crypto/base64.ts'

/** A code, or what a browser says that a passkey has signed. */
export type Proof = string | { readonly passkey: object }

/** The second step of a login, by who asks the person. */
export type SecondStep = {
  /** A code of an authenticator or a recovery code, or what a passkey has signed. `wrong` says why the one before did not count. */
  code(asked: { readonly ways: readonly string[]; readonly wrong?: Failure }): Promise<Proof>
  /** For a role that needs a second factor: shows a new authenticator, and gives the code that it shows; or a passkey that a browser has made. */
  setUp(asked: { readonly made: Authenticator; readonly wrong?: Failure }): Promise<Proof>
  /** Shows the recovery codes: nobody can see them again. */
  keep(recoveryCodes: readonly string[]): Promise<void>
}

/** Half a session, as the server answers it; without a token where a cookie has it. */
type Half = {
  readonly pending: 'second-factor' | 'set-up'
  readonly ways: readonly string[]
  readonly email: string
  readonly token?: string
}

const mayTryAgain = (error: unknown): error is Failure =>
  error instanceof Failure && (error.kind === 'unauthenticated' || error.kind === 'invalid')

/** Asks until the server takes the answer, or whoever asks gives up by throwing. */
async function until<Given, Answer>(
  ask: (wrong?: Failure) => Promise<Given>,
  send: (given: Given) => Promise<Answer>,
): Promise<Answer> {
  for (let wrong: Failure | undefined; ; ) {
    const code = await ask(wrong)
    try {
      return await send(code)
    } catch (error) {
      if (!mayTryAgain(error)) throw error
      wrong = error
    }
  }
}

const headersOf = ({ token }: Half) => ({
  headers: token === undefined ? {} : ({ authorization: `Bearer ${token}` } as const),
})

/** Takes the second step of a login, and gives the whole session. */
export async function takeSecondStep(
  api: ApiClient,
  half: Half,
  { step, host }: { readonly step: SecondStep; readonly host: string },
) {
  const options = headersOf(half)
  if (half.pending === 'second-factor')
    return until(
      (wrong) => step.code({ ways: half.ways, ...(wrong && { wrong }) }),
      async (proof) => {
        const json = typeof proof === 'string' ? { code: proof } : proof
        return (await api.sessions['second-factor'].$post({ json }, options)).json()
      },
    )
  const made = newAuthenticator(half.email, host)
  const whole = await until(
    (wrong) => step.setUp({ made, ...(wrong && { wrong }) }),
    async (proof) => {
      const { 'set-up': route } = api.sessions
      if (typeof proof !== 'string')
        return (await route.passkey.$post({ json: proof }, options)).json()
      const json = { secret: toBase64(made.secret), code: proof }
      return (await route.$post({ json }, options)).json()
    },
  )
  await step.keep(whole.recovery_codes)
  return whole
}

const unable = (sentence: string) => async () => {
  throw new Failure('unauthenticated', sentence)
}

/** For a login without anybody who could be asked. */
export const nobodyToAsk: SecondStep = {
  code: ({ wrong }) =>
    unable(
      wrong?.message ??
        'a second factor is asked for: give its code with --code or KEEPWATCH_CODE, or run `keepwatch login` on a terminal',
    )(),
  setUp: unable(
    'your role needs a second factor, and you have none: run `keepwatch login` on a terminal, or log in to the console',
  ),
  keep: async () => {},
}

import { renderUnicodeCompact } from 'uqr'
import type { Authenticator } from '../client/authenticator.ts'
import { nobodyToAsk, type SecondStep } from '../client/second-step.ts'
import { askLine } from './ask-line.ts'
import type { Environment } from './environment.ts'

type Terminal = Pick<Environment, 'stdin' | 'stderr'>

/** Shows an authenticator's secret: to a camera, and to whoever has to type it. */
export function showAuthenticator({ uri, typed }: Authenticator, { stderr }: Terminal): void {
  stderr.write(`${renderUnicodeCompact(uri)}\n
Let your authenticator read this picture, or type this key into it:
  ${typed}
  ${uri}\n\n`)
}

/** Shows recovery codes to a person. */
export const showRecoveryCodes = (codes: readonly string[], { stderr }: Terminal): void => {
  stderr.write(`
These codes stand in for your authenticator when it is lost, each for one login. They are shown now and never again: keep
them where your password is not.
${codes.map((code) => `  ${code}\n`).join('')}`)
}

/** Asks whoever sits at the terminal. */
const atTerminal = (terminal: Terminal): SecondStep => {
  const ask = (question: string, wrong: Error | undefined) => {
    if (wrong) terminal.stderr.write(`${wrong.message}\n`)
    return askLine(question, terminal)
  }
  return {
    code: ({ wrong }) => ask('Code of your authenticator, or a recovery code: ', wrong),
    setUp({ made, wrong }) {
      if (!wrong) {
        terminal.stderr.write('Your role needs a second factor, and you have none yet.\n')
        showAuthenticator(made, terminal)
      }
      return ask('The code that it shows now: ', wrong)
    },
    keep: async (codes) => showRecoveryCodes(codes, terminal),
  }
}

/** Who is asked for a second factor: a person at a terminal, or nobody. */
export const secondStepOf = (environment: Environment): SecondStep =>
  environment.stdin.isTTY ? atTerminal(environment) : nobodyToAsk

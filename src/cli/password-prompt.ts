import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { invalid } from '../kernel/errors.ts'
import type { Environment } from './environment.ts'
import type { GlobalOptions } from './global-options.ts'

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })

/** Asks on the terminal, without showing what is typed. */
async function ask({ stdin, stderr }: Environment, question: string): Promise<string> {
  stderr.write(question)
  const lines = createInterface({ input: stdin, output: nowhere(), terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    stderr.write('\n')
  }
}

/**
 * The password: from KEEPWATCH_PASSWORD, from standard input (`--password-stdin`), or asked for on the terminal. Never
 * from a flag, because other people can see flags.
 */
export async function readPassword(
  { password, passwordStdin }: GlobalOptions,
  environment: Environment,
  question = 'Master password: ',
): Promise<string> {
  if (passwordStdin) return (await text(environment.stdin)).replace(/\r?\n$/, '')
  if (password !== undefined) return password
  if (environment.stdin.isTTY) return ask(environment, question)
  throw invalid('there is no password: set KEEPWATCH_PASSWORD, or use --password-stdin')
}

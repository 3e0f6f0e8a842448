import type { Environment } from './environment.ts'
import type { GlobalOptions } from './global-options.ts'
import { writeFileWhole, writeStream } from './print/output.ts'

async function* line(text: string): AsyncGenerator<string> {
  yield `${text}\n`
}

const forOwnerOnly = 0o600

/** Prints a secret exactly as it is, where `--output` says; a file of it is for its owner only. */
export const printSecret = (
  text: string,
  { output }: GlobalOptions,
  { stdout }: Environment,
): Promise<void> =>
  output ? writeFileWhole(line(text), output, forOwnerOnly) : writeStream(line(text), stdout)

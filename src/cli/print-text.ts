import type { Environment } from './environment.ts'
import type { GlobalOptions } from './global-options.ts'
import { writeFileWhole, writeStream } from './print/output.ts'

async function* line(text: string): AsyncGenerator<string> {
  yield `${text}\n`
}

/** Prints text exactly as it is, where `--output` says: for what another program reads as a whole. */
export const printText = (
  text: string,
  { output }: GlobalOptions,
  { stdout }: Environment,
): Promise<void> => (output ? writeFileWhole(line(text), output) : writeStream(line(text), stdout))

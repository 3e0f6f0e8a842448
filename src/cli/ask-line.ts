import { createInterface } from 'node:readline/promises'
import type { Environment } from './environment.ts'

/** Asks a question on the terminal. Empty when nobody sits there. */
export async function askLine(
  question: string,
  { stdin, stderr }: Pick<Environment, 'stdin' | 'stderr'>,
): Promise<string> {
  if (!stdin.isTTY) return ''
  const lines = createInterface({ input: stdin, output: stderr })
  try {
    return await lines.question(question)
  } finally {
    lines.close()
  }
}

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** A command of a client: gives what it prints, or rejects with all that it said. */
export type Tool = (...args: readonly string[]) => Promise<string>

/** A client that is a command, with the environment that a device has for it. */
export const tool =
  (command: string, env: Readonly<Record<string, string>>): Tool =>
  async (...args) => {
    try {
      const { stdout } = await execute(command, args, { env: { ...process.env, ...env } })
      return stdout.trim()
    } catch (error) {
      const { message, stdout = '', stderr = '' } = error as Error & Record<string, string>
      throw new Error([message, stdout, stderr].join('\n'))
    }
  }

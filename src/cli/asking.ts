import type { Command } from 'commander'
import type { ApiClient } from '../client/api.ts'
import { answerList, answerOne, type Thing } from './answer.ts'
import { openVault } from './connect.ts'
import type { Environment } from './environment.ts'
import { type GlobalOptions, globalOptions, ownUsers } from './global-options.ts'

/** What a command of the noun works with. */
export type Asked = {
  readonly api: ApiClient
  /** Its arguments, and its flags behind them. */
  readonly args: readonly unknown[]
  readonly options: GlobalOptions
}

/** Commander's `--user` is whom an alert is about; who logs in says `keepwatch login` or KEEPWATCH_USER. */
const flagsOf = (command: Command) => ({ ...command.opts(), ...ownUsers(command) })

/** Runs a command: its options are read and a vault is opened. */
export const asking =
  (environment: Environment) =>
  (work: (asked: Asked) => Promise<void>) =>
  async (...given: readonly unknown[]) => {
    const command = given.at(-1) as Command
    const options = globalOptions(command, environment)
    const { api } = await openVault(options, environment)
    await work({ api, args: [...given.slice(0, -2), flagsOf(command)], options })
  }

export type Asking = ReturnType<typeof asking>

/** Prints one thing. */
export const showing = (environment: Environment) => ({
  one: (thing: Thing, { options }: Asked) => answerOne(thing, options, environment),
  list: (columns: readonly string[], things: readonly Thing[], { options }: Asked) =>
    answerList({ columns, things }, options, environment),
})

export type Showing = ReturnType<typeof showing>

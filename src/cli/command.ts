import type { Command } from 'commander'
import type { Environment } from './environment.ts'

/** A noun of the command line: a file of `commands/`, found by being there. */
export type CliCommand = {
  readonly name: string
  /** Adds itself, with flags, help and what it does, to the program. */
  add(program: Command, environment: Environment): void
}

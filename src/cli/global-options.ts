import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import type { Environment } from './environment.ts'

/** The flags that every command takes. */
export type GlobalOptions = {
  readonly server: string
  readonly ca?: string
  readonly home: string
  readonly user?: string
  readonly password?: string
  readonly passwordStdin?: boolean
  readonly format: 'table' | 'json' | 'csv' | 'ndjson'
  readonly output?: string
  readonly quiet?: boolean
  readonly color: boolean
}

const formats = ['table', 'json', 'csv', 'ndjson']

/** Adds the global flags to a command that talks to a server. */
export const withGlobalOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--server <url>', 'the server')
        .env('KEEPWATCH_SERVER')
        .default('https://localhost:8443'),
    )
    .addOption(new Option('--ca <file>', 'certificate authority to trust').env('KEEPWATCH_CA'))
    .addOption(new Option('--user <email>', 'log in as').env('KEEPWATCH_USER'))
    .option('--password-stdin', 'read the password from standard input')
    .addOption(
      new Option('--format <form>', 'form of the output').choices(formats).default('table'),
    )
    .option('--output <file>', 'write to a file instead of standard output')
    .option('--quiet', 'print nothing but errors')
    .option('--no-color', 'no colours')

/** The global flags of a command that is being run, with what only the environment can say. */
export function globalOptions(command: Command, { variables }: Environment): GlobalOptions {
  const { server, ...options } = command.optsWithGlobals()
  const password = variables['KEEPWATCH_PASSWORD']
  return {
    ...options,
    server: String(server).replace(/\/+$/, ''),
    home: variables['KEEPWATCH_HOME'] ?? join(homedir(), '.config', 'keepwatch'),
    ...(password !== undefined && { password }),
  } as GlobalOptions
}

export const readCa = (file: string): Promise<string> => readFile(file, 'utf8')

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
  /** Of the second factor. */
  readonly code?: string
  readonly format: 'table' | 'json' | 'csv' | 'ndjson' | 'pdf' | 'syslog'
  readonly output?: string
  readonly quiet?: boolean
  readonly color: boolean
  /** `login` alone: take the log that the server shows now for the true one. */
  readonly trustNewLog?: boolean
}

const defaultServer = 'https://localhost:8443'

/** Flags that the environment may give instead. A flag wins. */
const variableOf = {
  server: 'KEEPWATCH_SERVER',
  ca: 'KEEPWATCH_CA',
  user: 'KEEPWATCH_USER',
  password: 'KEEPWATCH_PASSWORD',
  code: 'KEEPWATCH_CODE',
} as const

const formats = ['table', 'json', 'csv', 'ndjson', 'pdf', 'syslog']

const collected = (value: string, before: readonly string[] = []) => [...before, value]

/** Adds the global flags to a command that talks to a server. */
export const withGlobalOptions = (command: Command): Command =>
  command
    .option('--server <url>', `the server (KEEPWATCH_SERVER; default ${defaultServer})`)
    .option('--ca <file>', 'certificate authority to trust (KEEPWATCH_CA)')
    .addOption(new Option('--user <email>', 'log in as (KEEPWATCH_USER)').argParser(collected))
    .option('--password-stdin', 'read the password from standard input')
    .option('--code <code>', 'code of your second factor, if you have one (KEEPWATCH_CODE)')
    .addOption(
      new Option('--format <form>', 'form of the output').choices(formats).default('table'),
    )
    .option('--output <file>', 'write to a file instead of standard output')
    .option('--quiet', 'print nothing but errors')
    .option('--no-color', 'no colours')

/** Everybody whom `--user` names. */
export const namedUsers = (command: Command): readonly string[] | undefined =>
  command.optsWithGlobals()['user']

const ownOption = ({ options }: Command) => options.find(({ long }) => long === '--user')

/** What `--user` says to a command to which it means somebody else than who logs in. */
export function ownUsers(command: Command): { readonly user?: unknown } {
  const [option, users] = [ownOption(command), namedUsers(command)]
  if (!option || users === undefined) return {}
  return {
    user: users.reduce<unknown>((before, one) => option.parseArg?.(one, before) ?? one, undefined),
  }
}

/** The global flags of a command that is being run, with what only the environment can say. */
export function globalOptions(command: Command, { variables }: Environment): GlobalOptions {
  const given = Object.entries(variableOf).flatMap(([flag, variable]) =>
    variables[variable] ? [[flag, variables[variable]]] : [],
  )
  const { user, ...flags } = command.optsWithGlobals()
  const login = ownOption(command) ? undefined : (user as readonly string[] | undefined)?.at(-1)
  const options = { ...Object.fromEntries(given), ...flags, ...(login && { user: login }) }
  return {
    ...options,
    server: String(options.server ?? defaultServer).replace(/\/+$/, ''),
    home: variables['KEEPWATCH_HOME'] ?? join(homedir(), '.config', 'keepwatch'),
  }
}

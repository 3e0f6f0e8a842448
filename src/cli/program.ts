import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { Failure } from '../kernel/errors.ts'
import { loadFamily } from '../kernel/family.ts'
import type { CliCommand } from './command.ts'
import type { Environment } from './environment.ts'
import { exit, exitCodeOf } from './exit.ts'
import { withGlobalOptions } from './global-options.ts'

const loadCommands = () => loadFamily<CliCommand>(join(import.meta.dirname, 'commands'))

/** Commander leaves the process by itself for help and wrong usage; this makes it an error that we map. */
function takeOver(command: Command, { stdout, stderr }: Environment): void {
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .showHelpAfterError('(add --help for the flags)')
  for (const child of command.commands) takeOver(child, { stdout, stderr } as Environment)
}

/** The whole command line, from the files of `commands/`. */
export async function createProgram(environment: Environment): Promise<Command> {
  const program = withGlobalOptions(new Command('keepwatch'))
    .description('secrets for machines, and a record of who got them')
    .version(packageJson.version)
  for (const command of (await loadCommands()).values()) command.add(program, environment)
  takeOver(program, environment)
  return program
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Runs a command line and gives the exit code. Errors are one sentence on stderr. */
export async function run(argv: readonly string[], environment: Environment): Promise<number> {
  const program = await createProgram(environment)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exit.done
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage
    environment.stderr.write(`keepwatch: ${sentenceOf(error)}\n`)
    if (!(error instanceof Failure) && environment.variables['KEEPWATCH_LOG_LEVEL'] === 'debug')
      environment.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
    return exitCodeOf(error)
  }
}

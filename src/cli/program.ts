import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { Failure } from '../kernel/errors.ts'
import { loadFamily } from '../kernel/family.ts'
import type { CliCommand } from './command.ts'
import type { Environment } from './environment.ts'
import { exit, exitCodeOf } from './exit.ts'
import { withGlobalOptions } from './global-options.ts'

const loadCommands = (only?: string) =>
  loadFamily<CliCommand>(join(import.meta.dirname, 'commands'), only)

/** What old clients call a record may begin with `-`, and looks like a flag then. */
const hinted = (sentence: string) =>
  /unknown option '-[\w-]{21}'/.test(sentence)
    ? `${sentence.trimEnd()} (put -- before a UID that begins with -)\n`
    : sentence

/** Commander leaves the process by itself for help and wrong usage; this makes it an error that we map. */
function takeOver(command: Command, { stdout, stderr }: Environment): void {
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(hinted(text)),
    })
    .showHelpAfterError('(add --help for the flags)')
  for (const child of command.commands) takeOver(child, { stdout, stderr } as Environment)
}

/** The command line, from the files of `commands/`: all of them, or `only` one. */
export async function createProgram(environment: Environment, only?: string): Promise<Command> {
  const program = withGlobalOptions(new Command('keepwatch'))
    .description('secrets for machines, and a record of who got them')
    .version(packageJson.version)
  for (const command of (await loadCommands(only)).values()) command.add(program, environment)
  takeOver(program, environment)
  return program
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Says what went wrong, in a sentence, and what the exit code is. */
function report(error: unknown, { stderr, variables }: Environment): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage
  stderr.write(`keepwatch: ${sentenceOf(error)}\n`)
  const isOurs = error instanceof Failure || !(error instanceof Error)
  if (!isOurs && variables['KEEPWATCH_LOG_LEVEL'] === 'debug') stderr.write(`${error.stack}\n`)
  return exitCodeOf(error)
}

/** Runs a command line and gives the exit code. Errors are one sentence on stderr. */
export async function run(argv: readonly string[], environment: Environment): Promise<number> {
  // A server that runs for months should not carry the client's commands.
  const program = await createProgram(environment, argv[0] === 'serve' ? 'serve' : undefined)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exit.done
  } catch (error) {
    return report(error, environment)
  }
}

import { type Command, Option } from 'commander'
import { invalid } from '../../kernel/errors.ts'
import { answerOne } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { PlaceFlags } from '../environment.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
Stop the server first. The key that seals them now comes from KEEPWATCH_KEY, --key-file or --key-command, as for serve; without one they are not
sealed yet. A key is 32 bytes, as "openssl rand -base64 32" makes them. What is cut short is ended by the same command.

Examples:
  $ keepwatch keys reseal --data /var/lib/keepwatch --new-key-file /run/credentials/keepwatch-key
  $ keepwatch keys reseal --key-file old --new-key-command "pass show keepwatch"
  $ keepwatch keys reseal --key-file old --unseal`

type Flags = PlaceFlags & {
  readonly newKeyFile?: string
  readonly newKeyCommand?: string
  readonly unseal?: true
}

/** The keys of the server that lie in its data folder. */
export const keys: CliCommand = {
  name: 'keys',
  add: (program, environment) => {
    program
      .command('keys')
      .description('the keys of the server in its data folder')
      .command('reseal')
      .description('seal them with another key that you keep elsewhere')
      .option('--data <folder>', 'the data folder (default ./data)')
      .option('--database-url <url>', 'where events are, if not in the data folder')
      .option('--key-file <file>', 'holds the key that seals them now')
      .option('--key-command <command>', 'prints the key that seals them now')
      .addOption(new Option('--new-key-file <file>', 'holds the next key'))
      .addOption(new Option('--new-key-command <command>', 'prints the next key'))
      .addOption(new Option('--unseal', 'leave them as they are, readable for who has the folder'))
      .addHelpText('after', examples)
      .action(async (flags: Flags, command: Command) => {
        const { newKeyFile: keyFile, newKeyCommand: keyCommand, unseal, ...place } = flags
        if ([keyFile, keyCommand, unseal].filter(Boolean).length !== 1)
          throw invalid('name the next key: --new-key-file, --new-key-command, or --unseal')
        const after = { ...(keyFile && { keyFile }), ...(keyCommand && { keyCommand }) }
        const { resealKeys } = await environment.offline()
        const resealed = await resealKeys(after, place)
        await answerOne(resealed, globalOptions(command, environment), environment)
      })
  },
}

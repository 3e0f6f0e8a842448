import { Argument } from 'commander'
import type { CliCommand } from '../command.ts'
import { completionScript, type Shell, shells } from '../completion/script.ts'

const examples = `
Examples:
  $ source <(keepwatch completion bash)
  $ keepwatch completion zsh > ~/.zsh/completions/_keepwatch
  $ keepwatch completion fish > ~/.config/fish/completions/keepwatch.fish`

export const completion: CliCommand = {
  name: 'completion',
  add: (program, { stdout }) => {
    program
      .command('completion')
      .description('print a script that completes commands and flags')
      .addArgument(new Argument('<shell>', 'your shell').choices(shells))
      .addHelpText('after', examples)
      .action((shell: Shell) => {
        stdout.write(completionScript(shell, program))
      })
  },
}

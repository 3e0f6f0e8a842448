import type { Command } from 'commander'
import { type Branch, branches } from './branch.ts'

export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

/** A word for a POSIX shell, or for fish: quotes end, an escaped quote stands, quotes begin again. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const underscored = (path: string) => path.replaceAll(/[^\w]/g, '_')

/** The lines of a `case` that follow the words that were typed to the command that they mean. */
const steps = (all: readonly Branch[]) =>
  all.flatMap(({ path, spellings }) =>
    spellings.map(
      ([spelling, name]) =>
        `      ${quoted(`${path} ${spelling}`)}) at=${quoted(`${path} ${name}`)} ;;`,
    ),
  )

function bash(name: string, all: readonly Branch[]): string {
  const words = all.map(
    ({ path, next }) =>
      `    ${quoted(path)}) words=${quoted(next.map(({ word }) => word).join(' '))} ;;`,
  )
  return `# bash completion of ${name}: source <(${name} completion bash)
_${underscored(name)}() {
  local at=${quoted(name)} words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
${steps(all).join('\n')}
    esac
  done
  case "$at" in
${words.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _${underscored(name)} ${name}
`
}

function zsh(name: string, all: readonly Branch[]): string {
  const described = ({ word, says }: Branch['next'][number]) =>
    quoted(`${word.replaceAll(':', '\\:')}:${says}`)
  const lists = all.map(
    ({ path, next }) => `    ${quoted(path)}) list=(${next.map(described).join(' ')}) ;;`,
  )
  return `#compdef ${name}
# zsh completion of ${name}: source <(${name} completion zsh)
_${underscored(name)}() {
  local at=${quoted(name)} word
  local -a list
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
${steps(all).join('\n')}
    esac
  done
  case "$at" in
${lists.join('\n')}
  esac
  _describe -o ${quoted(name)} list || _files
}
compdef _${underscored(name)} ${name}
`
}

function fish(name: string, all: readonly Branch[]): string {
  const test = `__${underscored(name)}_at`
  const lines = all.flatMap(({ path, next }) =>
    next.map(({ word, says }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`
      return `complete -c ${name} -n ${quoted(`${test} ${quoted(path)}`)} ${what} -d ${quoted(says)}`
    }),
  )
  return `# fish completion of ${name}: ${name} completion fish | source
function ${test}
  set -l at ${quoted(name)}
  for word in (commandline -opc)[2..]
    switch "$at $word"
${all
  .flatMap(({ path, spellings }) =>
    spellings.map(
      ([spelling, below]) =>
        `      case ${quoted(`${path} ${spelling}`)}\n        set at ${quoted(`${path} ${below}`)}`,
    ),
  )
  .join('\n')}
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`
}

const writers: Readonly<Record<Shell, typeof bash>> = { bash, zsh, fish }

/** The completion of the whole program for a shell, from its own commands and flags. */
export const completionScript = (shell: Shell, program: Command): string =>
  writers[shell](program.name(), branches(program))

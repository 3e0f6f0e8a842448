import { PassThrough } from 'node:stream'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../src/cli/program.ts'
import { offline } from '../src/offline.ts'

/** What every command tells of itself. */

const program = await createProgram({
  variables: {},
  stdin: new PassThrough() as unknown as NodeJS.ReadStream,
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interrupted: () => AbortSignal.abort(),
  serve: () => Promise.resolve(),
  offline: async () => offline,
})

type Named = { readonly name: string; readonly command: Command }

function leaves(command: Command, above: string): readonly Named[] {
  const name = `${above} ${command.name()}`.trim()
  if (command.commands.length === 0) return [{ name, command }]
  return command.commands.flatMap((child) => leaves(child, name))
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
  })
  command.outputHelp()
  return text
}

test.each(leaves(program, ''))(
  '$name has a description and examples of itself',
  ({ name, command }) => {
    expect(command.description()).not.toBe('')
    const examples = helpOf(command).split('Examples:')[1] ?? ''
    const calls = [name, name.replace('secrets-manager', 'sm')]
    expect(calls.some((call) => examples.includes(call))).toBe(true)
  },
)

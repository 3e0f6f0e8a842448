import type { Command } from 'commander'

/** A command as completion sees it: how it is reached, and what may follow. */
export type Branch = {
  /** The words from the program's name on, aliases resolved. */
  readonly path: string
  /** What may be typed next, with one line on each. */
  readonly next: readonly { readonly word: string; readonly says: string }[]
  /** Other spellings of the commands below, as `[spelling, name]`. */
  readonly spellings: readonly (readonly [string, string])[]
}

const oneLine = (text: string) => text.split('\n', 1)[0] ?? ''

const flagsOf = (command: Command) =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ word: long, says: oneLine(description) }] : []))

const isShown = (command: Command) => command.name() !== 'help'

/** Every command of the program, the program itself first. */
export function branches(command: Command, above = ''): readonly Branch[] {
  const path = above ? `${above} ${command.name()}` : command.name()
  const below = command.commands.filter(isShown)
  const global = above ? [] : flagsOf(command)
  const own: Branch = {
    path,
    next: [
      ...below.map((one) => ({ word: one.name(), says: oneLine(one.description()) })),
      ...(above ? flagsOf(command) : global),
    ],
    spellings: below.flatMap((one) =>
      [one.name(), ...one.aliases()].map((spelling) => [spelling, one.name()] as const),
    ),
  }
  return [own, ...below.flatMap((one) => branches(one, path))]
}

import { readFile } from 'node:fs/promises'

/** What a command of Keeper Commander comes to here. */
export type CommanderOutcome = 'works' | 'alone' | 'asks' | 'declines' | 'refused' | 'fails'

/** What the walk through all commands of Commander has written of one. */
export type CommanderResult = {
  readonly command: string
  /** What was typed. */
  readonly line: string
  readonly outcome: CommanderOutcome
  /** What the server said, where it refused something. */
  readonly sentence?: string
}

const meanings: Readonly<Record<CommanderOutcome, readonly [title: string, meaning: string]>> = {
  works: ['Works with this server', 'Whatever the command asked was answered.'],
  alone: [
    'Commander alone',
    'Done, or refused for what was typed, by Commander itself: with what `sync-down` brought, without asking the server.',
  ],
  asks: [
    'Asks first',
    'Commander asks its user something before it goes on, which nobody answered here.',
  ],
  declines: [
    'Commander says no',
    'Commander declines with a sentence of its own before it asks the server: there is nothing of that kind here, it is no part of the licence, or it takes more than was typed.',
  ],
  refused: ['Refused by this server', 'Commander shows the sentence. The attempt is an event.'],
  fails: [
    'Commander stops with an error of its own',
    'One line, whose cause is in Commander: it says so of whatever is not there.',
  ],
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

function section(outcome: CommanderOutcome, results: readonly CommanderResult[]): string[] {
  const [title, meaning] = meanings[outcome]
  const of = results.filter((one) => one.outcome === outcome)
  if (of.length === 0) return []
  const hasSentences = outcome === 'refused'
  const head = hasSentences ? ['typed', 'the server says'] : ['typed']
  const rows = of.map(({ line, sentence = '' }) =>
    row(hasSentences ? [code(line), sentence] : [code(line)]),
  )
  const table = [row(head), row(head.map(() => '---')), ...rows].join('\n')
  return [`## ${title} (${of.length})`, meaning, table]
}

/** Every command of Keeper Commander with what it comes to, of what a run of the real one has written into a file. */
export async function commanderPage(file: string): Promise<string> {
  const results = JSON.parse(await readFile(file, 'utf8')) as readonly CommanderResult[]
  const outcomes = Object.keys(meanings) as readonly CommanderOutcome[]
  return [
    '# Every command of Keeper Commander',
    `Generated from a run of the real Keeper Commander 18.0.13, all ${results.length} commands of its own registry one after another, against a server of this version: \`npm run test:clients -- --write\` writes it. What works how: [the guide](../guides/commander.md).`,
    ...outcomes.flatMap((outcome) => section(outcome, results)),
  ].join('\n\n')
}

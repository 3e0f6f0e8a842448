import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a run of `test/clients` has written of one client. */
type Written = {
  readonly client: string
  readonly reaches: string
  readonly results: readonly {
    readonly step: string
    readonly shows: string
    readonly works: boolean
    readonly note?: string
  }[]
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** Numbers notes in the order in which they are met; the same note has one number. */
function footnotes() {
  const notes: string[] = []
  return {
    of(note: string | undefined): string {
      if (!note) return ''
      if (!notes.includes(note)) notes.push(note)
      return ` <sup>${notes.indexOf(note) + 1}</sup>`
    },
    list: () => notes.map((note, index) => `${index + 1}. ${note}`).join('\n'),
  }
}

function table(clients: readonly Written[]): string {
  const notes = footnotes()
  const steps = clients[0]?.results ?? []
  const cell = (step: string) => (written: Written) => {
    const result = written.results.find((one) => one.step === step)
    return `${result?.works ? '✓' : '–'}${notes.of(result?.note)}`
  }
  const lines = steps.map(({ step, shows }) =>
    row([`**${step}**: ${shows}`, ...clients.map(cell(step))]),
  )
  return [
    row(['', ...clients.map(({ client }) => client)]),
    row(['---', ...clients.map(() => ':-:')]),
    row(['finds our server by', ...clients.map(({ reaches }) => reaches)]),
    ...lines,
    '',
    `✓ works, – is not in this client.\n\n${notes.list()}\n\n${notRun}`,
  ].join('\n')
}

/** What the run has not got, and what is known of it. */
const notRun = `Not in the table, because no registry that the tests reach has them: .NET 17.1.2 (a runtime can be had, the SDK and what it needs from NuGet
alone) and Ruby 17.2.0 (RubyGems). Maven Central has Java 17.1.1; from 17.3 it takes our key from its configuration. Rust 17.3.0 connects and reads as the console
shows it, which [\`test/clients/console-snippets.test.ts\`](test/clients/console-snippets.test.ts) runs for every SDK and tool that can be had.`

const begin = '<!-- clients: npm run docs writes what is in here -->\n'
const end = '<!-- end of clients -->\n'

/** The README with the table of clients and steps as the last run has written them into this folder. */
export async function readmeWithClients(readme: string, folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  const clients = texts.map((text) => JSON.parse(text) as Written)
  const [before = '', rest = ''] = (await readFile(readme, 'utf8')).split(begin)
  const after = rest.split(end)[1] ?? ''
  return `${before}${begin}${table(clients)}\n${end}${after}`
}

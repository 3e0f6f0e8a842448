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
const notRun = `Not run, because they cannot be had from a registry that the tests reach: .NET 17.1.2 (there is a runtime for .NET, but the SDK and what it
needs come from NuGet alone), Ruby 17.2.0 (RubyGems) and Java 17.3.0 (Maven Central has 17.1.1, which \`test/clients/console-snippets.test.ts\` runs, and
with it the first connection as the console shows it in each language).`

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

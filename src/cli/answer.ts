import type { Cell, Document } from '../print/cell.ts'
import { visibleJson } from '../print/visible.ts'
import type { Environment } from './environment.ts'
import type { GlobalOptions } from './global-options.ts'
import { writeFileWhole, writeStream } from './print/output.ts'
import { printDocument } from './print/print-document.ts'

/** A thing that a command made or found: names as in events. */
export type Thing = Readonly<Record<string, unknown>>

const cellOf = (value: unknown): Cell => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  return JSON.stringify(value)
}

const sheet = (thing: Thing): Document => ({
  columns: ['field', 'value'],
  rows: Object.entries(thing).map(([name, value]) => [name, cellOf(value)]),
})

const list = (columns: readonly string[], things: readonly Thing[]): Document => ({
  columns,
  rows: things.map((thing) => columns.map((name) => cellOf(thing[name]))),
})

async function* json(value: unknown): AsyncGenerator<string> {
  yield `${visibleJson(JSON.stringify(value, null, 2))}\n`
}

const place = ({ output }: GlobalOptions, { stdout }: Environment) => ({ output, stream: stdout })

async function printJson(value: unknown, options: GlobalOptions, environment: Environment) {
  const { output, stream } = place(options, environment)
  if (output) return writeFileWhole(json(value), output)
  return writeStream(json(value), stream as NodeJS.WriteStream)
}

/** Prints one thing: a sheet of its fields, or with `--format json` one object. */
export async function answerOne(thing: Thing, options: GlobalOptions, environment: Environment) {
  if (options.quiet) return
  if (options.format === 'json') return printJson(thing, options, environment)
  const to = { ...place(options, environment), stream: environment.stdout as NodeJS.WriteStream }
  await printDocument(sheet(thing), { ...to, format: options.format })
}

/** What a list prints: `columns` for people, everything with `--format json`. */
export type Answers = { readonly columns: readonly string[]; readonly things: readonly Thing[] }

/** Prints a list: a table, or with `--format json` an array of the whole objects. */
export async function answerList(
  { columns, things }: Answers,
  options: GlobalOptions,
  environment: Environment,
) {
  if (options.format === 'json') return printJson(things, options, environment)
  const to = { ...place(options, environment), stream: environment.stdout as NodeJS.WriteStream }
  await printDocument(list(columns, things), { ...to, format: options.format })
}

/** Says a sentence to the person, apart from the output that scripts read. */
export function say(sentence: string, { quiet }: GlobalOptions, { stderr }: Environment): void {
  if (!quiet) stderr.write(`${sentence}\n`)
}

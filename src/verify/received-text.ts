import type { Exported } from './exported-leaf.ts'

/** The text formats, as far as it takes to find an event's number, its leaf hash and its JSON in them. */

type SyslogMark = {
  readonly seq: string
  readonly leafHash: string
  readonly message: string
}

const syslogShape =
  /^(?:\d{1,7} )?<\d{1,3}>1 (?:\S+ ){5}\[keepwatch@\d+((?: [\w.]+="(?:\\.|[^"\\\]])*")*)\] ?([\s\S]*)$/

const parameter = (name: string, parameters: string) =>
  new RegExp(` ${name}="((?:\\\\.|[^"\\\\])*)"`).exec(parameters)?.[1] ?? ''

/** An RFC 5424 line with our structured data, with or without the octet count before it. */
export function syslogMark(line: string): SyslogMark | undefined {
  const found = syslogShape.exec(line)
  if (!found) return undefined
  const [, parameters = '', message = ''] = found
  return {
    seq: parameter('seq', parameters),
    leafHash: parameter('leaf_hash', parameters),
    message,
  }
}

/** The pairs of a CEF line's extension, whatever stands before `CEF:0`. Values are unescaped. */
export function cefPairs(line: string): ReadonlyMap<string, string> | undefined {
  const found = /CEF:[01]\|(?:(?:\\.|[^|\\])*\|){6}(.*)$/s.exec(line)
  if (!found) return undefined
  const pairs = (found[1] ?? '').matchAll(
    /(?:^| )([A-Za-z]\w*)=((?:\\.|[^\\=])*?)(?= [A-Za-z]\w*=|$)/gs,
  )
  return new Map([...pairs].map(([, key = '', value = '']) => [key, unescaped(value)]))
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r' }

const unescaped = (text: string) =>
  text.replaceAll(/\\(.)/gs, (_, letter: string) => controls[letter] ?? letter)

/** The pairs of a LEEF 2.0 line, whose delimiter is a tab. */
export function leefPairs(line: string): ReadonlyMap<string, string> | undefined {
  const found = /LEEF:2\.0\|(?:[^|]*\|){4}(?:x09|\t)\|(.*)$/.exec(line)
  if (!found) return undefined
  const pairs = (found[1] ?? '').split('\t').map((pair): [string, string] => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), pair.slice(at + 1)]
  })
  return new Map(pairs)
}

/** What stands in a cell, without the apostrophe that keeps spreadsheets from taking it for a formula. */
const cellText = (cell: string) => (cell.startsWith("'") ? cell.slice(1) : cell)

/** The event of a line of our CSV. */
export function csvCells({ fields = '{}', ...row }: Readonly<Record<string, string>>): Exported {
  const cells = Object.entries(row).filter(([, cell]) => cell !== '')
  const named = cells.map(([name, cell]) => [name, name === 'seq' ? Number(cell) : cellText(cell)])
  return { ...Object.fromEntries(named), ...(JSON.parse(fields) as Exported) }
}

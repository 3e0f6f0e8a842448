import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** What a process did to the files of one folder. `name` is relative to the folder. */
export type FileOperation =
  | { readonly kind: 'make'; readonly name: string }
  /** Without `at`: behind the end. */
  | {
      readonly kind: 'write'
      readonly name: string
      readonly at?: number
      readonly bytes: Uint8Array
    }
  | { readonly kind: 'cut'; readonly name: string; readonly size: number }
  /** A flush that another thread asks for: what is written from here on is none of its matter. */
  | { readonly kind: 'flush-begins'; readonly name: string }
  | { readonly kind: 'flush'; readonly name: string }
  | { readonly kind: 'flush-names' }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  | { readonly kind: 'remove'; readonly name: string }
  /** A line on its standard output. */
  | { readonly kind: 'say'; readonly line: string }

/** The calls that change files, and every other one by which a file could be changed, so that none goes unnoticed. */
const understood = 'openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink'
const refused =
  'creat,writev,pwritev,pwritev2,fallocate,truncate,renameat,renameat2,unlinkat,link,linkat,symlink,copy_file_range,sendfile,io_uring_enter,sync_file_range'

/** Runs a command under strace, which writes every such call with its bytes in hexadecimal and its files by their paths. */
export const straceInto = (file: string): readonly string[] => [
  'strace',
  ...['-f', '-qq', '-y', '-xx', '-s', '1000000', '-o', file],
  ...['-e', `trace=${understood},${refused}`, '-e', 'signal=none'],
]

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex')

type Call = {
  readonly name: string
  readonly text: string
  readonly result: number
}

function* beginOf(text: string): Generator<Call> {
  if (/^(fsync|fdatasync)\(/.test(text)) yield { name: 'flush', text, result: 0 }
}

/** Other threads may come in between: a call counts when it has returned, and a flush for what there was when it began. One that never returned is left out. */
function* callsIn(trace: string): Generator<Call> {
  const begun = new Map<string, string>()
  for (const line of trace.split('\n')) {
    const [, process = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(rest)
    if (unfinished) {
      const begins = unfinished[1] ?? ''
      begun.set(process, begins)
      yield* beginOf(begins)
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    const text = resumed ? `${begun.get(process)}${resumed[1]}` : rest
    const returned = /^(\w+)\(.* = (-?\d+)/.exec(text)
    if (returned) yield { name: returned[1] ?? '', text, result: Number(returned[2]) }
  }
}

const stringsOf = (text: string) =>
  [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => bytesOf(hex))

/** The path behind the descriptor that is a call's first argument. */
const pathOf = (text: string) =>
  bytesOf(/^\w+\(\d+<((?:\\x[0-9a-f]{2})*)>/.exec(text)?.[1] ?? '').toString()

const isSaid = (text: string) => text.startsWith('write(1<')

function opened(text: string, inside: (path: string) => string | undefined): FileOperation[] {
  const name = inside(stringsOf(text)[0]?.toString() ?? '')
  if (!name) return []
  const made: FileOperation[] = text.includes('O_CREAT') ? [{ kind: 'make', name }] : []
  return text.includes('O_TRUNC') ? [...made, { kind: 'cut', name, size: 0 }] : made
}

type Inside = (path: string) => string | undefined

function written({ name: call, text, result }: Call, name: string): FileOperation {
  const bytes = (stringsOf(text)[0] ?? new Uint8Array()).subarray(0, result)
  if (call === 'write') return { kind: 'write', name, bytes }
  return { kind: 'write', name, bytes, at: Number(/, (\d+)\) += /.exec(text)?.[1]) }
}

function onOpenFile(call: Call, name: string): FileOperation {
  if (call.name === 'flush') return { kind: 'flush-begins', name }
  if (call.name === 'fsync' || call.name === 'fdatasync')
    return name === '' ? { kind: 'flush-names' } : { kind: 'flush', name }
  if (call.name === 'ftruncate')
    return { kind: 'cut', name, size: Number(/, (\d+)\) += /.exec(call.text)?.[1]) }
  if (call.name === 'write' || call.name === 'pwrite64') return written(call, name)
  throw new Error(`${call.name} changes ${name}, and is not understood`)
}

function onNames({ name: call, text }: Call, inside: Inside): FileOperation[] {
  const [name, to] = stringsOf(text).map((path) => inside(path.toString()))
  if (!name) return []
  if (call === 'unlink') return [{ kind: 'remove', name }]
  if (call === 'rename' && to) return [{ kind: 'rename', name, to }]
  throw new Error(`${call} changes ${name}, and is not understood`)
}

function operationsOf(call: Call, inside: Inside): FileOperation[] {
  if (call.result < 0) return []
  if (isSaid(call.text)) return [{ kind: 'say', line: String(stringsOf(call.text)[0]) }]
  if (call.name === 'openat') return opened(call.text, inside)
  if (!/^\w+\(\d+</.test(call.text)) return onNames(call, inside)
  const name = inside(pathOf(call.text))
  return name === undefined ? [] : [onOpenFile(call, name)]
}

/** Reads what strace wrote. Throws when a file of the folder was changed in a way that is not modelled. */
export async function fileOperations(
  file: string,
  folder: string,
): Promise<readonly FileOperation[]> {
  const prefix = join(folder, '/')
  const inside = (path: string) =>
    path === folder ? '' : path.startsWith(prefix) ? relative(folder, path) : undefined
  const trace = await readFile(file, 'utf8')
  return [...callsIn(trace)].flatMap((call) => operationsOf(call, inside))
}

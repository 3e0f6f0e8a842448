import { type Code, unsigned } from './wasm-code.ts'

/**
 * A function without a result. Its locals are numbered in this order: parameters and `integers`, of 32 bits each, then `vectors`
 * of 128.
 */
export type WasmFunction = {
  readonly parameters: number
  readonly integers: number
  readonly vectors: number
  readonly body: Code
}

const [i32, v128] = [0x7f, 0x7b]

/** Without the type, which the compiler would follow for ever. */
const bytesOf = (code: readonly unknown[]): readonly number[] =>
  code.flat(Number.POSITIVE_INFINITY) as number[]

const vec = (items: readonly Code[]): Code => [unsigned(items.length), items]
function sized(content: Code): Code {
  const bytes = bytesOf(content)
  return [unsigned(bytes.length), bytes]
}
const name = (text: string): Code => sized([...Buffer.from(text)])

const section = (id: number, items: readonly Code[]): Code => [id, sized(vec(items))]

const typeOf = ({ parameters }: WasmFunction): Code => [
  0x60,
  vec(Array(parameters).fill([i32])),
  vec([]),
]

const codeOf = ({ integers, vectors, body }: WasmFunction): Code => {
  const locals = vec([
    [unsigned(integers), i32],
    [unsigned(vectors), v128],
  ])
  return sized([locals, body, 0x0b])
}

/**
 * A binary module (WebAssembly Core Specification 2.0, §5.5) of these functions, called by their place, with a memory of 64 KiB.
 * It exports the memory as `memory`, and the last function as `run`.
 */
export const wasmModule = (functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    bytesOf([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, functions.map(typeOf)),
      section(
        3,
        functions.map((_, index) => unsigned(index)),
      ),
      section(5, [[0x00, 1]]),
      section(7, [
        [name('memory'), 0x02, 0],
        [name('run'), 0x00, functions.length - 1],
      ]),
      section(10, functions.map(codeOf)),
    ]),
  )

/** What `lib.dom` says of it, as far as it is needed here: there is no DOM. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

export type Running = {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly run: (...parameters: readonly number[]) => void
}

/** The module in action. */
export const started = (module: Uint8Array<ArrayBuffer>): Running =>
  new WebAssembly.Instance(new WebAssembly.Module(module)).exports as Running

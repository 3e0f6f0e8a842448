import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { malformed } from './refusal.ts'

/**
 * Messages of protobuf (proto3), described as data: each field has its number and what it holds. What a message does not say is
 * the field's nothing: 0, false, an empty text, no bytes, an empty list.
 */

type Scalars = {
  readonly bytes: Uint8Array
  readonly string: string
  readonly bool: boolean
  /** int32, int64 or an enum. Numbers beyond 2^53 do not come up: they are counts and milliseconds. */
  readonly int: number
  readonly double: number
}
type ScalarName = keyof Scalars

type Held = ScalarName | Shape
type Part = readonly [number, Held] | readonly [number, Held, 'repeated']

/** A message: its fields by name, each with its number. */
export type Shape = { readonly [field: string]: Part }

type HeldValue<H> = H extends ScalarName ? Scalars[H] : H extends Shape ? Read<H> : never
type HeldInput<H> = H extends ScalarName ? Scalars[H] : H extends Shape ? Written<H> : never

/** A message that was read: every field is there. */
export type Read<S extends Shape> = {
  readonly [F in keyof S]: S[F] extends readonly [number, infer H, 'repeated']
    ? readonly HeldValue<H>[]
    : S[F] extends readonly [number, infer H]
      ? HeldValue<H>
      : never
}

/** A message to write: what is absent is not written. */
export type Written<S extends Shape> = {
  readonly [F in keyof S]?:
    | (S[F] extends readonly [number, infer H, 'repeated']
        ? readonly HeldInput<H>[]
        : S[F] extends readonly [number, infer H]
          ? HeldInput<H>
          : never)
    | undefined
}

type Scalar<Value> = {
  readonly wire: WireType
  readonly nothing: Value
  read(reader: BinaryReader): Value
  write(writer: BinaryWriter, value: Value): void
}

const scalars: { readonly [Name in ScalarName]: Scalar<Scalars[Name]> } = {
  bytes: {
    wire: WireType.LengthDelimited,
    nothing: new Uint8Array(),
    read: (reader) => reader.bytes(),
    write: (writer, value) => writer.bytes(value),
  },
  string: {
    wire: WireType.LengthDelimited,
    nothing: '',
    read: (reader) => reader.string(),
    write: (writer, value) => writer.string(value),
  },
  bool: {
    wire: WireType.Varint,
    nothing: false,
    read: (reader) => reader.bool(),
    write: (writer, value) => writer.bool(value),
  },
  int: {
    wire: WireType.Varint,
    nothing: 0,
    read: (reader) => Number(reader.int64()),
    write: (writer, value) => writer.int64(value),
  },
  double: {
    wire: WireType.Bit64,
    nothing: 0,
    read: (reader) => reader.double(),
    write: (writer, value) => writer.double(value),
  },
}

function writeScalar(writer: BinaryWriter, [number, name]: [number, ScalarName], value: unknown) {
  const { wire, write } = scalars[name] as Scalar<unknown>
  write(writer.tag(number, wire), value)
}

function writeField(writer: BinaryWriter, [number, held]: readonly [number, Held], value: unknown) {
  if (typeof held === 'string') return writeScalar(writer, [number, held], value)
  writer.tag(number, WireType.LengthDelimited).fork()
  writeInto(writer, held, value as Written<Shape>)
  writer.join()
}

function writeInto(writer: BinaryWriter, shape: Shape, message: Written<Shape>): void {
  for (const [name, [number, held]] of Object.entries(shape)) {
    const value: unknown = message[name]
    if (value === undefined) continue
    const all = Array.isArray(value) ? value : [value]
    for (const one of all) writeField(writer, [number, held], one)
  }
}

/** The bytes of a message. */
export function encode<const S extends Shape>(shape: S, message: Written<S>): Uint8Array {
  const writer = new BinaryWriter()
  writeInto(writer, shape, message as Written<Shape>)
  return writer.finish()
}

const nothingOf = ([, held, repeated]: Part): unknown => {
  if (repeated) return []
  return typeof held === 'string' ? scalars[held].nothing : readAll(new Uint8Array(), held)
}

const readHeld = (reader: BinaryReader, held: Held): unknown =>
  typeof held === 'string' ? scalars[held].read(reader) : readAll(reader.bytes(), held)

const wireOf = (held: Held) =>
  typeof held === 'string' ? scalars[held].wire : WireType.LengthDelimited

type ByNumber = ReadonlyMap<number, { readonly name: string; readonly part: Part }>

const byNumber = (shape: Shape): ByNumber =>
  new Map(Object.entries(shape).map(([name, part]) => [part[0], { name, part }]))

/** A list of numbers may come in one piece; every writer of protobuf writes it so. */
function readPacked(reader: BinaryReader, held: Held, list: unknown[]): void {
  const piece = new BinaryReader(reader.bytes())
  while (piece.pos < piece.len) list.push(readHeld(piece, held))
}

type Place = {
  readonly wire: WireType
  readonly message: Record<string, unknown>
  readonly name: string
  readonly part: Part
}

function readPart(reader: BinaryReader, { wire, message, name, part }: Place): void {
  const [number, held, repeated] = part
  if (!repeated && wire === wireOf(held)) {
    message[name] = readHeld(reader, held)
    return
  }
  const list = (message[name] ?? []) as unknown[]
  message[name] = list
  if (wire === wireOf(held)) list.push(readHeld(reader, held))
  else if (repeated && wire === WireType.LengthDelimited) readPacked(reader, held, list)
  else throw new TypeError(`field ${number} is of another type`)
}

function readAll(bytes: Uint8Array, shape: Shape): Record<string, unknown> {
  const message: Record<string, unknown> = {}
  const known = byNumber(shape)
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    const field = known.get(number)
    if (!field) {
      reader.skip(wire)
      continue
    }
    readPart(reader, { wire, message, ...field })
  }
  for (const [name, part] of Object.entries(shape)) message[name] ??= nothingOf(part)
  return message
}

/**
 * Reads a message.
 *
 * @throws `invalid` when the bytes are none.
 */
export function decode<const S extends Shape>(shape: S, bytes: Uint8Array): Read<S> {
  try {
    return readAll(bytes, shape) as Read<S>
  } catch {
    throw malformed('The request is no message that this call takes.')
  }
}

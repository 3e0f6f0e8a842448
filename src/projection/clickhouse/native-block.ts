/** A column of a block, as ClickHouse has it in memory. */
export type NativeColumn = {
  readonly name: string
  readonly type: string
  /** Its values one after the other, little-endian. */
  readonly bytes: Uint8Array
}

function varUint(number: number): Uint8Array {
  const bytes: number[] = []
  let rest = number
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  return Uint8Array.from([...bytes, rest])
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value)
  return Buffer.concat([varUint(bytes.length), bytes])
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** Whole numbers of 32 bits. */
export const numberColumn = (name: string, type: string, numbers: Int32Array): NativeColumn => ({
  name,
  type,
  bytes: bytesOf(numbers),
})

/** Whole numbers of 64 bits, as far as JavaScript has them. */
export const longColumn = (name: string, numbers: readonly number[]): NativeColumn => ({
  name,
  type: 'Int64',
  bytes: bytesOf(BigInt64Array.from(numbers, BigInt)),
})

export const textColumn = (name: string, texts: readonly string[]): NativeColumn => ({
  name,
  type: 'String',
  bytes: Buffer.concat(texts.map(text)),
})

/** UUIDs that may be missing: first a byte for each that is, then 16 for each, both halves turned around. */
export function uuidColumn(name: string, uuids: readonly (string | undefined)[]): NativeColumn {
  const missing = Uint8Array.from(uuids, (uuid) => (uuid === undefined ? 1 : 0))
  const values = Buffer.alloc(uuids.length * 16)
  for (const [row, uuid] of uuids.entries()) {
    if (uuid === undefined) continue
    const hex = uuid.replaceAll('-', '')
    values.writeBigUInt64LE(BigInt(`0x${hex.slice(0, 16)}`), row * 16)
    values.writeBigUInt64LE(BigInt(`0x${hex.slice(16)}`), row * 16 + 8)
  }
  return { name, type: 'Nullable(UUID)', bytes: Buffer.concat([missing, values]) }
}

/** A block in ClickHouse's format `Native`: column after column, so that nothing has to be written out row by row. */
export const nativeBlock = (rows: number, columns: readonly NativeColumn[]): Uint8Array =>
  Buffer.concat([
    varUint(columns.length),
    varUint(rows),
    ...columns.flatMap(({ name, type, bytes }) => [text(name), text(type), bytes]),
  ])

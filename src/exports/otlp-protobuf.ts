import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** OTLP's messages in protobuf (opentelemetry-proto 1.7), from and to what they are in JSON. Numbers are those of the .proto files. */

type AnyValue = {
  readonly stringValue?: string
  readonly boolValue?: boolean
  readonly intValue?: string
  readonly doubleValue?: number
}
type Attribute = { readonly key: string; readonly value: AnyValue }

/** A log record as `formats/otlp.ts` writes it. */
export type LogRecord = {
  readonly timeUnixNano: string
  readonly observedTimeUnixNano: string
  readonly severityNumber: number
  readonly severityText: string
  readonly eventName: string
  readonly body: AnyValue
  readonly attributes: readonly Attribute[]
}

export type LogsRequest = {
  readonly resource: { readonly attributes: readonly Attribute[] }
  readonly scope: { readonly name: string; readonly version: string }
  readonly records: readonly LogRecord[]
}

type Write = (writer: BinaryWriter) => void

function message(writer: BinaryWriter, field: number, write: Write): void {
  writer.tag(field, WireType.LengthDelimited).fork()
  write(writer)
  writer.join()
}

const string = (writer: BinaryWriter, field: number, value: string) =>
  writer.tag(field, WireType.LengthDelimited).string(value)

const anyValue =
  ({ stringValue, boolValue, intValue, doubleValue }: AnyValue): Write =>
  (writer) => {
    if (stringValue !== undefined) string(writer, 1, stringValue)
    else if (boolValue !== undefined) writer.tag(2, WireType.Varint).bool(boolValue)
    else if (intValue !== undefined) writer.tag(3, WireType.Varint).int64(intValue)
    else if (doubleValue !== undefined) writer.tag(4, WireType.Bit64).double(doubleValue)
  }

const attribute =
  ({ key, value }: Attribute): Write =>
  (writer) => {
    string(writer, 1, key)
    message(writer, 2, anyValue(value))
  }

const record =
  (log: LogRecord): Write =>
  (writer) => {
    writer.tag(1, WireType.Bit64).fixed64(log.timeUnixNano)
    writer.tag(2, WireType.Varint).int32(log.severityNumber)
    string(writer, 3, log.severityText)
    message(writer, 5, anyValue(log.body))
    for (const one of log.attributes) message(writer, 6, attribute(one))
    writer.tag(11, WireType.Bit64).fixed64(log.observedTimeUnixNano)
    string(writer, 12, log.eventName)
  }

/** An ExportLogsServiceRequest with one resource and one scope. */
export function encodeLogs({ resource, scope, records }: LogsRequest): Uint8Array {
  const request = new BinaryWriter()
  message(request, 1, (resourceLogs) => {
    message(resourceLogs, 1, (writer) => {
      for (const one of resource.attributes) message(writer, 1, attribute(one))
    })
    message(resourceLogs, 2, (scopeLogs) => {
      message(scopeLogs, 1, (writer) => {
        string(writer, 1, scope.name)
        string(writer, 2, scope.version)
      })
      for (const one of records) message(scopeLogs, 2, record(one))
    })
  })
  return request.finish()
}

/** How many log records were refused, and why. */
export type PartialSuccess = { readonly rejected: number; readonly reason: string }

function partialIn(bytes: Uint8Array): PartialSuccess {
  const reader = new BinaryReader(bytes)
  let [rejected, reason] = [0, '']
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag()
    if (field === 1) rejected = Number(reader.int64())
    else if (field === 2) reason = reader.string()
    else reader.skip(type)
  }
  return { rejected, reason }
}

/** Reads an ExportLogsServiceResponse; undefined when the bytes are none. */
export function decodePartialSuccess(bytes: Uint8Array): PartialSuccess | undefined {
  try {
    const reader = new BinaryReader(bytes)
    let found: PartialSuccess = { rejected: 0, reason: '' }
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag()
      if (field === 1) found = partialIn(reader.bytes())
      else reader.skip(type)
    }
    return found
  } catch {
    return undefined
  }
}

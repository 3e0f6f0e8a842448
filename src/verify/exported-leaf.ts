import { hash } from 'node:crypto'
import { canonicalJson, type Scalar } from '../kernel/canonical-json.ts'
import { invalid } from '../kernel/errors.ts'
import { strictBase64 } from '../tlog/base64.ts'

/** An event as it left the log (`ExportedEvent`), read from a file: nothing about it is known yet. */
export type Exported = Readonly<Record<string, unknown>>

/** What is shown beside the fields of the leaf. */
const besides = new Set(['seq', 'message', 'salts', 'erased', 'leaf_hash'])

const saltBytes = 16
const commitmentShape = /^sha256:[A-Za-z0-9_-]{43}$/
const erasedText = '(erased)'

const isScalar = (value: unknown): value is Scalar =>
  ['string', 'number', 'boolean'].includes(typeof value)

function members(
  event: Exported,
  name: 'salts' | 'erased',
): readonly (readonly [string, string])[] {
  const object = event[name] ?? {}
  if (typeof object !== 'object' || Array.isArray(object))
    throw invalid(`"${name}" is not an object of texts`)
  return Object.entries(object).map(([field, text]) => {
    if (typeof text !== 'string') throw invalid(`"${name}.${field}" is not a text`)
    return [field, text]
  })
}

/** `sha256:` and the base64url of SHA-256(salt ‖ UTF-8 of the value). */
function commitment(value: unknown, saltText: string): string {
  const salt = strictBase64(saltText)
  if (salt?.length !== saltBytes) throw invalid(`a salt is ${saltBytes} bytes in standard base64`)
  if (typeof value !== 'string') throw invalid('a salt stands beside a text')
  return `sha256:${hash('sha256', Buffer.concat([salt, Buffer.from(value)]), 'base64url')}`
}

function erasedCommitment(value: unknown, text: string): string {
  if (!commitmentShape.test(text) || value !== erasedText)
    throw invalid(`an erased value reads "${erasedText}" and has a commitment`)
  return text
}

/**
 * The bytes that the log holds for an exported event, as text: its fields as canonical JSON (RFC 8785), with the commitment
 * in the place of every personal value. The sentence in `message` is made from the fields and is no part of it. Throws
 * `invalid` for what cannot have come out of a log.
 */
export function exportedLeaf(event: Exported): string {
  const fields: Record<string, Scalar> = {}
  for (const [name, value] of Object.entries(event)) {
    if (besides.has(name)) continue
    if (!isScalar(value)) throw invalid(`"${name}" is not a text, a number, true or false`)
    fields[name] = value
  }
  for (const [name, salt] of members(event, 'salts')) fields[name] = commitment(event[name], salt)
  for (const [name, text] of members(event, 'erased'))
    fields[name] = erasedCommitment(event[name], text)
  return canonicalJson(fields)
}

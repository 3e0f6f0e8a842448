import { z } from 'zod'
import { invalid } from '../../kernel/errors.ts'
import { fromBase64 } from './base64.ts'
import { textOf } from './bytes.ts'
import { type FieldShape, fieldTypes } from './field-type.ts'

type Json = z.infer<ReturnType<typeof z.json>>

const noon = 'T12:00:00Z'

function time(text: string): number {
  const digits = /^\d{1,15}$/.test(text)
  const at = digits ? Number(text) : Date.parse(text.length <= 10 ? text + noon : text)
  if (Number.isNaN(at))
    throw invalid(`${text} is not a date. Write 2026-11-23, 2026-11-23T08:00:00Z or milliseconds.`)
  return at
}

function flag(text: string): boolean {
  if (/^(1|y|yes|t|true)$/i.test(text)) return true
  if (/^(0|n|no|f|false)$/i.test(text)) return false
  throw invalid(`${text} is neither true nor false.`)
}

/** `name:port`, `[2001:db8::1]:port` or a bare name or address. */
function host(text: string): Json {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  return { hostName: bracketed ?? plain ?? text, port }
}

function object(text: string, type: string): Json {
  if (type === 'host' || type === 'pamHostname') return host(text)
  throw invalid(`A ${type} has several parts. Write ${type}='$JSON:{…}'.`)
}

const readers: Readonly<Record<FieldShape, (text: string, type: string) => Json>> = {
  text: (value) => value,
  multiline: (value) => value.replaceAll(/(?<!\\)\\n/g, '\n').replaceAll('\\\\n', '\\n'),
  time,
  flag,
  object,
}

function json(text: string): Json[] {
  try {
    const value = z.json().parse(JSON.parse(text))
    return Array.isArray(value) ? value : [value]
  } catch (cause) {
    throw invalid('What follows $JSON: is not JSON. Put it between single quotes.', { cause })
  }
}

/**
 * The `value` list of a field, from what stands after `=` on a command line. As with Commander: `$JSON:` takes any
 * JSON, `$BASE64:` takes text that a shell would spoil, and everything else is read by the shape of the type.
 */
export function fieldValue(type: string, text: string): Json[] {
  if (text.startsWith('$JSON:')) return json(text.slice('$JSON:'.length))
  if (text.startsWith('$BASE64:')) return [textOf(fromBase64(text.slice('$BASE64:'.length)))]
  if (text.startsWith('$GEN'))
    throw invalid('$GEN is not supported: make the value first, then pass it.')
  return [readers[fieldTypes.get(type) ?? 'text'](text, type)]
}

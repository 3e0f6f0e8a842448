import { z } from 'zod'
import { address } from '../outbound/setting.ts'
import type { ExportFormat } from './format.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import type { Tools } from './target.ts'

/** The fields that settings of targets are made of: those of everything that leaves, and what only exports have. */
export { address, host, line, port, secret, trust, yesNo } from '../outbound/setting.ts'

const mostText = 2_048

/** `name=value,name=value`. */
export const pairs = (title: string) =>
  z
    .string()
    .max(mostText)
    .regex(
      /^[A-Za-z_]\w*=[^,=\p{Cc}]+(,[A-Za-z_]\w*=[^,=\p{Cc}]+)*$/u,
      'must be name=value,name=value',
    )
    .meta({ title })

/** What such a text says. */
export const pairsOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split(',').map((pair) => pair.split('=')))

/** A part of an address: nothing that would end it. */
export const pathPart = (title: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][\w.:-]{0,254}$/, 'must be letters, digits and _ . : -')
    .meta({ title })

/** An address that is itself a secret, because whoever knows it may send. */
export const secretAddress = (title: string) => address(title).meta({ title, secret: true })

const objects = ['keeper-json', 'commander-json', 'ecs', 'ocsf'] as const
const formatNames = [...objects, 'gelf', 'cef', 'leef', 'csv', 'syslog', 'otlp']

export const format = (usual: string) =>
  z.enum(formatNames).default(usual).meta({ title: 'Format' })

/** For receivers that keep an event as a JSON object. */
export const jsonFormat = (usual: (typeof objects)[number]) =>
  z.enum(objects).default(usual).meta({ title: 'Format' })

/** How the settings' format writes an event. */
export function formatted(
  event: OutgoingEvent,
  name: string,
  { formats, origin }: Pick<Tools, 'formats' | 'origin'>,
): string {
  const found: ExportFormat | undefined = formats.get(name)
  if (!found) throw new Error(`no format is called ${name}`)
  return found.line(event, origin)
}

import { z } from 'zod'
import type { ExportFormat } from './format.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import type { Tools } from './target.ts'

/** The fields that settings of targets are made of: those of everything that leaves, and what only exports have. */
export { address, host, line, port, secret, trust, yesNo } from '../outbound/setting.ts'

const formatNames = ['keeper-json', 'ecs', 'ocsf', 'gelf', 'cef', 'leef', 'csv', 'syslog', 'otlp']

export const format = (usual: string) =>
  z.enum(formatNames).default(usual).meta({ title: 'Format' })

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

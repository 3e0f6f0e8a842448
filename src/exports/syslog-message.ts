import { z } from 'zod'
import type { OutgoingEvent } from './outgoing-event.ts'
import { formatted } from './setting.ts'
import { syslogHead } from './syslog-head.ts'
import type { Tools } from './target.ts'

/** The setting that says how the message of a syslog line is written. */
export const messageFormat = z
  .enum(['keeper-json', 'cef', 'leef', 'ecs', 'ocsf'])
  .default('keeper-json')
  .meta({ title: 'Format of the message' })

export type Spoken = { readonly hostname?: string | undefined; readonly format: string }

/** An event as RFC 5424 has it, whatever carries it. */
export const syslogMessage = (
  event: OutgoingEvent,
  { hostname, format }: Spoken,
  tools: Tools,
): string =>
  `${syslogHead(event, hostname ?? tools.origin.host)} ${formatted(event, format, tools)}`

import { lookup } from 'node:dns'
import { join } from 'node:path'
import packageJson from '../../../package.json' with { type: 'json' }
import type { LogEvent } from '../../client/live-events.ts'
import type { ExportFormat } from '../../exports/format.ts'
import type { OutgoingEvent } from '../../exports/outgoing-event.ts'
import type { Tools } from '../../exports/target.ts'
import { unitOf, type Writing } from '../../exports/unit-of.ts'
import { loadFamily } from '../../kernel/family.ts'
import type { Destination } from './destination.ts'
import { lineFile } from './line-file.ts'
import { anonymous, outgoingOf } from './outgoing-of.ts'
import type { Sending } from './send-log.ts'

/** Whoever runs a command may reach what their machine reaches. */
const everywhere: Tools['reach'] = { demand: () => {}, lookup: lookup as Tools['reach']['lookup'] }

const formats = join(import.meta.dirname, '../../exports/formats')

const fileLimits = { events: 5_000, bytes: 4_000_000, ageMs: 0 }

export type Writer = {
  /** The server's address: events are sent under its name. */
  readonly server: string
  /** Makes pseudonyms; without, names stay. */
  readonly pseudonymKey?: string
}

function places(destination: Destination, tools: Tools): Omit<Sending, 'write'> & Writing {
  if (destination.form === 'file') {
    const { syslog } = Object.fromEntries(tools.formats)
    return {
      sender: lineFile(destination.file),
      limits: fileLimits,
      line: (event) => syslog?.line(event, tools.origin) ?? '',
      mostBytes: fileLimits.bytes,
    }
  }
  const { type, settings } = destination
  const limits = type.limits(settings)
  return {
    sender: type.open(settings, tools),
    limits,
    line: (event) => type.line(event, settings, tools),
    mostBytes: limits.eventBytes ?? limits.bytes,
  }
}

/** How a destination takes events. Throws `invalid` when its settings cannot work. */
export async function sendingTo(
  destination: Destination,
  { server, pseudonymKey }: Writer,
): Promise<Sending> {
  const tools: Tools = {
    reach: everywhere,
    origin: { host: new URL(server).hostname, version: packageJson.version },
    folder: '',
    formats: await loadFamily<ExportFormat>(formats),
  }
  const { sender, limits, ...writing } = places(destination, tools)
  const same = (event: OutgoingEvent) => event
  const hidden = pseudonymKey === undefined ? same : anonymous(pseudonymKey)
  return { sender, limits, write: (event: LogEvent) => unitOf(writing, hidden(outgoingOf(event))) }
}

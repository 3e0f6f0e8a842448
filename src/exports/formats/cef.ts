import { isIPv4, isIPv6 } from 'node:net'
import type { Scalar } from '../../kernel/canonical-json.ts'
import type { ExportFormat } from '../format.ts'
import { envelope, type OutgoingEvent, otherFields } from '../outgoing-event.ts'
import { severityNumbers } from '../severity-number.ts'

/** Implementing ArcSight Common Event Format, version 0: escapes differ between the head and the extension. */
const headText = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\|]/g, '\\$&')

const extensionText = (value: Scalar) =>
  String(value)
    .toWellFormed()
    .replaceAll(/[\\=]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')

const camelCase = (name: string) =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const mapped = new Set([...envelope, 'username', 'to_username', 'remote_address', 'request_id'])

const isAddress = ({ remote_address: address }: OutgoingEvent) =>
  address !== undefined && (isIPv4(address) || isIPv6(address))

function address({ remote_address = '' }: OutgoingEvent): Record<string, string> {
  if (isIPv4(remote_address)) return { src: remote_address }
  return { c6a2Label: 'Source IPv6 Address', c6a2: remote_address }
}

function extension(event: OutgoingEvent): Record<string, Scalar | undefined> {
  const others = Object.entries(otherFields(event, mapped))
  return {
    rt: Date.parse(event.timestamp),
    cn1Label: 'seq',
    cn1: event.seq,
    cs1Label: 'leaf_hash',
    cs1: event.leaf_hash,
    externalId: event.event_id,
    cat: event.category,
    outcome: event.outcome,
    suser: event.username,
    duser: event['to_username'],
    ...(isAddress(event) ? address(event) : { remoteAddress: event.remote_address }),
    recordedAt: event.recorded_at,
    requestId: event['request_id'],
    ...Object.fromEntries(others.map(([name, value]) => [camelCase(name), value])),
    msg: event.message,
  }
}

/** ArcSight's Common Event Format, for ArcSight, Sentinel's CEF connector, QRadar and others. */
export const cef: ExportFormat = {
  name: 'cef',
  title: 'CEF',
  mediaType: 'text/plain',
  line(event, { version }) {
    const name = event.audit_event.replaceAll('_', ' ')
    const head = ['Keepwatch', 'Keepwatch', version, event.audit_event, name].map(headText)
    const pairs = Object.entries(extension(event))
      .filter((entry): entry is [string, Scalar] => entry[1] !== undefined && entry[1] !== '')
      .map(([key, value]) => `${key}=${extensionText(value)}`)
    return `CEF:0|${head.join('|')}|${severityNumbers(event.severity).cef}|${pairs.join(' ')}`
  },
}

import { invalid } from '../kernel/errors.ts'
import type { Notice } from './notice.ts'

/**
 * The body of a webhook as its owner wants it: JSON with variables. The template is read as JSON first and filled in after, so
 * nothing that stands in an event can break out of its place.
 */

/** Keeper's, and those of Secrets Manager that Keeper lacks. Besides these, every field that an event has. */
const variables: ReadonlySet<string> = new Set([
  ...['alert_name', 'description', 'timestamp', 'remote_address', 'username', 'json'],
  ...['to_username', 'from_username', 'record_uid', 'shared_folder_uid', 'folder_uid', 'team_uid'],
  ...['role_id', 'node', 'enforcement', 'seats', 'seats_added', 'seats_removed'],
  ...['app_uid', 'device_name', 'device_uid', 'device_ip', 'secret_uid', 'reason', 'endpoint'],
  ...['audit_event', 'category', 'outcome', 'seq', 'event_id', 'client_version'],
  ...['alert_uid', 'severity', 'why', 'occurrences', 'link'],
])

const variable = /#([a-z][a-z0-9_]*)/g
/** Strings of JSON, and variables outside of them. */
const stringOrVariable = /"(?:[^"\\]|\\.)*"|#([a-z][a-z0-9_]*)/gs
/** Stands before the name of a variable that is a whole value. No text of a template begins with it. */
const mark = '\ue000keepwatch:'

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** Reads a template. Throws `invalid` when it is no JSON with variables. */
export function readTemplate(text: string): Json {
  const marked = text.replaceAll(stringOrVariable, (found, name?: string) =>
    name === undefined ? found : JSON.stringify(mark + name),
  )
  try {
    return JSON.parse(marked) as Json
  } catch (cause) {
    throw invalid(
      'the body of a webhook must be JSON; variables such as #alert_name may stand in it',
      {
        cause,
      },
    )
  }
}

type Values = Readonly<Record<string, Json | undefined>>

function valuesOf(notice: Notice): Values {
  const { alert_name, alert_uid, severity, why, occurrences, link, event } = notice
  const { description, timestamp } = notice
  const own = { alert_name, alert_uid, severity, why, occurrences, link, description, timestamp }
  return { ...event, ...own, json: event as Values as Json }
}

const textOf = (value: Json | undefined): string => {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Fills in every variable, in one pass: what a value says is not looked at again. */
function fill(part: Json, values: Values): Json {
  const isKnown = (name: string) => variables.has(name) || Object.hasOwn(values, name)
  if (typeof part === 'string') {
    if (part.startsWith(mark)) return values[part.slice(mark.length)] ?? ''
    return part.replaceAll(variable, (found, name: string) =>
      isKnown(name) ? textOf(Object.hasOwn(values, name) ? values[name] : undefined) : found,
    )
  }
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map((one) => fill(one, values))
  return Object.fromEntries(
    Object.entries(part as Values).map(([name, one]) => [name, fill(one ?? null, values)]),
  )
}

/** The body of a webhook by its template. */
export const filledTemplate = (template: string, notice: Notice): string =>
  JSON.stringify(fill(readTemplate(template), valuesOf(notice)))

/** The body without a template: flat, the event's fields beside what the alert says of it, as Keeper sends it. */
export function plainBody(notice: Notice): string {
  const { event, alert_name, alert_uid, description, why, occurrences, link } = notice
  const alert = { alert_name, alert_uid, alert_severity: notice.severity, description }
  const about = { ...alert, why, occurrences, link, ...(notice.is_test && { test: true }) }
  return JSON.stringify({ ...event, ...about })
}

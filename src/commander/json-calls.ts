import { alertCommands } from './alerts/alert-commands.ts'
import { auditDimensions } from './audit/dimension-calls.ts'
import { auditReports } from './audit/report-calls.ts'
import type { OfPerson, PersonCall } from './house.ts'
import type { JsonCommand } from './json-command.ts'
import { onRecord } from './leave-refusal.ts'
import { describeRefusal, malformed, unsupported } from './refusal.ts'
import { teamCommands } from './team-calls.ts'
import { vaultCommands } from './vault-commands.ts'

/** Commander's older commands by their names. */
const commands: Readonly<Record<string, JsonCommand>> = {
  get_audit_event_dimensions: auditDimensions,
  get_audit_event_reports: auditReports,
  ...vaultCommands,
  ...teamCommands,
  ...alertCommands,
}

const mostInBatch = 1_000

type Request = { readonly command?: unknown; readonly requests?: unknown }

function parse(payload: Uint8Array): Request {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload).toString())
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Said below.
  }
  throw malformed('The command is no JSON object.')
}

/** One command. What is refused leaves its event, and is thrown. */
function run(asked: OfPerson, request: Request, isBatch: boolean): Promise<object> {
  const name = String(request.command)
  const named = { ...asked, endpoint: `vault/execute_v2_command ${name}` }
  return onRecord(named, async () => {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!command) throw unsupported(name)
    return { ...succeeded, ...(await command(named, request, { isBatch })) }
  })
}

const succeeded = { result: 'success', result_code: '', message: '' }

/** What came of one of several commands. What went wrong inside is thrown: the log says what it was. */
async function resultOf(asked: OfPerson, request: Request): Promise<object> {
  try {
    return await run(asked, request, true)
  } catch (error) {
    const { word, message, status } = describeRefusal(error)
    if (status === 500) throw error
    return { result: 'fail', result_code: word, message }
  }
}

/**
 * Several commands in one call, in their order; each has its own result. One that is alone fails as a whole: Commander looks at the
 * results of reports only when there are rows, but always says what a call failed for.
 */
async function batch(asked: OfPerson, { requests }: Request): Promise<object> {
  if (!Array.isArray(requests) || requests.length > mostInBatch)
    throw malformed(`A batch is a list of at most ${mostInBatch} commands.`)
  const [only] = requests
  if (requests.length === 1)
    return { ...succeeded, results: [await run(asked, Object(only), true)] }
  const results: object[] = []
  for (const request of requests) results.push(await resultOf(asked, Object(request)))
  return { ...succeeded, results }
}

const execute: PersonCall = async (asked) => {
  const request = parse(asked.payload)
  const answer =
    request.command === 'execute' ? await batch(asked, request) : await run(asked, request, false)
  return Buffer.from(JSON.stringify(answer))
}

export const jsonCalls = {
  'vault/execute_v2_command': execute,
} as const satisfies Readonly<Record<string, PersonCall>>

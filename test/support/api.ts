import { findSession } from '../../src/cli/session-file.ts'
import type { CommandLine } from './keepwatch.ts'
import type { TestServer } from './server.ts'

type Headers = Readonly<Record<string, string>>

/** Our own API as plain HTTP, with the session of somebody who is logged in on a command line. */
export type Api = {
  fetch(path: string, init?: RequestInit): Promise<Response>
  get(path: string, headers?: Headers): Promise<{ readonly status: number; readonly body: string }>
  json<Value>(path: string): Promise<Value>
}

export async function api(server: TestServer, line: CommandLine): Promise<Api> {
  const session = await findSession(line.home, server.url)
  const authorization = `Bearer ${session?.token}`
  const send = (path: string, { headers, ...init }: RequestInit = {}) =>
    fetch(`${server.url}/api/v1${path}`, {
      ...init,
      headers: { authorization, ...(headers as Headers) },
    })
  return {
    fetch: send,
    async get(path, headers = {}) {
      const response = await send(path, { headers })
      return { status: response.status, body: await response.text() }
    },
    async json<Value>(path: string) {
      const response = await send(path)
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as Value
    },
  }
}

import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import {
  initializeStorage,
  inMemoryStorage,
  type KeyValueStorage,
  type SecretManagerOptions,
  setCustomProxyAgent,
} from '@keeper-security/secrets-manager-core'
import type { TestServer } from './server.ts'

/** Makes this process trust a test server, as `NODE_EXTRA_CA_CERTS` does for a process that starts. */
export function trust({ caFile }: Pick<TestServer, 'caFile'>): void {
  if (caFile)
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(caFile, 'utf8')])
}

/** The server's key as clients get it into their configuration. */
export async function serverKeyOf({ url }: Pick<TestServer, 'url'>) {
  const answer = await (await fetch(`${url}/api/v1/server`)).json()
  const { server_public_key, server_public_key_id } = answer as Record<string, string>
  return {
    serverPublicKey: server_public_key ?? '',
    serverPublicKeyId: server_public_key_id ?? '',
  }
}

/** The official SDK with a one-time token that it has not used yet: configuration only, nothing replaced. */
export async function sdkDevice(
  server: TestServer,
  token: string,
  storage: KeyValueStorage = inMemoryStorage({}),
): Promise<SecretManagerOptions> {
  await initializeStorage(storage, token, server.hostname)
  return { storage, ...(await serverKeyOf(server)) }
}

/** Lets the SDK's requests come from another address of this machine, by the agent that it offers for proxies. */
export async function fromAddress<Result>(
  localAddress: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const agent = new Agent({ localAddress, family: 4 })
  setCustomProxyAgent(agent)
  try {
    return await act()
  } finally {
    setCustomProxyAgent(undefined as unknown as Agent)
    agent.destroy()
  }
}

/** What the SDK throws when it is refused: the error body as it came. Empty when nothing was thrown. */
export async function refusal(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  return JSON.parse(error?.message ?? '{}')
}

/** What the log says of a device, oldest first. */
export async function eventsOfDevice({ events }: Pick<TestServer, 'events'>, name: string) {
  return (await events()).filter((event) => event['device_name'] === name)
}

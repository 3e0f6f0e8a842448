import { Agent } from 'node:https'
import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  getSecrets,
  initializeStorage,
  inMemoryStorage,
  type SecretManagerOptions,
  setCustomProxyAgent,
  updateSecret,
} from '@keeper-security/secrets-manager-core'
import type { FleetMember, FleetOrders, Habit } from './fleet-orders.ts'
import { newPassword } from './planned-records.ts'

/**
 * A program of its own: real devices with the official SDK, one after the other, until its standard input ends. That
 * happens also when the server is killed. It trusts the server by NODE_EXTRA_CA_CERTS.
 */

const otherAddress = '127.0.0.2'

type Device = FleetMember & { readonly options: SecretManagerOptions }

async function enlist(orders: FleetOrders, member: FleetMember): Promise<Device> {
  const storage = inMemoryStorage({})
  await initializeStorage(storage, member.token, orders.hostname)
  const { serverPublicKey, serverPublicKeyId } = orders
  return { ...member, options: { storage, serverPublicKey, serverPublicKeyId } }
}

async function rotate({ options, record_uid = '' }: Device): Promise<void> {
  const { records } = await getSecrets(options, [record_uid])
  const [record] = records
  const field = record?.data.fields.find(({ type }: { type: string }) =>
    /^(password|note)$/.test(type),
  )
  if (!record || !field) return
  field.value = [newPassword()]
  await updateSecret(options, record)
}

/** The SDK has one agent for the whole process: turns never overlap, so the others do not notice. */
async function readFrom(localAddress: string, { options }: Device): Promise<void> {
  const agent = new Agent({ localAddress, family: 4 })
  setCustomProxyAgent(agent)
  try {
    await getSecrets(options)
  } finally {
    setCustomProxyAgent(undefined as unknown as Agent)
    agent.destroy()
  }
}

const turns: Readonly<Record<Habit, (device: Device, turn: number) => Promise<unknown>>> = {
  reads: ({ options }) => getSecrets(options),
  rotates: (device, turn) => (turn % 4 === 1 ? rotate(device) : getSecrets(device.options)),
  roams: (device, turn) =>
    turn % 4 === 2 ? readFrom(otherAddress, device) : getSecrets(device.options),
  copies: ({ options }) => getSecrets(options),
}

/** A device that is refused, or does not reach the server, tries again when it is its turn. */
async function run(orders: FleetOrders): Promise<never> {
  const devices = await Promise.all(orders.members.map((member) => enlist(orders, member)))
  for (let round = 0; ; round++) {
    for (const device of devices) {
      if (round % device.everyRounds !== 0) continue
      await turns[device.habit](device, round / device.everyRounds).catch(() => {})
      await sleep(orders.every)
    }
  }
}

// Ctrl-C reaches the whole terminal; the server ends the fleet.
process.on('SIGINT', () => {})
const input = createInterface({ input: process.stdin })
input.once('close', () => process.exit(0))
input.once('line', (line) => {
  run(JSON.parse(line) as FleetOrders).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
})

import { spawn } from 'node:child_process'
import { extname, join } from 'node:path'
import type { Log } from '../kernel/log.ts'
import type { FleetOrders } from './fleet-orders.ts'

const sdk = '@keeper-security/secrets-manager-core'
const program = join(import.meta.dirname, `fleet${extname(import.meta.filename)}`)
const mostComplaint = 500

/** The official SDK comes with a checkout only: whoever uses the server brings their own. */
export function hasSdk(): boolean {
  try {
    import.meta.resolve(sdk)
    return true
  } catch {
    return false
  }
}

type FleetRun = {
  readonly orders: FleetOrders
  readonly caFile: string
  readonly log: Log
}

/** The fleet as a process of its own: whatever becomes of it, the server goes on. `stop` resolves when it has ended. */
export function startFleet({ orders, caFile, log }: FleetRun): { stop(): Promise<void> } {
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { NODE_EXTRA_CA_CERTS: caFile },
  })
  let isStopping = false
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-mostComplaint)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log.warn({ error }, 'the fleet of the demo could not be started')
      resolve()
    })
    child.once('exit', (code, signal) => {
      if (!isStopping) log.warn({ code, signal, complaint }, 'the fleet of the demo has ended')
      resolve()
    })
  })
  // It may have ended before it has read its orders; then it has said so above.
  child.stdin.on('error', () => {})
  child.stdin.write(`${JSON.stringify(orders)}\n`)
  return {
    async stop() {
      isStopping = true
      child.kill('SIGTERM')
      await ended
    },
  }
}

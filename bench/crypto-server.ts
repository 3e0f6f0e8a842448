import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inStep } from '../src/kernel/in-step.ts'
import { cryptoWithImport } from './crypto-work.ts'

const answer = Buffer.alloc(900)

/**
 * A server that does for each request the crypto of a device's read and nothing else: no envelope, no device, no event, no
 * commit. What it reaches is the most that a server on Node's HTTP can reach. Those who came together go in step here too: all the
 * crypto, then all the answers.
 */
const server = createServer(async (request, response) => {
  await inStep(once(request.resume(), 'end'))
  cryptoWithImport()
  await null
  response.writeHead(200, { 'content-length': answer.length }).end(answer)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`serves http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.once('SIGTERM', () => process.exit())

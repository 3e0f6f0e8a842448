import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { certificate } from '../../support/certificate.ts'
import { startReceiver } from '../../support/receiver.ts'
import { wholePeer } from './whole-peer.ts'

export type Row = Readonly<Record<string, unknown>>

/** One of Commander's targets, something real behind it, and what has arrived there. */
export type Target = {
  /** What Commander calls it. */
  readonly name: string
  /** The fields of the record that holds its settings. */
  readonly settings: readonly string[]
  /** Every event that has arrived since the last time. */
  arrived(): Promise<readonly Row[]>
  stop(): Promise<void>
}

const nothingToStop = async () => {}

/** Splits off what was seen before. */
function newest<Item>() {
  let seen = 0
  return (all: readonly Item[]) => {
    const fresh = all.slice(seen)
    seen = all.length
    return fresh
  }
}

/** The parameters of a line of syslog, and its sentence. */
function syslogRow(line: string): Row {
  const parameters = [...line.matchAll(/ (\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])
  return { ...Object.fromEntries(parameters), line }
}

const linesOf = (text: string) => text.split('\n').filter(Boolean)

function json(home: string): Target {
  const file = join(home, 'events.json')
  return {
    name: 'json',
    settings: [`login=${file}`],
    arrived: async () => JSON.parse(await readFile(file, 'utf8')) as Row[],
    stop: nothingToStop,
  }
}

function syslogFile(home: string): Target {
  const file = join(home, 'events.log.gz')
  const fresh = newest<string>()
  return {
    name: 'syslog',
    settings: [`login=${file}`],
    arrived: async () => fresh(linesOf(gunzipSync(await readFile(file)).toString())).map(syslogRow),
    stop: nothingToStop,
  }
}

async function syslogPort(): Promise<Target> {
  const peer = await wholePeer()
  const fresh = newest<string>()
  return {
    name: 'syslog-port',
    settings: [`url=syslog://127.0.0.1:${peer.port}`],
    arrived: async () => fresh(linesOf(await peer.text())).map(syslogRow),
    stop: peer.stop,
  }
}

async function splunk(): Promise<Target> {
  const receiver = await startReceiver()
  const fresh = newest<Row>()
  return {
    name: 'splunk',
    settings: ['password=token', `url=${receiver.url}/services/collector`],
    arrived: async () => fresh(receiver.events()).map((one) => one['event'] as Row),
    stop: receiver.stop,
  }
}

async function sumo(): Promise<Target> {
  const receiver = await startReceiver()
  const fresh = newest<Row>()
  return {
    name: 'sumo',
    settings: [`url=${receiver.url}/sumo`],
    arrived: async () => fresh(receiver.events()),
    stop: receiver.stop,
  }
}

const workspaceKey = Buffer.from('the key of the workspace').toString('base64')

/** Whether a request is signed with the key of the workspace, as Azure checks it. */
function isSigned(length: number, date: string, authorization: string): boolean {
  const text = `POST\n${length}\napplication/json\nx-ms-date:${date}\n/api/logs`
  const key = Buffer.from(workspaceKey, 'base64')
  const signature = createHmac('sha256', key).update(text).digest('base64')
  return authorization.endsWith(`:${signature}`)
}

/** Azure's address is made of the name of the workspace: this one's ends where the rest of the address is a query. */
async function azure(caFile: string): Promise<Target> {
  const own = await certificate({ hostname: 'localhost', purpose: 'server' })
  await writeFile(caFile, own.cert)
  const rows: Row[] = []
  const server = createServer(own, async (request, response) => {
    const body = await buffer(request)
    const { 'x-ms-date': date, authorization = '' } = request.headers
    const good = isSigned(body.length, String(date), authorization)
    if (good) rows.push(...(JSON.parse(body.toString()) as Row[]))
    response.writeHead(good ? 200 : 403).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const fresh = newest<Row>()
  return {
    name: 'azure-la',
    settings: [
      `login=localhost:${(server.address() as AddressInfo).port}/?`,
      `password=${workspaceKey}`,
    ],
    arrived: async () => fresh(rows),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Every target that Commander has. `caFile` gets the certificate that it has to trust. */
export const exportTargets = async (home: string, caFile: string): Promise<readonly Target[]> => [
  json(home),
  syslogFile(home),
  await syslogPort(),
  await splunk(),
  await sumo(),
  await azure(caFile),
]

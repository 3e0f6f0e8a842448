import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import { filledVault } from '../../support/filled-vault.ts'
import { rawDevice } from '../../support/raw-device.ts'
import { Gone, type KillableServer, type Request } from './killable-server.ts'
import type { Ground } from './killing.ts'
import { startProcess, stopProcess } from './server-process.ts'
import { addWriter, writerToken } from './writer.ts'

async function fill(folder: string) {
  const vault = await filledVault()
  const { clientId } = await vault.device({ name: 'reader' })
  const store = await openEmbeddedStore({ folder })
  await store.transaction(async (tx) => {
    await vault.fill(tx)
    await addWriter(tx)
  })
  await store.close()
  return clientId
}

const headers = {
  authorization: `Bearer ${writerToken}`,
  'content-type': 'application/json',
  'x-keepwatch-client': 'kw0.1.0',
}

/** Adding and updating as the command line does it. */
function sendChange(url: string, request: Exclude<Request, { read: unknown }>): Promise<Response> {
  const records = `${url}/api/v1/records`
  if ('add' in request)
    return fetch(records, { method: 'POST', headers, body: JSON.stringify(request.add) })
  const { record_uid, ...update } = request.update
  const body = JSON.stringify(update)
  return fetch(`${records}/${record_uid}`, { method: 'PUT', headers, body })
}

/** A connection that breaks is all that a client sees of a server that was killed. */
const gone = (cause: unknown) => {
  throw new Gone('the connection broke', { cause })
}

type Answer = { readonly status: number; readonly text: string }

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  text: await response.text(),
})

/** `keepwatch serve` with clients over HTTP: people that change records, and a device that reads. */
export async function realGround(folder: string): Promise<Ground> {
  const clientId = await fill(folder)
  const target = { url: '' }
  const first = startProcess({ folder, flags: ['--tls', 'off'] })
  target.url = (await first.url) ?? ''
  const device = await rawDevice({ server: target, clientId })
  const bound = await device.bind()
  await stopProcess(first)
  if (bound.status !== 200) throw new Error(`the device could not connect: ${bound.text}`)

  function start(): KillableServer {
    const server = startProcess({ folder, flags: ['--tls', 'off'] })
    let killed = false
    const ready = server.url.then((url) => {
      if (url !== undefined) target.url = url
      else throw killed ? new Gone() : new Error(`it did not start: ${server.log()}`)
    })
    return {
      async send(request) {
        await ready
        const answer: Answer =
          'read' in request
            ? await device.call('get_secret', { clientVersion: request.read.version }).catch(gone)
            : await sendChange(target.url, request).then(answerOf).catch(gone)
        if (answer.status >= 300) throw new Error(answer.text)
      },
      async kill() {
        killed = true
        server.kill('SIGKILL')
        const end = await server.ended
        if (end !== 'SIGKILL') throw new Error(`it ended by itself with ${end}: ${server.log()}`)
      },
    }
  }
  return { start, end: async () => {} }
}

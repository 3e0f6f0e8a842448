import { afterAll, beforeAll, expect, test } from 'vitest'
import { filledVault } from '../support/filled-vault.ts'
import { rawDevice } from '../support/raw-device.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** A plain call goes past the router, one that is written oddly through it. Nobody can tell by the answer or by the log. */

let server: TestServer
const vault = await filledVault()
const { clientId } = await vault.device({ name: 'both-ways' })

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' }, fill: vault.fill })
})
afterAll(() => server.stop())

/** The same call, once written as SDKs write it and once with a query that nobody asked for. */
const ways = ['', '?odd'] as const

const post = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}/api/rest/sm/v1/${path}`, { method: 'POST', body: 'nothing', ...init })

/** What does not depend on the moment and on the address that was asked. */
async function lasting(response: Response) {
  const { date: _, 'content-length': __, ...headers } = Object.fromEntries(response.headers)
  const { path, ...body } = JSON.parse(await response.text())
  return { status: response.status, headers, body, path: path.replace('?odd', '') }
}

const lastRefusal = async () => {
  const event = await server.lastEvent()
  return { event: event?.['audit_event'], reason: event?.['reason'], detail: event?.['detail'] }
}

test('a read is answered alike', async () => {
  const device = await rawDevice({ server, clientId })
  await device.bind()
  const [past, through] = [await device.call('get_secret'), await device.call('get_secret?odd')]
  expect(past.status).toBe(200)
  expect(through.json).toEqual(past.json)
})

test.each(['get_secret', 'no_such_call'])(
  'a malformed %s is refused alike, and leaves the same',
  async (name) => {
    const answers = []
    for (const way of ways) {
      const answer = await lasting(await post(`${name}${way}`))
      answers.push({ ...answer, ...(await lastRefusal()) })
    }
    const [past, through] = answers
    expect(past).toMatchObject({
      status: 400,
      body: { error: 'bad_request' },
      reason: 'bad_request',
    })
    expect(past?.path).toMatch(/^http:\/\/localhost:\d+\/api\/rest\/sm\/v1\/\w+, POST, /)
    expect(through).toEqual(past)
  },
)

test('a body of unknown length takes the ordinary way and is read all the same', async () => {
  const device = await rawDevice({ server, clientId })
  const { headers, body } = await device.seal({})
  const stream = new Blob([body]).stream()
  const init = { headers, body: stream, duplex: 'half' } as RequestInit
  const { status, body: error } = await lasting(await post('get_secret', init))
  expect({ status, error: error.error }).toEqual({ status: 403, error: 'access_denied' })
})

test('a page of any origin may ask, and read the answer', async () => {
  const origin = 'https://app.example.com'
  const asked = await fetch(`${server.url}/api/rest/sm/v1/get_secret`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,publickeyid,transmissionkey',
    },
  })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-headers')?.toLowerCase()).toContain(
    'transmissionkey',
  )
  for (const path of [...ways.map((way) => `get_secret${way}`), '../../../files/none']) {
    const answer = await post(path, { headers: { origin } })
    expect(answer.headers.get('access-control-allow-origin'), path).toBe('*')
  }
})

test('no page may read what people ask', async () => {
  const answer = await fetch(`${server.url}/api/v1/vault`, {
    headers: { origin: 'https://app.example.com' },
  })
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})

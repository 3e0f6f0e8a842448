import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { announced, announcement } from '../support/file-sender.ts'
import { filledVault } from '../support/filled-vault.ts'
import { type RawDevice, rawDevice } from '../support/raw-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type UploadForm, uploadForms } from '../support/upload-forms.ts'

/** From where a device may come: every rule, at every way in. */

const first = { v4: '203.0.113.9', v6: '2001:db8:1:2::9' }

const rules = [
  {
    title: 'its first address',
    rule: {},
    first: first.v4,
    may: [first.v4, `::ffff:${first.v4}`],
    mayNot: ['203.0.113.10', '2001:db8::1'],
  },
  {
    title: 'its first address, in IPv6',
    rule: {},
    first: first.v6,
    may: ['2001:DB8:1:2:0:0:0:9'],
    mayNot: ['2001:db8:1:2::a', first.v4],
  },
  {
    title: 'the network of its first address',
    rule: { lock_network: 1 },
    first: first.v6,
    may: [first.v6, '2001:db8:1:2:ffff::1'],
    mayNot: ['2001:db8:1:3::9', first.v4],
  },
  {
    title: 'the network of its first address, which in IPv4 is the address',
    rule: { lock_network: 1 },
    first: first.v4,
    may: [first.v4],
    mayNot: ['203.0.113.10'],
  },
  {
    title: 'a set',
    rule: { allowed: '203.0.113.0/24,2001:db8:1::/48' },
    first: first.v4,
    may: ['203.0.113.200', '::ffff:203.0.113.1', '2001:db8:1:ffff::1'],
    mayNot: ['203.0.114.1', '2001:db8:2::1'],
  },
  {
    title: 'anywhere',
    rule: { lock_ip: 0 },
    first: first.v4,
    may: ['198.51.100.1', '::1'],
    mayNot: [],
  },
] as const

let server: TestServer
const vault = await filledVault()
const added = new Map<string, Awaited<ReturnType<typeof vault.device>>>()
for (const { title, rule } of rules) added.set(title, await vault.device({ name: title, ...rule }))
const strict = await vault.device({ name: 'strict', allowed: '203.0.113.0/24' })

beforeAll(async () => {
  server = await startServer({
    flags: { tls: 'off', trustedProxies: '127.0.0.1/32' },
    fill: vault.fill,
  })
})
afterAll(() => server.stop())

const [form] = uploadForms as readonly [UploadForm]
const plain = (url: string) => url.replace('https:', 'http:')
const from = (address: string) => ({ 'X-Forwarded-For': address })

async function call(device: RawDevice, endpoint: string, address: string) {
  const { headers, ...sealed } = await device.seal({})
  const request = { ...sealed, headers: { ...headers, ...from(address) } }
  return (await device.send(endpoint, request)).status
}

async function upload(device: RawDevice, address: string) {
  const { token, url } = await announced(device, announcement(vault.single, 50))
  const body = new Uint8Array(form.body(token, Buffer.alloc(50)))
  const headers = { 'content-type': form.type, ...from(address) }
  return (await fetch(plain(url), { method: 'POST', headers, body })).status
}

async function download(device: RawDevice, { home, address }: { home: string; address: string }) {
  const { token, url } = await announced(device, announcement(vault.single, 50))
  const body = new Uint8Array(form.body(token, Buffer.alloc(50)))
  const headers = { 'content-type': form.type, ...from(home) }
  await fetch(plain(url), { method: 'POST', headers, body })
  const { json } = await device.call('get_secret', { requestedRecords: [vault.single] })
  const [record] = json['records'] as { files: { url: string }[] }[]
  const link = plain(record?.files.at(-1)?.url ?? '')
  return (await fetch(link, { headers: from(address) })).status
}

describe.each(rules)(
  'a device that may come from $title',
  ({ title, first: home, may, mayNot }) => {
    let device: RawDevice
    beforeAll(async () => {
      const clientId = added.get(title)?.clientId ?? ''
      device = await rawDevice({ server, clientId, address: home })
      await device.bind()
    })

    test.each(may)('is let in from %s', async (address) => {
      expect(await call(device, 'get_secret', address)).toBe(200)
      expect(await call(device, 'get_folders', address)).toBe(200)
      expect(await upload(device, address)).toBe(201)
      expect(await download(device, { home, address })).toBe(200)
    })

    test.each([...mayNot])('is turned away from %s, whatever it wants', async (address) => {
      for (const way of ['get_secret', 'get_folders', 'no_such_call'])
        expect([way, await call(device, way, address)]).toEqual([way, 403])
      expect(await upload(device, address)).toBe(403)
      expect(await server.lastEvent()).toMatchObject({
        reason: 'ip_locked',
        endpoint: 'file_upload',
      })
      expect(await download(device, { home, address })).toBe(403)
      expect(await server.lastEvent()).toMatchObject({
        reason: 'ip_locked',
        endpoint: 'file_download',
        device_ip: address,
      })
    })
  },
)

test('a set holds from the first access on: a token that was stolen is of no use elsewhere', async () => {
  const { clientId } = strict
  const thief = await rawDevice({ server, clientId, address: '198.51.100.1' })
  const { publicKey } = thief
  expect((await thief.call('get_secret', { publicKey })).status).toBe(403)
  const device = await rawDevice({ server, clientId, address: '203.0.113.77' })
  expect((await device.bind()).status).toBe(200)
})

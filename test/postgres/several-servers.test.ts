import { mkdir } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { addWriter, writerToken } from '../faults/support/writer.ts'
import { filledVault } from '../support/filled-vault.ts'
import { rawDevice } from '../support/raw-device.ts'
import { withClient } from './place.ts'
import { type SeveralServers, severalServers } from './servers.ts'

/** Whoever goes from one server to the next gets no more than who stays: what one has decided, the others know. */

let several: SeveralServers
afterEach(() => several.stop())

const urlAt = (n: number) => several.running[n % several.running.length]?.url ?? ''

async function post(n: number, path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${urlAt(n)}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

const guess = (n: number, email = 'owner@example.com') =>
  post(n, '/sessions', { email, verifier: 'a guess' })

test('ten guesses at a name are ten guesses, whichever servers they go to', async () => {
  several = await severalServers(3)
  const statuses: number[] = []
  for (let n = 0; n < 12; n++) statuses.push((await guess(n)).status)
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  expect((await guess(2, 'somebody.else@example.com')).status).toBe(401)
})

test('thirty guesses at once at three servers are ten guesses', async () => {
  several = await severalServers(3)
  const all = await Promise.all(Array.from({ length: 30 }, (_, n) => guess(n)))
  expect(all.filter(({ status }) => status === 401)).toHaveLength(10)
  expect(all.filter(({ status }) => status === 429)).toHaveLength(20)
})

/** A device that can go to any of the servers. */
async function wandering(flags: Readonly<Record<string, unknown>> = {}) {
  const vault = await filledVault()
  const { clientId, device_uid } = await vault.device({ name: 'wanderer' })
  several = await severalServers(3, {
    flags,
    fill: async (tx) => {
      await vault.fill(tx)
      await addWriter(tx)
    },
  })
  const target = { url: urlAt(0) }
  const device = await rawDevice({ server: target, clientId })
  const at = (n: number) => {
    target.url = urlAt(n)
    return device
  }
  return { at, device_uid }
}

test('a device that goes from server to server makes as many calls as its limit', async () => {
  const { at } = await wandering({ deviceLimit: '12/3600' })
  expect((await at(0).bind()).status).toBe(200)
  const answers = []
  for (let n = 0; n < 12; n++) answers.push(await at(n).call('get_secret'))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  expect(answers.at(-1)).toMatchObject({ status: 403, json: { error: 'throttled' } })
})

test('a request that one server has answered is a replay at every other', async () => {
  const { at } = await wandering()
  await at(0).bind()
  const sealed = await at(0).seal({})
  expect((await at(0).send('get_secret', sealed)).status).toBe(200)
  for (const n of [1, 2, 0])
    expect(await at(n).send('get_secret', sealed)).toMatchObject({
      json: { message: 'This request was received before. Send a new one.' },
    })
  const twice = await at(1).seal({})
  const both = await Promise.all([1, 2].map((n) => at(n).send('get_secret', twice)))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 403])
})

const tamper = (statement: string) =>
  withClient(several.url, (client) => client.query(statement).then(() => undefined))

test('a device that was ended is turned away by all of them, also by the one that it was at a moment ago', async () => {
  const { at, device_uid } = await wandering()
  await at(0).bind()
  for (const n of [0, 1, 2]) expect((await at(n).call('get_secret')).status).toBe(200)
  await tamper(`update devices set removed_at = 1 where device_uid = '${device_uid}'`)
  for (const n of [0, 1, 2])
    expect(await at(n).call('get_secret')).toMatchObject({
      json: { message: 'Unable to validate application access' },
    })
})

test('a session that one server ends, and an account that one locks, open nothing at any other', async () => {
  await wandering()
  const headers = { authorization: `Bearer ${writerToken}` }
  const whoAt = async (n: number) =>
    (await fetch(`${urlAt(n)}/api/v1/sessions/current`, { headers })).status
  const everywhere = () => Promise.all([0, 1, 2].map(whoAt))
  expect(await everywhere()).toEqual([200, 200, 200])
  await tamper(`update accounts set locked_at = 1 where email = 'writer@example.com'`)
  for (const status of await everywhere()) expect(status).toBeGreaterThanOrEqual(401)
  await tamper(`update accounts set locked_at = null where email = 'writer@example.com'`)
  expect(await everywhere()).toEqual([200, 200, 200])
  const ended = await fetch(`${urlAt(0)}/api/v1/sessions/current`, { method: 'DELETE', headers })
  expect(ended.ok).toBe(true)
  expect(await everywhere()).toEqual([401, 401, 401])
})

test('a server with keys of its own does not start beside the others, and says which files to copy', async () => {
  several = await severalServers(1)
  await mkdir(several.folderOf(7), { recursive: true })
  await expect(several.start(7)).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringMatching(
      /another log-key, server-key\.pem, target-key: copy the keys from the data folder of one of them/,
    ),
  })
  expect((await fetch(`${urlAt(0)}/api/v1/server`)).status).toBe(200)
})

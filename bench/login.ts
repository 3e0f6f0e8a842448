import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { tokenHash } from '../src/access/opaque-token.ts'
import { findPerson } from '../src/access/person.ts'
import { createFirstAccount } from '../src/client/account.ts'
import { connectApi } from '../src/client/api.ts'
import { fromBase64, toBase64 } from '../src/client/crypto/base64.ts'
import { unlock } from '../src/client/crypto/master-password.ts'
import { openEmbeddedStore } from '../src/store/embedded/embedded-store.ts'
import { keptSession } from '../test/support/kept-session.ts'
import { pinThisProcess, startPinned } from './pinned.ts'
import { write } from './print.ts'

const people = 10
const logins = 400
const checks = 20_000
const mostLoginMs = 400
const mostCheckUs = 50

const person = { email: 'owner@example.com', password: 'a password for the bench' }

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** What a client sends, stretched once: the bench asks what the server does with it. */
async function credentialsFor(url: string) {
  const api = connectApi({ server: url })
  const asked = await api.sessions.prelogin[':email'].$get({ param: { email: person.email } })
  const { salt, iterations } = await asked.json()
  const { password, email } = person
  const { verifier } = await unlock({ salt: fromBase64(salt), iterations, password })
  return { email, verifier: toBase64(verifier) }
}

/** How long each of many logins takes, by people who wait for their own and then come again. In milliseconds, sorted. */
async function loginsAt(url: string): Promise<readonly number[]> {
  const json = await credentialsFor(url)
  const api = connectApi({ server: url })
  const took: number[] = []
  let left = logins
  const one = async () => {
    while (left-- > 0) {
      const began = performance.now()
      await (await api.sessions.$post({ json })).json()
      took.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: people }, one))
  return took.toSorted((a, b) => a - b)
}

async function benchLogins(folder: string): Promise<void> {
  const data = join(folder, 'data')
  const server = await startPinned({ flags: ['--data', data, '--listen', '127.0.0.1:0'] })
  try {
    const ca = await readFile(join(data, 'tls/ca.pem'), 'utf8')
    setDefaultCACertificates([...getCACertificates('default'), ca])
    const setupCode = (await readFile(join(data, 'setup-code'), 'utf8')).trim()
    const account = { ...person, organisation: 'Bench', setupCode }
    await createFirstAccount(connectApi({ server: server.url }), account)
    pinThisProcess()
    const took = await loginsAt(server.url)
    const [half, most] = [at(took, 0.5), at(took, 0.95)].map((ms) => ms.toFixed(0))
    write(
      `login, ${people} at once, server on one core, ${logins} logins: p50 ${half} ms, p95 ${most} ms (aim: p95 under ${mostLoginMs} ms)`,
    )
  } finally {
    await server.stop()
  }
}

/** What every request of a person costs before anything else: whose session it is, and whether it still counts. */
async function benchChecks(folder: string): Promise<void> {
  const store = await openEmbeddedStore({ folder: join(folder, 'store') })
  const token = 'a-token-of-the-bench'
  const account_uid = 'someone'
  await store.transaction(async ({ accounts, sessions }) => {
    const keys = { salt: '', verifier_hash: '', encrypted_data_key: '', public_key: '' }
    const own = { account_uid, email: person.email, role: 'owner' as const, iterations: 1 }
    await accounts.insert({ ...own, ...keys, encrypted_private_key: '', created_at: 0 })
    await sessions.insert(keptSession({ token_hash: tokenHash(token), account_uid }))
    for (let n = 0; n < 1_000; n++)
      await sessions.insert(keptSession({ token_hash: tokenHash(`${n}`), account_uid: `${n}` }))
  })
  const check = async (times: number) => {
    const began = performance.now()
    for (let n = 0; n < times; n++) await findPerson(store, token, new Date())
    return ((performance.now() - began) * 1_000) / times
  }
  await check(checks)
  const us = await check(checks)
  write(`session check: ${us.toFixed(1)} µs (aim: under ${mostCheckUs} µs)`)
  await store.close()
}

/** What the door costs: a login, and the look at a session that every request begins with. */
export async function benchLogin(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  try {
    await benchChecks(folder)
    await benchLogins(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

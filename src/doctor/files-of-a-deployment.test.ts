import { X509Certificate } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { complaints as complaintsOf, now, type Over } from '../../test/support/patient.ts'
import { createAuthority, issueServerCertificate } from '../tls/certificate-authority.ts'
import type { Settings } from './check.ts'

/** What the doctor says of files: real ones, in a folder of the test. */

const day = 86_400_000

let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'keepwatch-doctor-'))
})
afterEach(() => rm(data, { recursive: true, force: true }))

const complaints = ({ settings, ...over }: Over) =>
  complaintsOf({ ...over, settings: { data, ...settings } })

test('what others may read, and a folder that is not there', async () => {
  await writeFile(join(data, 'log-key'), 'secret', { mode: 0o640 })
  await mkdir(join(data, 'tls'))
  await chmod(data, 0o755)
  expect((await complaints({})).map(({ says }) => says)).toEqual([
    `Others may look into ${data}.`,
    `Others may read ${join(data, 'log-key')}.`,
  ])
  await rm(data, { recursive: true })
  expect((await complaints({})).map(({ says }) => says)).toEqual([
    `There is no data folder ${data}.`,
  ])
})

test('a key that lies beside what it seals, or that others may read', async () => {
  const keyFile = join(data, 'key')
  await writeFile(keyFile, 'x', { mode: 0o644 })
  const found = await complaints({ settings: { key: undefined, keyFile } })
  expect(found.map(({ says }) => says)).toEqual([
    expect.stringContaining('lies beside them'),
    `Others may read ${keyFile}.`,
  ])
})

const daysOf = (pem: string) =>
  Math.floor((new X509Certificate(pem).validToDate.getTime() - now.getTime()) / day)

test('a certificate for another name, one that ends soon, and one that has ended', async () => {
  const tlsCert = join(data, 'cert.pem')
  const authority = await createAuthority(now)
  const { cert } = await issueServerCertificate({ authority, hostname: 'localhost', at: now })
  await writeFile(tlsCert, cert)
  const at = async (settings: Partial<Settings>, days = 0) => {
    const then = new Date(now.getTime() + days * day)
    const found = await complaints({
      settings: { tls: 'on', tlsCert, ...settings },
      now: then,
      facts: { now: then },
    })
    return found.map(({ check, state, says }) => [check, state, says])
  }
  expect(await at({})).toEqual([])
  expect(await at({ hostname: '127.0.0.9' })).toEqual([
    ['certificate', 'wrong', expect.stringContaining('is not for 127.0.0.9')],
  ])
  expect(await at({}, daysOf(cert) - 3)).toEqual([
    ['certificate', 'warning', expect.stringContaining('expires in 3 days')],
  ])
  expect(await at({}, 9_999)).toEqual([
    ['certificate', 'wrong', expect.stringContaining('has expired')],
  ])
  expect(await at({}, -9_999)).toEqual([
    ['certificate', 'wrong', expect.stringContaining('not valid yet')],
  ])
  expect(await at({ tlsCert: join(data, 'none.pem') })).toEqual([
    ['certificate', 'wrong', expect.stringContaining('cannot be read')],
  ])
})

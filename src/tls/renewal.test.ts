import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followRenewal } from './renewal.ts'
import type { ServerCertificate } from './server-certificate.ts'

const certificate = (cert: string, renewAfter: string): ServerCertificate => ({
  cert,
  key: `key of ${cert}`,
  renewAfter: new Date(renewAfter),
})

const first = certificate('first', '2026-11-23T10:30:00Z')
const second = certificate('second', '2027-01-22T00:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T08:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

function follow(answers: readonly (ServerCertificate | Error)[]) {
  const left = [...answers]
  const applied: string[] = []
  const failed: unknown[] = []
  const stop = followRenewal({
    current: first,
    read: async () => {
      const answer = left.shift()
      if (answer === undefined || answer instanceof Error) throw answer
      return answer
    },
    apply: ({ cert }) => applied.push(cert),
    fail: (cause) => failed.push(cause),
    clock: () => new Date(),
  })
  const hours = (count: number) => vi.advanceTimersByTimeAsync(count * 3_600_000)
  return { applied, failed, hours, stop }
}

test('nothing is read before the certificate is due, and its successor is applied once', async () => {
  const { applied, failed, hours } = follow([second])
  await hours(2)
  expect(applied).toEqual([])
  await hours(10)
  expect(applied).toEqual(['second'])
  expect(failed).toEqual([])
})

test('a renewal that fails is reported and tried again an hour later', async () => {
  const broken = new Error('disk full')
  const { applied, failed, hours } = follow([broken, second])
  await hours(3)
  expect(failed).toEqual([broken])
  await hours(1)
  expect(applied).toEqual(['second'])
})

test('the same certificate again changes nothing, until the operator has replaced the file', async () => {
  const { applied, hours } = follow([first, first, second])
  await hours(4)
  expect(applied).toEqual([])
  await hours(1)
  expect(applied).toEqual(['second'])
})

test('after stop nothing is read any more', async () => {
  const { applied, failed, hours, stop } = follow([second])
  stop()
  await hours(100)
  expect([applied, failed]).toEqual([[], []])
})
